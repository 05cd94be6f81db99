/** What can go wrong with a serial port, in words and with the next step for a person. */
import { fail, type Failure } from '../../../shared/result.ts';

/**
 * What the system says when a port cannot be opened. The library passes the system's words on in its message only; the
 * platforms word it differently, so each row lists all of them.
 */
const OPENING: readonly {
  readonly says: RegExp;
  readonly code: string;
  readonly message: (path: string) => string;
  readonly next: string;
  readonly retryable: boolean;
}[] = [
  {
    says: /permission denied|access denied|EACCES/i,
    code: 'port-forbidden',
    message: (path) => `This user may not open ${path}.`,
    next: 'On Linux add yourself to the group of the port (usually dialout) and sign in again; `scomo doctor` says which.',
    retryable: false,
  },
  {
    says: /cannot lock|resource temporarily unavailable|resource busy|EBUSY|EAGAIN/i,
    code: 'port-busy',
    message: (path) => `${path} is used by another program.`,
    next: 'Close that program (a modem manager or terminal); `scomo doctor` names it where the system tells.',
    retryable: true,
  },
  {
    says: /no such file|file not found|ENOENT|no such device|ENXIO|ENODEV/i,
    code: 'port-missing',
    message: (path) => `There is no port ${path}.`,
    next: 'Plug the handset in, or look for its port in the list.',
    retryable: true,
  },
];

/** A port that could not be opened. */
export function cannotOpen(path: string, error: Error): { readonly ok: false; readonly error: Failure } {
  const row = OPENING.find(({ says }) => says.test(error.message));
  const detail = { detail: error.message };
  if (row === undefined) {
    return fail(
      'port-not-opened',
      `${path} cannot be opened.`,
      'Pull the cable, plug it in again, and look at the detail.',
      { ...detail, retryable: true },
    );
  }
  return fail(row.code, row.message(path), row.next, { ...detail, retryable: row.retryable });
}

/** The system does not have the port any more. */
export function portMissing(path: string): Failure {
  return cannotOpen(path, new Error('no such file')).error;
}

/** The port went away under us. */
export function portLost(path: string, detail: string): Failure {
  return {
    code: 'channel-lost',
    message: `The cable at ${path} was pulled, or its handset has gone.`,
    next: 'Plug it in again; what was under way goes on when the handset is back.',
    detail,
    retryable: true,
  };
}

/** The port takes nothing any more, milliseconds waited. */
export function portStuck(path: string, ms: number): Failure {
  return {
    code: 'channel-stuck',
    message: `${path} took nothing for ${Math.round(ms / 1000)} s.`,
    next: 'Check that the handset is on and that its cable supports RTS/CTS, then plug it in again.',
    retryable: true,
  };
}
