/** Options that come from a bootstrap file: what a person would otherwise type into the handset. */
import { readFileSync } from 'node:fs';
import { fail, ok, type Result } from '../../../shared/result.ts';
import { type FoundCredential, readBootstrapAccount } from './account-reader.ts';

/** Where the file is, and what proves that it is meant for this handset. */
export interface BootstrapSource {
  readonly path: string;
  readonly pin?: string;
  readonly imsi?: string;
}

/** How this handset calls what AAuthType says. */
const AUTHS: Readonly<Record<string, string>> = { BASIC: 'basic', DIGEST: 'md5', HMAC: 'mac' };

/** Where nobody proves anything there are no credentials, but a handset has fields for them. */
const UNUSED = 'unused';

/** Reads the file. Errors: `bootstrap-unreadable`, `bootstrap-auth`, those of `readBootstrapAccount`. */
export function readBootstrapOptions({ path, ...key }: BootstrapSource): Result<Readonly<Record<string, unknown>>> {
  const bytes = readBytes(path);
  if (!bytes.ok) return bytes;
  const account = readBootstrapAccount(bytes.value, key);
  if (!account.ok) return account;
  const { serverURL, serverId, client, server } = account.value;
  const [auth, serverAuth] = [authOf(client), authOf(server)];
  if (auth === undefined || serverAuth === undefined)
    return fail(
      'bootstrap-auth',
      'The file asks for an authentication that this handset does not know.',
      'Choose none, basic, md5 or MAC for the account, and write the file again.',
      { detail: `client ${client?.type ?? 'none'}, server ${server?.type ?? 'none'}` },
    );
  return ok({
    server: serverURL,
    serverId: server?.name ?? serverId,
    serverPassword: server?.secret ?? UNUSED,
    user: client?.name ?? UNUSED,
    password: client?.secret ?? UNUSED,
    auth,
    serverAuth,
  });
}

function readBytes(path: string): Result<Uint8Array> {
  try {
    return ok(readFileSync(path));
  } catch {
    return fail(
      'bootstrap-unreadable',
      `The bootstrap file ${path} cannot be read.`,
      'Check its path and access rights: it is readable by its owner only.',
    );
  }
}

function authOf(credential: FoundCredential | undefined): string | undefined {
  return credential === undefined ? 'none' : AUTHS[credential.type];
}
