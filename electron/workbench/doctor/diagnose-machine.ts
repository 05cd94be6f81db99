/** From what the machine has and knows to what it lacks. */
import type { Finding } from '../../../shared/contract/doctor.ts';
import type { Facts } from './facts.ts';
import { writeFinding } from './finding-table.ts';
import { MACHINE_FINDINGS } from './machine-findings.ts';

/** A clock may be this much before what was kept without being called wrong, milliseconds. */
const TOLERANCE_MS = 5 * 60_000;

type MachineCode = keyof typeof MACHINE_FINDINGS;

/** What is missing on this machine. */
export function diagnoseMachine(facts: Facts): readonly Finding[] {
  const { udev, now, platform, isClockKept } = facts;
  const latest = Math.max(facts.latestKept, facts.madeAfter);
  const isBehind = now + TOLERANCE_MS < latest;
  const codes: readonly (MachineCode | false)[] = [
    platform === 'linux' && facts.usb === undefined && 'no-usb',
    udev?.hasTool === false && 'no-udevadm',
    udev?.runs === false && 'no-udev',
    isBehind && 'clock-behind',
    !isBehind && isClockKept === false && 'clock-not-kept',
  ];
  const later =
    facts.latestKept >= facts.madeAfter
      ? `the last time a handset was heard of (${minute(facts.latestKept)})`
      : `this workbench was made (${minute(facts.madeAfter)})`;
  const about = { clock: minute(now), later };
  return codes
    .filter((code) => code !== false)
    .map((code) => writeFinding(code, MACHINE_FINDINGS[code], about, { about: 'This machine' }, platform));
}

/** Minutes in UTC: a wrong clock often comes with a wrong zone. */
function minute(at: number): string {
  return `${new Date(at).toISOString().slice(0, 16).replace('T', ' ')} UTC`;
}
