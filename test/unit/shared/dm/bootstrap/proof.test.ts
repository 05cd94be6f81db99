import { createHmac } from 'node:crypto';
import { describe, expect, it } from 'vitest';
import {
  checkBootstrap,
  proveBootstrap,
  readSec,
  SECS,
  type ProofKey,
  type Sec,
} from '../../../../../shared/dm/bootstrap/proof.ts';
import { must } from './account.ts';

const DOCUMENT = new TextEncoder().encode('what do ya want for nothing?');
const IMSI = '262022033605304';

function macOf(key: string | Buffer): string {
  return createHmac('sha1', key).update(DOCUMENT).digest('hex').toUpperCase();
}

function codeOf(result: { readonly ok: boolean; readonly error?: { readonly code: string } }): string {
  return result.error?.code ?? 'ok';
}

describe('the proof of a bootstrap document', () => {
  it('is the HMAC-SHA1 of RFC 2202 when the PIN is its key', () => {
    expect(must(proveBootstrap('cp', 'USERPIN', { pin: 'Jefe' }, DOCUMENT))).toEqual({
      sec: 'USERPIN',
      mac: 'EFFCDF6AE5EB2FA2D27416D5F184DF9C259A7C79',
      typed: 'Jefe',
    });
  });

  it('takes the IMSI in the semi-octets of the SIM for Client Provisioning', () => {
    const mac = (imsi: string): string | undefined => must(proveBootstrap('cp', 'NETWPIN', { imsi }, DOCUMENT)).mac;
    expect(mac(IMSI)).toBe(macOf(Buffer.from('2926200233063540', 'hex')));
    expect(mac('26202203360530')).toBe(macOf(Buffer.from('21262002330635F0', 'hex')));
    expect(must(proveBootstrap('cp', 'USERNETWPIN', { imsi: IMSI, pin: '1234' }, DOCUMENT)).mac).toBe(
      macOf(Buffer.concat([Buffer.from('2926200233063540', 'hex'), Buffer.from('1234')])),
    );
  });

  it('takes the IMSI as digits behind the PIN for a DM profile', () => {
    expect(must(proveBootstrap('dm', 'NETWPIN', { imsi: IMSI }, DOCUMENT)).mac).toBe(macOf(IMSI));
    expect(must(proveBootstrap('dm', 'USERNETWPIN', { imsi: IMSI, pin: '1234' }, DOCUMENT)).mac).toBe(
      macOf(`1234:${IMSI}`),
    );
  });

  it('is the second half of the PIN for USERPINMAC', () => {
    const proof = must(proveBootstrap('cp', 'USERPINMAC', { pin: '2468' }, DOCUMENT));
    const digits = [...createHmac('sha1', '2468').update(DOCUMENT).digest().subarray(0, 4)].map((octet) => octet % 10);
    expect(proof).toEqual({ sec: 'USERPINMAC', typed: `2468${digits.join('')}` });
    expect(codeOf(checkBootstrap('cp', proof, { pin: proof.typed ?? '' }, DOCUMENT))).toBe('ok');
    expect(codeOf(checkBootstrap('cp', proof, { pin: `2469${digits.join('')}` }, DOCUMENT))).toBe('proof-wrong');
  });

  it.each(SECS.filter((sec) => sec !== 'USERPINMAC'))(
    '%s holds for its key and document, and for nothing else',
    (sec) => {
      const key: ProofKey = { pin: '1234', imsi: IMSI };
      const proof = must(proveBootstrap('cp', sec, key, DOCUMENT));
      const lower = { ...proof, mac: proof.mac?.toLowerCase() ?? '' };
      expect(codeOf(checkBootstrap('cp', lower, key, DOCUMENT))).toBe('ok');
      expect(codeOf(checkBootstrap('cp', proof, key, DOCUMENT.with(0, 0)))).toBe('proof-wrong');
      const other = sec === 'NETWPIN' ? { imsi: '262022033605305' } : { ...key, pin: '1235' };
      expect(codeOf(checkBootstrap('cp', proof, other, DOCUMENT))).toBe('proof-wrong');
      expect(codeOf(checkBootstrap('cp', { sec }, key, DOCUMENT))).toBe('proof-wrong');
    },
  );

  it.each<[Sec, ProofKey, 'cp' | 'dm']>([
    ['USERPIN', {}, 'cp'],
    ['USERPIN', { pin: '' }, 'cp'],
    ['NETWPIN', { pin: '1' }, 'cp'],
    ['NETWPIN', { imsi: '12a456789' }, 'cp'],
    ['USERNETWPIN', { pin: '1' }, 'cp'],
    ['USERPINMAC', { pin: 'abc' }, 'cp'],
    ['USERPINMAC', { pin: '1234' }, 'dm'],
  ])('%s cannot be made with %j', (sec, key, profile) => {
    expect(codeOf(proveBootstrap(profile, sec, key, DOCUMENT))).toBe('proof-key');
  });

  it('is named by number or by the words of either profile', () => {
    expect(['0', '1', '2', '3', 'userpin', 'NETWORKID', 'USERPIN_NETWORKID', '4', 'x'].map(readSec)).toEqual([
      'NETWPIN',
      'USERPIN',
      'USERNETWPIN',
      'USERPINMAC',
      'USERPIN',
      'NETWPIN',
      'USERNETWPIN',
      undefined,
      undefined,
    ]);
  });
});
