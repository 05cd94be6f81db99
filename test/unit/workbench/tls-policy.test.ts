import { describe, expect, it } from 'vitest';
import { askForLegacy, tooOld } from '../../../electron/workbench/tls-policy.ts';

const PLAIN = { devId: 'IMEI:1', admitted: true } as const;
const ASKS = { devId: 'IMEI:2', admitted: true, legacyTls: true } as const;
const STRANGER = { devId: 'IMEI:3', admitted: false, legacyTls: true } as const;

describe('the TLS policy of a handset', () => {
  it('asks for legacy TLS only when it is set and the handset is admitted', () => {
    expect(askForLegacy([PLAIN, STRANGER])).toEqual([]);
    expect(askForLegacy([PLAIN, ASKS, STRANGER])).toEqual(['IMEI:2']);
  });

  it.each(['TLSv1', 'TLSv1.1'])('refuses %s unless it asks for it, and says what to do', (tls) => {
    expect(tooOld(tls, ASKS)).toBeUndefined();
    for (const handset of [PLAIN, STRANGER, undefined]) {
      const refusal = tooOld(tls, handset);
      expect(refusal?.code).toBe('tls-too-old');
      expect(refusal?.message).toMatch(/TLS 1\.[01]/);
    }
  });

  it.each([undefined, 'TLSv1.2', 'TLSv1.3'])('lets %s pass whatever it asks for', (tls) => {
    for (const handset of [PLAIN, ASKS, STRANGER]) expect(tooOld(tls, handset)).toBeUndefined();
  });
});
