/** From a cable that is not ready to what is wrong with it. */
import type { Cable } from '../../../shared/contract/cables.ts';
import type { Finding } from '../../../shared/contract/doctor.ts';
import type { CableFacts, Facts } from './facts.ts';
import { writeFinding } from './finding-table.ts';
import { type AboutPort, PORT_FINDINGS } from './port-findings.ts';
import { type AboutUsb, USB_FINDINGS } from './usb-findings.ts';
import { aboutDevice, deviceOf, numbersOf } from './usb-device-words.ts';

/** What is wrong with each of the cables, in their order. */
export function diagnoseCables(facts: Facts): readonly Finding[] {
  return facts.cables.flatMap((each) => {
    const found = each.cable.link === 'usb' ? usbFinding(each, facts) : serialFinding(each, facts);
    return found === undefined ? [] : [found];
  });
}

type PortCode = keyof typeof PORT_FINDINGS;
type UsbCode = keyof typeof USB_FINDINGS;

/** What a failure of the link alone tells; everything else needs a look at the system. */
const PORT_CODE_OF_FAILURE: Readonly<Record<string, PortCode>> = {
  'port-missing': 'port-missing',
  'obex-silent': 'no-answer',
  'no-obex-mode': 'wrong-mode',
  'obex-refused': 'obex-refused',
};

const USB_CODE_OF_FAILURE: Readonly<Record<string, UsbCode>> = {
  'usb-busy': 'usb-busy',
  'usb-no-driver': 'usb-no-driver',
  'no-obex-function': 'usb-no-obex',
};

function serialFinding(each: CableFacts, facts: Facts): Finding | undefined {
  const { cable, file, holders } = each;
  const code = portCode(each, facts);
  if (code === undefined) return undefined;
  const about: AboutPort = {
    where: cable.where,
    person: facts.person.name,
    group: file?.group ?? '',
    rights: file?.rights ?? '',
    holders: holders?.programs ?? [],
    said: cable.failure?.message ?? '',
    next: cable.failure?.next ?? '',
  };
  return writeFinding(code, PORT_FINDINGS[code], about, subjectOf(cable), facts.platform);
}

function portCode({ cable, file, holders }: CableFacts, { person, platform, now }: Facts): PortCode | undefined {
  if (cable.state === 'gone') return isAwaited(cable, now) ? 'coming-back' : 'port-missing';
  if (cable.state === 'busy') return (holders?.programs.length ?? 0) > 0 ? 'port-busy' : 'port-busy-unseen';
  if (cable.state === 'silent') return 'no-answer';
  if (cable.state !== 'trouble') return undefined;
  const code = cable.failure?.code ?? '';
  if (file !== undefined && platform !== 'win32' && (code === 'port-forbidden' || !file.mayOpen)) {
    if (!file.groupMay) return 'port-closed';
    if (person.active.includes(file.group)) return 'port-closed';
    return person.listed.includes(file.group) ? 'group-not-active' : 'group-missing';
  }
  return code === 'port-forbidden' ? 'port-forbidden' : (PORT_CODE_OF_FAILURE[code] ?? 'cable-trouble');
}

function usbFinding(each: CableFacts, facts: Facts): Finding | undefined {
  const { cable, holders } = each;
  const code = usbCode(cable, facts);
  if (code === undefined || cable.failure === undefined) return serialFinding(each, facts);
  const device = deviceOf(cable, facts.usb ?? []);
  const about: AboutUsb = {
    ...aboutDevice(device, facts),
    ...numbersOf(cable.port),
    name: cable.name === undefined ? aboutDevice(device, facts).name : `${cable.name} at ${cable.where}`,
    holders: holders?.programs ?? [],
    said: cable.failure.message,
  };
  return writeFinding(code, USB_FINDINGS[code], about, subjectOf(cable), facts.platform);
}

function usbCode({ state, failure }: Cable, { platform, udev }: Facts): UsbCode | undefined {
  if (failure === undefined || state === 'gone' || state === 'silent') return undefined;
  const { code, detail } = failure;
  // Its functions contradict themselves, and the detail says where.
  if (code === 'no-obex-function' && detail !== undefined) return 'usb-broken-function';
  if (code !== 'usb-forbidden') return USB_CODE_OF_FAILURE[code];
  if (platform === 'win32') return 'usb-no-driver';
  if (platform === 'darwin' || udev === undefined) return 'usb-forbidden';
  if (udev.rule === 'missing') return 'udev-rule-missing';
  return udev.rule === 'other' ? 'udev-rule-other' : 'udev-rule-without-effect';
}

function isAwaited({ backUntil }: Cable, now: number): boolean {
  return backUntil !== undefined && backUntil > now;
}

function subjectOf({ port, where, failure }: Cable): { about: string; port: string; detail: string | undefined } {
  return { about: where, port, detail: failure?.detail };
}
