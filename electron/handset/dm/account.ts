import type { AuthType } from '../../../shared/syncml/auth.ts';

/** The handset's account at its server: who both are, and how each proves it (DMAcc; facts 2.9, 2.11). */
export interface Account {
  readonly serverURL: string;
  readonly serverId: string;
  readonly serverPassword: string;
  readonly user: string;
  readonly password: string;
  /** How the handset proves itself. A challenge for something weaker is refused. */
  readonly auth: AuthType;
  /** How the server must prove itself. */
  readonly serverAuth: AuthType;
}
