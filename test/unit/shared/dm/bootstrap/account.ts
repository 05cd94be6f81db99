/** An account and its Client Provisioning document, for the tests of both profiles. */
import type { BootstrapAccount } from '../../../../../shared/dm/bootstrap/account.ts';
import { cpProfile } from '../../../../../shared/dm/bootstrap/cp-profile.ts';
import type { Result } from '../../../../../shared/result.ts';

export const ACCOUNT: BootstrapAccount = {
  serverId: 'scomo-workbench',
  name: 'SCOMO Workbench',
  serverURL: 'http://192.0.2.1:8990/dm',
  client: { type: 'md5', name: 'handset-1', secret: 'a"b<c>&é' },
  server: { type: 'md5', name: 'scomo-workbench', secret: 'srvpwd' },
};

export const DOCUMENT = cpProfile(ACCOUNT, { apn: 'internet.example' });

export function hex(octets: Uint8Array): string {
  return Buffer.from(octets).toString('hex').toUpperCase();
}

export function octets(text: string): Uint8Array {
  return Uint8Array.from(Buffer.from(text.replaceAll(/\s/g, ''), 'hex'));
}

/** The value, or the failure as an exception that ends the test. */
export function must<T>(result: Result<T>): T {
  if (!result.ok) throw new Error(`${result.error.code}: ${result.error.message} ${result.error.detail ?? ''}`);
  return result.value;
}
