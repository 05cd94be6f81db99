import * as fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { joinFromSMS, splitIntoSMS } from '../../shared/dm/push-sms.ts';
import { decodePush, encodePush } from '../../shared/dm/wap-push.ts';
import { decodeNotification, encodeNotification } from '../../shared/dm/notification.ts';

const octets = fc.uint8Array({ maxLength: 600 });
const types = fc.constantFrom(
  'application/vnd.syncml.notification' as const,
  'application/vnd.syncml.dm+wbxml' as const,
  'application/vnd.wap.connectivity-wbxml' as const,
  'text/vnd.wap.connectivity-xml' as const,
);
const pushes = fc.record(
  {
    type: types,
    application: fc.nat(127),
    sec: fc.nat(3),
    mac: fc.stringMatching(/^[0-9A-F]{0,40}$/),
    body: octets,
  },
  { requiredKeys: ['type', 'body'] },
);

describe('WAP push', () => {
  it('reads back every push it writes', () => {
    fc.assert(
      fc.property(pushes, fc.nat(255), (push, transactionId) => {
        expect(decodePush(encodePush(push, transactionId))).toEqual({ ok: true, value: push });
      }),
    );
  });

  it('takes any octets without an exception', () => {
    fc.assert(
      fc.property(octets, fc.boolean(), (bytes, isPush) => {
        const given = isPush ? Uint8Array.from([1, 6, ...bytes]) : bytes;
        const read = decodePush(given);
        expect(read.ok ? read.value.body.length <= given.length : read.error.code.startsWith('push-')).toBe(true);
        expect(joinFromSMS([given])).toHaveProperty('ok');
      }),
      { numRuns: 2_000 },
    );
  });

  it('joins what it has split, in any order', () => {
    fc.assert(
      fc.property(octets, fc.nat(255), fc.nat(4), (bytes, reference, first) => {
        const split = splitIntoSMS(bytes, reference);
        const parts = split.ok ? split.value : [];
        expect(parts.every((part) => part.length <= 140)).toBe(true);
        const turned = [...parts.slice(first), ...parts.slice(0, first)].toReversed();
        expect(joinFromSMS(turned)).toEqual({ ok: true, value: bytes });
      }),
    );
  });
});

describe('package 0', () => {
  it('reads back every notification it writes', () => {
    const contents = fc.record({
      sessionId: fc.integer({ min: 1, max: 0xffff }),
      version: fc.constantFrom(10, 11, 12),
      uiMode: fc.constantFrom(
        'not-specified' as const,
        'background' as const,
        'informative' as const,
        'user-interaction' as const,
      ),
      initiator: fc.constantFrom('client' as const, 'server' as const),
      serverId: fc
        .string({ minLength: 1, maxLength: 60, unit: 'grapheme' })
        .filter((id) => Buffer.byteLength(id) < 256),
      serverPassword: fc.string(),
      nonce: octets,
      body: octets,
    });
    fc.assert(
      fc.property(contents, ({ serverPassword, nonce, ...content }) => {
        const encoded = encodeNotification({ ...content, serverPassword, nonce });
        expect(encoded.ok && decodeNotification(encoded.value)).toMatchObject({ ok: true, value: content });
      }),
    );
  });
});
