/** What can go wrong on USB, in words and with the next step for a person. */
import { fail, type Failure } from '../../../shared/result.ts';

type Platform = NodeJS.Platform;

interface Row {
  readonly says: RegExp;
  readonly code: string;
  readonly message: (name: string) => string;
  readonly next: (platform: Platform) => string;
  readonly retryable: boolean;
}

const PLUG_AGAIN = 'Plug it in again; what was under way goes on when the handset is back.';

/**
 * The library gives one code for everything; the reason is in its message alone, partly as an error number of the system.
 * The first row that fits counts.
 */
const REASONS: readonly Row[] = [
  {
    says: /errno 13\b|errno 1\b|permission denied|access denied|not permitted/i,
    code: 'usb-forbidden',
    message: (name) => `This user may not open ${name}.`,
    next: (platform) =>
      platform === 'linux'
        ? 'Install the udev rule with `scomo doctor --install-udev`, then plug the handset in again.'
        : platform === 'darwin'
          ? 'Quit the programs that use the handset, plug it in again, and allow it when the system asks.'
          : 'Install the WinUSB driver for exactly this device; `scomo doctor` names it.',
    retryable: false,
  },
  {
    says: /errno 16\b|busy|in use by another|exclusive access/i,
    code: 'usb-busy',
    message: (name) => `${name} is used by another program.`,
    next: (platform) =>
      platform === 'linux'
        ? 'Close that program (a modem manager, a PC suite, a virtual machine); `scomo doctor` names it where the system tells.'
        : 'Close that program (a PC suite, a virtual machine), then try again.',
    retryable: true,
  },
  {
    says: /not supported|unsupported|no driver|incompatible driver|errno 95\b/i,
    code: 'usb-no-driver',
    message: (name) => `${name} has no driver that lets a program speak to it.`,
    next: (platform) =>
      platform === 'win32'
        ? 'Install the WinUSB driver for exactly this device; `scomo doctor` names it.'
        : 'Plug it in again; if that does not help, look at the mode of its cable.',
    retryable: false,
  },
  {
    says: /errno (?:2|5|19|71|108|110)\b|disconnected|device not found|no such device|endpoint not found/i,
    code: 'usb-gone',
    message: (name) => `The cable of ${name} was pulled, or its handset has gone.`,
    next: () => PLUG_AGAIN,
    retryable: true,
  },
  {
    says: /stall|errno 32\b/i,
    code: 'usb-stalled',
    message: (name) => `${name} refuses what it was asked (stall).`,
    next: () => 'Look at the mode of its cable, then plug it in again.',
    retryable: true,
  },
  {
    says: /cancelled|timed? ?out/i,
    code: 'usb-silent',
    message: (name) => `${name} did not answer in time.`,
    next: () => 'Look at the handset, then plug it in again.',
    retryable: true,
  },
];

const UNKNOWN: Row = {
  says: /./,
  code: 'usb-failed',
  message: (name) => `${name} cannot be used.`,
  next: () => 'Plug it in again, and look at the detail.',
  retryable: true,
};

/** Says in words what the library reports about `name`. */
export function explain(error: unknown, name: string, platform: Platform = process.platform): Failure {
  const detail = messageOf(error);
  const { code, message, next, retryable } = REASONS.find(({ says }) => says.test(detail)) ?? UNKNOWN;
  return { code, message: message(name), next: next(platform), detail, retryable };
}

/** The open channel is over; for whoever speaks on it the reason is only detail. */
export function channelLost(name: string, why: Failure): Failure {
  const isGone = why.code === 'usb-gone';
  return {
    code: 'channel-lost',
    message: isGone ? why.message : `The connection to ${name} broke: ${why.message}`,
    next: isGone ? why.next : PLUG_AGAIN,
    ...(why.detail === undefined ? {} : { detail: why.detail }),
    retryable: true,
  };
}

/** The pipe takes nothing any more, milliseconds waited. */
export function channelStuck(name: string, ms: number): Failure {
  return {
    code: 'channel-stuck',
    message: `${name} took nothing for ${Math.round(ms / 1000)} s.`,
    next: 'Look at the handset, pull its cable and plug it in again.',
    retryable: true,
  };
}

/** The cable of `name` was pulled. */
export function pulled(name: string): Failure {
  return explain(new Error('disconnected'), name);
}

/** Nobody with this identity is plugged in. */
export function gone(): { readonly ok: false; readonly error: Failure } {
  return fail('usb-gone', 'This handset is not plugged in.', 'Plug it in, and wait until it is in the list.', {
    retryable: true,
  });
}

export function messageOf(error: unknown): string {
  return error instanceof Error ? error.message : String(error);
}
