import * as fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import {
  CABLE_FAULTS,
  type CableFaultSpec,
  formatCableFault,
  isCableFault,
  parseCableFault,
} from '../../../../shared/contract/cable-fault.ts';
import { FAULTS } from '../../../../shared/contract/fault.ts';

const spec: fc.Arbitrary<CableFaultSpec> = fc
  .tuple(fc.constantFrom(...CABLE_FAULTS), fc.integer({ min: 1, max: 999_999_999 }))
  .map(([{ name, at }, nth]) => (at === 'line' ? { name } : { name, nth }));

describe('a fault of the cable', () => {
  it('is read as it was written', () => {
    fc.assert(
      fc.property(spec, (one) => {
        expect(parseCableFault(formatCableFault(one))).toEqual({ ok: true, value: one });
      }),
    );
  });

  it('strikes the first time when nothing else is said', () => {
    expect(parseCableFault('stall')).toEqual({ ok: true, value: { name: 'stall', nth: 1 } });
    expect(parseCableFault(' echo-stays ')).toEqual({ ok: true, value: { name: 'echo-stays' } });
  });

  it.each(['yank@0', 'yank@', 'yank@x', 'yank@-1', 'stall@1.5', 'echo-stays@1'])(
    'that strikes nowhere is refused: %s',
    (text) => {
      expect(parseCableFault(text)).toMatchObject({ ok: false, error: { code: 'unknown-point' } });
    },
  );

  it('has no name of a fault of messages, which any other text may be', () => {
    for (const { name } of FAULTS) expect(isCableFault({ name })).toBe(false);
    fc.assert(
      fc.property(fc.string(), (text) => {
        const parsed = parseCableFault(text);
        expect(parsed === undefined || parsed.ok || parsed.error.next.length > 0).toBe(true);
      }),
    );
  });
});
