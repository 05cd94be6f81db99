/**
 * The weakest way in which the workbench lets a handset, and itself, prove who it is: a setting. Nothing weaker is
 * ever used in its place; it is refused, with what to change.
 */
import { fail, type Failure } from '../../shared/result.ts';
import { type AuthType, isWeaker } from '../../shared/syncml/auth.ts';
import type { WeakestAuth } from '../../shared/contract/app.ts';
import type { Credentials } from '../storage/accounts.ts';

/** In words, as they stand in the settings. */
const WORDS: Readonly<Record<AuthType, string>> = { none: 'none', basic: 'basic', md5: 'MD5', mac: 'MAC' };

/**
 * May this type be used? `none` never stands in an account unless a person wrote it there for this one handset, so the
 * lowest level lets it pass; any higher one does not.
 */
function isAllowed(type: AuthType, weakest: WeakestAuth): boolean {
  return type === 'none' ? weakest === 'basic' : !isWeaker(type, weakest);
}

/** Why an account may not be used: `auth-too-weak`; undefined when it may. */
export function tooWeak(
  { auth, serverAuth }: Pick<Credentials, 'auth' | 'serverAuth'>,
  weakest: WeakestAuth,
): Failure | undefined {
  const side = !isAllowed(auth, weakest) ? 'handset' : !isAllowed(serverAuth, weakest) ? 'server' : undefined;
  if (side === undefined) return undefined;
  const type = WORDS[side === 'handset' ? auth : serverAuth];
  return fail(
    'auth-too-weak',
    `The ${side} would prove itself with ${type}, and the weakest that this workbench allows is ${WORDS[weakest]}.`,
    `Admit the handset again with a stronger type and set it to the same, or allow ${type} under Settings, Weakest authentication.`,
  ).error;
}

/** The credentials with both types raised to the weakest allowed one: for accounts whose types nobody chose. */
export function raised<T extends Pick<Credentials, 'auth' | 'serverAuth'>>(account: T, weakest: WeakestAuth): T {
  const raise = (type: AuthType): AuthType => (isWeaker(type, weakest) ? weakest : type);
  return { ...account, auth: raise(account.auth), serverAuth: raise(account.serverAuth) };
}
