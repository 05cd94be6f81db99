/** From everything that was found out to what a person is told: no look at the machine, no clock, only data. */
import type { DoctorReport, Finding, Looked } from '../../../shared/contract/doctor.ts';
import type { Cable } from '../../../shared/contract/cables.ts';
import { diagnoseCables } from './diagnose-cables.ts';
import { diagnoseHttp } from './diagnose-http.ts';
import { diagnoseMachine } from './diagnose-machine.ts';
import { diagnoseUsb } from './diagnose-usb.ts';
import type { Facts } from './facts.ts';

/** The whole report, troubles first. */
export function diagnose(facts: Facts): DoctorReport {
  const findings = [...diagnoseCables(facts), ...diagnoseUsb(facts), ...diagnoseHttp(facts), ...diagnoseMachine(facts)];
  return {
    platform: facts.platform,
    at: facts.now,
    findings: findings.toSorted((a, b) => ORDER[a.weight] - ORDER[b.weight]),
    looked: [...lookedAtCables(facts), ...lookedAtRest(facts)],
  };
}

const ORDER: Readonly<Record<Finding['weight'], number>> = { trouble: 0, remark: 1 };

/** What is fine is said as well: a person sees what was looked at. */
function lookedAtCables({ cables }: Facts): readonly Looked[] {
  return cables.map(({ cable }) => ({ about: cable.where, port: cable.port, is: wordsOf(cable) }));
}

const STATES: Readonly<Record<Cable['state'], string>> = {
  plugged: 'plugged in, not asked yet',
  identifying: 'being asked who it is',
  ready: 'ready',
  'in-session': 'in session',
  silent: 'silent',
  busy: 'used by another program',
  trouble: 'in trouble',
  gone: 'gone',
};

function wordsOf({ state, name }: Cable): string {
  return name === undefined ? STATES[state] : `${name}, ${STATES[state]}`;
}

function lookedAtRest({ usb, entrances, listener, firewall, platform }: Facts): readonly Looked[] {
  const devices = usb?.filter(({ isHub }) => !isHub).length;
  return [
    ...(platform === 'linux'
      ? [{ about: 'USB', is: devices === undefined ? 'none on this machine' : `${devices} plugged in` }]
      : []),
    ...entrances.map(({ url, isThere, whyNot, certificate }) => ({
      about: url,
      is: !isThere
        ? 'its network is gone'
        : whyNot !== undefined
          ? 'does not answer'
          : typeof certificate === 'object'
            ? `answers, its certificate is good until ${new Date(certificate.notAfter).toISOString().slice(0, 10)}`
            : 'answers',
    })),
    {
      about: 'DM server',
      is: listener.network === undefined ? `for ${listener.scope}` : `open on ${listener.network.name}`,
    },
    ...(firewall === undefined
      ? []
      : [{ about: 'Firewall', is: `${firewall.name} is ${firewall.isOn ? 'on' : 'off'}` }]),
  ];
}
