/** Credentials that the workbench makes up: short enough to type into a handset, unpredictable enough to matter. */
import { randomInt } from 'node:crypto';
import type { Credentials } from '../storage/accounts.ts';

/** Letters and digits that cannot be mistaken for each other on a small screen. */
const ALPHABET = 'abcdefghjkmnpqrstuvwxyz23456789';

/** Makes the enrolment account or an account of a handset's own. `user` names it. */
export function makeCredentials(user: string, auth: Credentials['auth'] = 'md5'): Credentials {
  return { user, password: word(16), serverId: 'scomo-workbench', serverPassword: word(16), auth, serverAuth: auth };
}

/** `length` characters, 4.95 bits each. */
export function word(length: number): string {
  return Array.from({ length }, () => ALPHABET[randomInt(ALPHABET.length)]).join('');
}
