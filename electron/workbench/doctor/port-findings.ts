/** What can be wrong with a serial port, in words: one row per code. */
import type { Holder } from '../../links/machine/holders.ts';
import { command, udevRule } from './copies.ts';
import type { FindingRow } from './finding-table.ts';

export interface AboutPort {
  /** As a person knows it, e.g. `/dev/ttyUSB0`. */
  readonly where: string;
  readonly person: string;
  readonly group: string;
  readonly rights: string;
  readonly holders: readonly Holder[];
  /** What the link itself said, and what it proposed. */
  readonly said: string;
  readonly next: string;
}

/** Programs that take ports by themselves, and how they let go. */
const HOW_TO_STOP: readonly { readonly name: RegExp; readonly step: string }[] = [
  {
    name: /^ModemManager/,
    step: 'Stop ModemManager while you work: `sudo systemctl stop ModemManager`. It takes every modem that is plugged in.',
  },
  { name: /^brltty/, step: 'Remove brltty, or stop it: it takes adapters with common chips for Braille displays.' },
  { name: /^gpsd/, step: 'Stop gpsd, or take this port out of its configuration.' },
  {
    name: /^(?:minicom|picocom|screen|putty|tio|cu|kermit)\b/i,
    step: 'Leave the terminal program; it holds the port until it ends.',
  },
];

function stopThem({ holders }: AboutPort): readonly string[] {
  return holders.map(
    ({ name, pid }) =>
      HOW_TO_STOP.find((row) => row.name.test(name))?.step ??
      `Close ${name} (process ${pid}), or let it release the port.`,
  );
}

function listed(holders: readonly Holder[]): string {
  return holders.map(({ name, pid }) => `${name} (process ${pid})`).join(' and ');
}

const AGAIN = 'Then choose “Try again”; it is also tried now and then by itself.';
const SIGN_IN = 'Sign out and in again: a new membership counts from the next sign-in.';

// oxfmt-ignore
export const PORT_FINDINGS = {
  'port-busy': {
    weight: 'trouble',
    found: ({ where, holders }) => `${where} is held by ${listed(holders)}.`,
    missing: () => 'The port for ourselves: two programs on one line would eat each other’s answers.',
    steps: { else: (about) => [...stopThem(about), AGAIN] },
  },
  'port-busy-unseen': {
    weight: 'trouble',
    found: ({ where }) => `${where} is held by another program, which this user may not see.`,
    missing: () => 'The port for ourselves, and the right to see whose programs hold it.',
    steps: {
      win32: () => ['Close terminal programs, PC suites and flash tools; Resource Monitor shows who has the port.', AGAIN],
      else: () => ['Find the program with the command below, and close it.', AGAIN],
    },
    copy: ({ where }, platform) => (platform === 'win32' ? [] : [command(`sudo lsof ${where}`)]),
  },
  'group-missing': {
    weight: 'trouble',
    found: ({ where, group, rights }) => `${where} belongs to the group ${group} (${rights}).`,
    missing: ({ person, group }) => `${person} is not a member of ${group}, and so may not open it.`,
    steps: {
      else: ({ group }) => [
        `Join the group ${group} with the command below. ${SIGN_IN}`,
        'Or install the udev rule: it lets whoever sits at the screen open handsets, without any group.',
      ],
    },
    copy: ({ group, person }) => [command(`sudo usermod -aG ${group} ${person}`), ...udevRule()],
  },
  'group-not-active': {
    weight: 'trouble',
    found: ({ where, group }) => `${where} belongs to the group ${group}.`,
    missing: ({ person, group }) => `${person} has joined ${group}, but this program was started before that counted.`,
    steps: { else: () => [SIGN_IN, 'Start the workbench again.'] },
  },
  'port-closed': {
    weight: 'trouble',
    found: ({ where, rights, group }) => `${where} has the rights ${rights} (group ${group}).`,
    missing: ({ person }) => `The right to read and write it: ${person} may not, and joining its group would not help.`,
    steps: { else: () => ['Install the udev rule, then plug the handset in again.', 'If that does not help, some other rule takes the rights away: look for it in /etc/udev/rules.d.'] },
    copy: () => udevRule(),
  },
  'port-forbidden': {
    weight: 'trouble',
    found: ({ said }) => said,
    missing: ({ person }) => `The right to open it: ${person} may not.`,
    steps: {
      win32: () => ['Close every program that could have the port: Windows says “access denied” when it is in use, too.', AGAIN],
      else: ({ next }) => [next],
    },
  },
  'port-missing': {
    weight: 'trouble',
    found: ({ where }) => `${where} is among the cables, but the system has no such port now.`,
    missing: () => 'A cable that is plugged in at both ends, and a handset that is on.',
    steps: {
      else: () => [
        'Plug the handset in, or pull its cable and plug it in again.',
        'Some cables only charge: try one that came with a handset, and a port of the computer itself rather than a hub.',
        'If it has another port now, add that one and forget this one.',
      ],
    },
  },
  'coming-back': {
    weight: 'remark',
    found: ({ where }) => `What was at ${where} has gone, as it does when a handset restarts.`,
    missing: () => 'Nothing yet: it is awaited.',
    steps: { else: () => ['Wait, or plug it in again. A run that was under way goes on when it is back.'] },
  },
  'no-answer': {
    weight: 'trouble',
    found: ({ where }) => `${where} can be opened, but nobody there answers: neither AT nor OBEX.`,
    missing: () => 'A handset that is on, listens on this port, and expects a computer.',
    steps: {
      else: () => [
        'Look at the handset: it must be on and unlocked, and it may ask what the cable is for.',
        'Set its cable mode to “PC Suite” or “sync”.',
        'Some handsets offer several ports, of which one answers: try the others.',
        'If it hangs on a plain serial adapter, check that its lines are not crossed and that it runs at 115,200 Bd.',
      ],
    },
  },
  'wrong-mode': {
    weight: 'trouble',
    found: ({ said }) => said,
    missing: () => 'A way to switch it to OBEX; it speaks AT alone.',
    steps: {
      else: () => [
        'Set its cable mode on the handset to “PC Suite” or “sync”, then plug it in again.',
        'If it has several ports, try the others: one of them may be in OBEX already.',
        'If you know the command that switches it, add it under “Ways to switch to OBEX”, then try the cable again.',
      ],
    },
  },
  'obex-refused': {
    weight: 'trouble',
    found: ({ said }) => said,
    missing: () => 'OBEX for device management: the handset answers, but has no DM server service behind this port.',
    steps: {
      else: () => [
        'Allow management over the cable on the handset, where it has such a setting.',
        'Some handsets take it on another port or function only: try the others.',
      ],
    },
  },
  'cable-trouble': {
    weight: 'trouble',
    found: ({ said }) => said,
    missing: () => 'A session that ends well.',
    steps: { else: ({ next }) => [next] },
  },
} as const satisfies Readonly<Record<string, FindingRow<AboutPort>>>;
