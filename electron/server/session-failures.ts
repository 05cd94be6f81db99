/** Why a session ended before its work was done, in words and with the next step for a person. */
import { fail, type Failure, type Result } from '../../shared/result.ts';
import type { AuthType } from '../../shared/syncml/auth.ts';
import type { SyncHdr } from '../../shared/syncml/message.ts';
import type { SessionEnd } from './session-events.ts';

export const SESSION_OVER: Failure = {
  code: 'session-over',
  message: 'The session is over.',
  next: 'Run the step again: it opens a new session.',
  retryable: true,
};

const SESSION_ABORTED: Failure = {
  code: 'session-aborted',
  message: 'The handset ended the session (alert 1223).',
  next: 'Look at the handset, then run the step again.',
  retryable: true,
};

export const HANDSET_NOT_PROVEN: Failure = {
  code: 'handset-not-proven',
  message: 'The handset showed wrong credentials again and again.',
  next: 'Compare user name, password and authentication type on the handset with its account here.',
  retryable: true,
};

export const LOCKED_OUT: Failure = {
  code: 'locked-out',
  message: 'Too many wrong credentials came from this address; for a while none is looked at.',
  next: 'Correct the credentials on the handset, then unlock it here or wait.',
  retryable: true,
};

export const NOTHING_SHOWN: Failure = {
  code: 'handset-not-proven',
  message: 'The handset was asked for its credentials again and again and shows none.',
  next: 'Compare user name, password and authentication type on the handset with its account here.',
  retryable: true,
};

/** The handset proves itself in another way than its account says, although it was asked. */
export function otherTypeShown(shown: AuthType | 'unknown', asked: AuthType): Failure {
  return {
    code: 'auth-type-differs',
    message: `The handset was asked to prove itself with ${asked} and answers with ${shown === 'unknown' ? 'a type that nobody here knows' : shown}.`,
    next: `Set the handset to ${asked}, or admit it again with the type it has.`,
    retryable: true,
  };
}

/** The handset asks us for less than its account says. */
export function weakerTypeAsked(asked: AuthType, wanted: AuthType): Failure {
  return {
    code: 'server-auth-differs',
    message: `The handset asks the server to prove itself with ${asked}, which is weaker than ${wanted}, as its account says.`,
    next: `Set the server authentication of the handset to ${wanted}, or admit it again with ${asked} for the server.`,
    retryable: true,
  };
}

export const MAC_WITHOUT_NONCE: Failure = {
  code: 'mac-without-nonce',
  message: 'The handset accepted our MAC and gave no nonce for the next one.',
  next: 'Use md5 for the server in the account of this handset, or correct the handset.',
  retryable: true,
};

export const SERVER_NOT_PROVEN: Failure = {
  code: 'server-not-proven',
  message: 'The handset does not accept our server credentials.',
  next: 'Compare server identifier and server password on the handset with its account here.',
  retryable: true,
};

/** A DevId, and the numbers of a session, characters: no handset has longer ones, and all are kept. */
const LONGEST_NAME = 255;

/** Why a message is not listened to whose sender, session or number has a longer name than any; undefined otherwise. */
export function headerTooLong({ source, sessionId, msgId }: SyncHdr): Failure | undefined {
  const names = { 'Source/LocURI': source.locURI, SessionID: sessionId, MsgID: msgId };
  const [element, name = ''] = Object.entries(names).find(([, text]) => text.length > LONGEST_NAME) ?? [];
  if (element === undefined) return undefined;
  return {
    code: 'header-too-long',
    message: `The ${element} of the message has ${name.length} characters; no handset has more than ${LONGEST_NAME}.`,
    next: 'Look at what calls here; if it is a handset, set it to a shorter DevId.',
    retryable: false,
  };
}

/** The handset speaks another version of the protocol. */
export function versionNotSupported(hdr: SyncHdr): Failure {
  return {
    code: 'version-not-supported',
    message: `The handset speaks ${hdr.verProto} (DTD ${hdr.verDTD}); this workbench speaks DM/1.2.`,
    next: 'Set the handset to OMA DM 1.2.',
    retryable: false,
  };
}

/** A command that never fits into a message of this handset; sizes in octets. */
export function tooLarge(size: number, limit: number): Result<never> {
  return fail(
    'command-too-large',
    `A command needs a message of ${size} octets, the handset takes ${limit} at most.`,
    'Use a shorter value or node name, or let the handset announce a larger MaxMsgSize.',
  );
}

/** What commands under way fail with when the session ends like this. */
export function failureOf(how: SessionEnd): Failure {
  switch (how.kind) {
    case 'lost':
    case 'refused':
      return how.failure;
    case 'aborted':
      return how.by === 'handset' ? SESSION_ABORTED : SESSION_OVER;
    case 'complete':
      return SESSION_OVER;
  }
}
