import * as fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import type { Characteristic, ProvisioningDocument } from '../../shared/dm/bootstrap/cp-document.ts';
import { ATTRIBUTES, VALUES } from '../../shared/dm/bootstrap/cp-tokens.ts';
import { decodeCpWbxml } from '../../shared/dm/bootstrap/cp-wbxml-reader.ts';
import { encodeCpWbxml } from '../../shared/dm/bootstrap/cp-wbxml-writer.ts';
import { decodeCpXml, encodeCpXml } from '../../shared/dm/bootstrap/cp-xml.ts';
import { openBootstrap } from '../../shared/dm/bootstrap/envelope.ts';
import { checkBootstrap, proveBootstrap } from '../../shared/dm/bootstrap/proof.ts';
import { isCarriable } from '../../shared/syncml/xml-text.ts';

const known = [
  ...ATTRIBUTES.flatMap(([, , , value]) => (value === undefined ? [] : [value])),
  ...VALUES.map(([, , text]) => text),
];
const text = fc.oneof(
  fc.constantFrom(...known),
  fc.string({ unit: 'grapheme', maxLength: 30 }).filter((each) => isCarriable(each)),
);
const { characteristic } = fc.letrec<{ characteristic: Characteristic }>((tie) => ({
  characteristic: fc.record({
    type: text,
    parms: fc.array(fc.record({ name: text, value: text }), { maxLength: 4 }),
    characteristics: fc.oneof({ maxDepth: 4 }, fc.constant([]), fc.array(tie('characteristic'), { maxLength: 3 })),
  }),
}));
const documents: fc.Arbitrary<ProvisioningDocument> = fc.record({
  version: fc.constantFrom('1.0', '1.1'),
  characteristics: fc.array(characteristic, { maxLength: 3 }),
});

describe('Client Provisioning', () => {
  it('is the same document after XML and after WBXML', () => {
    fc.assert(
      fc.property(documents, (document) => {
        const xml = encodeCpXml(document);
        const wbxml = encodeCpWbxml(document);
        expect(xml.ok && decodeCpXml(xml.value)).toEqual({ ok: true, value: document });
        expect(wbxml.ok && decodeCpWbxml(wbxml.value)).toEqual({ ok: true, value: document });
      }),
      { numRuns: 500 },
    );
  });

  it('takes any octets and any text without an exception', () => {
    fc.assert(
      fc.property(
        fc.uint8Array({ maxLength: 200 }),
        fc.string({ unit: 'grapheme', maxLength: 200 }),
        (bytes, chars) => {
          expect(decodeCpWbxml(bytes)).toHaveProperty('ok');
          expect(decodeCpWbxml(Uint8Array.from([3, 0x0b, 0x6a, 0, 0xc5, 0x46, 1, ...bytes]))).toHaveProperty('ok');
          expect(decodeCpXml(chars)).toHaveProperty('ok');
          expect(decodeCpXml(`<wap-provisioningdoc>${chars}</wap-provisioningdoc>`)).toHaveProperty('ok');
          expect(openBootstrap(bytes)).toHaveProperty('ok');
          expect(openBootstrap(Uint8Array.from([1, 6, ...bytes]))).toHaveProperty('ok');
        },
      ),
      { numRuns: 2_000 },
    );
  });

  it('takes a document with octets changed or cut without an exception', () => {
    fc.assert(
      fc.property(documents, fc.nat(), fc.nat(255), fc.nat(), (document, at, octet, cut) => {
        const wbxml = encodeCpWbxml(document);
        if (!wbxml.ok) return;
        const changed = wbxml.value.with(at % wbxml.value.length, octet);
        expect(decodeCpWbxml(changed)).toHaveProperty('ok');
        expect(decodeCpWbxml(changed.subarray(0, cut % (changed.length + 1)))).toHaveProperty('ok');
      }),
      { numRuns: 1_000 },
    );
  });
});

describe('the proof of a bootstrap', () => {
  it('holds for the document that was proven, and not for one that differs in an octet', () => {
    const keys = fc.record({ pin: fc.stringMatching(/^\d{1,10}$/), imsi: fc.stringMatching(/^\d{6,15}$/) });
    const secs = fc.constantFrom('NETWPIN' as const, 'USERPIN' as const, 'USERNETWPIN' as const);
    fc.assert(
      fc.property(keys, secs, fc.uint8Array({ minLength: 1 }), fc.nat(), (key, sec, document, at) => {
        const proof = proveBootstrap('cp', sec, key, document);
        if (!proof.ok) throw new Error(proof.error.message);
        expect(checkBootstrap('cp', proof.value, key, document)).toMatchObject({ ok: true });
        const index = at % document.length;
        const changed = document.with(index, (document[index] ?? 0) ^ 1);
        expect(checkBootstrap('cp', proof.value, key, changed)).toMatchObject({ error: { code: 'proof-wrong' } });
      }),
    );
  });
});
