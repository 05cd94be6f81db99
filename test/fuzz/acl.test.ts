import * as fc from 'fast-check';
import { expect, it } from 'vitest';
import { type Acl, ACL_COMMANDS, effectiveRights, formatAcl, parseAcl } from '../../shared/dm/acl.ts';

const identifier = fc.oneof(fc.constant('*'), fc.stringMatching(/^[A-Za-z0-9.:/-]{1,12}$/));
const acl: fc.Arbitrary<Acl> = fc.dictionary(
  fc.constantFrom(...ACL_COMMANDS),
  fc.uniqueArray(identifier, { minLength: 1, maxLength: 4 }),
  { noNullPrototype: true },
);

it('what was written is read as it was', () => {
  fc.assert(
    fc.property(acl, (value) => {
      expect(parseAcl(formatAcl(value))).toEqual({ ok: true, value });
    }),
  );
});

it('whatever can be read is written in a form that reads the same', () => {
  const messy = fc
    .array(fc.constantFrom(...ACL_COMMANDS, '=', '&', '+', '*', 'a', 'b.c', ' '), { maxLength: 14 })
    .map((parts) => parts.join(''));
  fc.assert(
    fc.property(fc.oneof(messy, fc.string({ unit: 'binary' })), (text) => {
      const read = parseAcl(text);
      const isTyped = read.ok || read.error.code.startsWith('acl-');
      expect(isTyped).toBe(true);
      expect(read.ok ? parseAcl(formatAcl(read.value)) : read).toEqual(read);
    }),
    { numRuns: 3000 },
  );
});

it('every server that a list names has the right, and no other without *', () => {
  fc.assert(
    fc.property(acl, identifier, (value, serverId) => {
      for (const { command, allowed } of effectiveRights([{ uri: '.', acl: value }], serverId)) {
        const ids = value[command] ?? [];
        const isEmpty = Object.keys(value).length === 0;
        const expected = isEmpty ? 'unknown' : ids.includes('*') || ids.includes(serverId) ? 'yes' : 'no';
        expect(allowed).toBe(expected);
      }
    }),
  );
});
