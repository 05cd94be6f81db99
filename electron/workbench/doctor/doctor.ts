/**
 * The connection doctor: asks the machine and the workbench everything at once, and hands it to the part that draws the
 * conclusions. It opens no port and changes nothing: what a port says when it is opened, its cable knows already.
 */
import { networkInterfaces } from 'node:os';
import type { AppStatus } from '../../../shared/contract/app.ts';
import type { Cable } from '../../../shared/contract/cables.ts';
import type { DoctorReport } from '../../../shared/contract/doctor.ts';
import type { Handset } from '../../../shared/contract/handsets.ts';
import { servedCertificate, whyNoAnswer } from '../../links/machine/answers.ts';
import { isClockKept } from '../../links/machine/clock-source.ts';
import { lookAtFirewall } from '../../links/machine/firewall.ts';
import { holdersOf } from '../../links/machine/holders.ts';
import { thisPerson } from '../../links/machine/person.ts';
import { lookAtPort } from '../../links/machine/port-file.ts';
import { lookAtUdev } from '../../links/machine/udev.ts';
import { lookAtUsb, typeCPartners } from '../../links/machine/usb-devices.ts';
import { diagnose } from './diagnose.ts';
import type { CableFacts, EntranceFacts, Facts, Interface, Platform } from './facts.ts';
import { deviceOf } from './usb-device-words.ts';

/** What the workbench knows itself. */
export interface DoctorPorts {
  readonly cables: () => readonly Cable[];
  readonly handsets: () => readonly Handset[];
  readonly listener: () => AppStatus['listener'];
  readonly now: () => number;
}

/** How the machine is asked; each can be another one in a test. */
export interface Probes {
  readonly platform: Platform;
  readonly person: typeof thisPerson;
  readonly port: typeof lookAtPort;
  readonly holders: typeof holdersOf;
  readonly udev: typeof lookAtUdev;
  readonly usb: typeof lookAtUsb;
  readonly typeC: typeof typeCPartners;
  readonly firewall: typeof lookAtFirewall;
  readonly whyNoAnswer: typeof whyNoAnswer;
  readonly certificate: typeof servedCertificate;
  readonly clockKept: typeof isClockKept;
  readonly interfaces: () => readonly Interface[];
}

/** No workbench of this kind was made before; a clock that says so is wrong. */
const MADE_AFTER = Date.UTC(2024, 0, 1);

/** The probes of the machine that this program runs on. */
export function machineProbes(): Probes {
  return {
    platform: process.platform === 'win32' || process.platform === 'darwin' ? process.platform : 'linux',
    person: thisPerson,
    port: lookAtPort,
    holders: holdersOf,
    udev: lookAtUdev,
    usb: lookAtUsb,
    typeC: typeCPartners,
    firewall: lookAtFirewall,
    whyNoAnswer,
    certificate: servedCertificate,
    clockKept: isClockKept,
    interfaces: reachableInterfaces,
  };
}

/** Looks at everything now. */
export async function examine(ports: DoctorPorts, probes: Probes): Promise<DoctorReport> {
  return diagnose(await gather(ports, probes));
}

async function gather(ports: DoctorPorts, probes: Probes): Promise<Facts> {
  const { platform } = probes;
  const isLinux = platform === 'linux';
  const listener = ports.listener();
  const handsets = ports.handsets();
  const usb = isLinux ? await probes.usb() : undefined;
  const [person, udev, cables, partners, entrances, firewall, clockKept] = await Promise.all([
    probes.person(),
    isLinux ? probes.udev() : undefined,
    Promise.all(ports.cables().map((cable) => aboutCable(cable, usb, probes))),
    isLinux ? probes.typeC() : 0,
    Promise.all(entrancesOf(listener).map((url) => aboutEntrance(url, listener, probes))),
    probes.firewall(platform),
    probes.clockKept(platform),
  ]);
  return {
    platform,
    now: ports.now(),
    person,
    udev,
    cables,
    usb,
    typeCPartners: partners,
    listener,
    entrances,
    interfaces: probes.interfaces(),
    firewall,
    handsets,
    isClockKept: clockKept,
    latestKept: Math.max(0, ...handsets.map(({ lastSeen = 0 }) => lastSeen)),
    madeAfter: MADE_AFTER,
  };
}

async function aboutCable(cable: Cable, usb: Facts['usb'], probes: Probes): Promise<CableFacts> {
  const path = cable.link === 'usb' ? deviceOf(cable, usb ?? [])?.file : cable.port;
  const isFile = path !== undefined && probes.platform !== 'win32';
  const isBusy = cable.state === 'busy' || cable.failure?.code === 'usb-busy';
  const [file, holders] = await Promise.all([
    isFile ? probes.port(path) : undefined,
    isFile && isBusy ? probes.holders(path, { platform: probes.platform }) : undefined,
  ]);
  return { cable, file, holders };
}

/** Every address that a handset may have been given. */
function entrancesOf({ url, network, secure }: AppStatus['listener']): readonly string[] {
  return [url, network?.url, secure?.url, secure?.networkURL].filter(
    (one) => one !== undefined && one !== '',
  ) as string[];
}

async function aboutEntrance(url: string, { network }: AppStatus['listener'], probes: Probes): Promise<EntranceFacts> {
  const { hostname, port, protocol } = new URL(url);
  const host = hostname.replace(/^\[|\]$/g, '');
  const isThere = host !== network?.address || probes.interfaces().some(({ address }) => address === host);
  if (!isThere) return { url, isThere, whyNot: undefined, certificate: undefined };
  const certificate = protocol === 'https:' ? await probes.certificate(host, Number(port)) : undefined;
  // Who has a certificate to show answers. Otherwise it is asked without one, whatever it makes of that.
  const whyNot = typeof certificate === 'object' ? undefined : await probes.whyNoAnswer(host, Number(port));
  return { url, isThere, whyNot, certificate: whyNot === undefined ? certificate : undefined };
}

function reachableInterfaces(): readonly Interface[] {
  return Object.entries(networkInterfaces()).flatMap(([name, addresses]) =>
    (addresses ?? [])
      .filter(({ family, internal }) => family === 'IPv4' && !internal)
      .map(({ address, cidr }) => ({ name, address, cidr: cidr ?? `${address}/32` })),
  );
}
