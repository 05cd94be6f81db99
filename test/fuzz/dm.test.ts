import * as fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import {
  decodeNotification,
  encodeNotification,
  type NotificationContent,
  verifyNotification,
} from '../../shared/dm/notification.ts';
import {
  checkURI,
  escapeSegment,
  isBelow,
  joinURI,
  lastSegment,
  normalizeURI,
  parentOf,
  sameURI,
  segments,
  splitQuery,
  unescapeSegment,
} from '../../shared/dm/uri.ts';

/** Text that is full of what means something in a URI. */
const messy = fc.oneof(
  fc.string({ unit: 'binary' }),
  fc
    .array(fc.constantFrom('.', '/', '..', ' ', '%', '%2F', '?', 'A', 'b', '\t', 'ä', '😀', '#'), { maxLength: 12 })
    .map((all) => all.join('')),
);
const name = fc.string({ unit: 'grapheme', minLength: 1 });
/** Names without a sequence that already is an escape: those are kept as they are. */
const plainName = name.filter((text) => !/%[0-9a-f]{2}/i.test(text));
const uri = fc.array(name, { maxLength: 6 }).map((names) => joinURI('.', ...names));

describe('the laws of URIs', () => {
  it('a normal form is its own normal form', () => {
    fc.assert(
      fc.property(messy, (text) => {
        const normal = normalizeURI(text);
        expect(normalizeURI(normal)).toBe(normal);
        expect(normal).toMatch(/^\.(\/[^/]+)*$/);
      }),
      { numRuns: 2000 },
    );
  });

  it('a joined URI is normal and passes the check', () => {
    fc.assert(
      fc.property(uri, (joined) => {
        expect(normalizeURI(joined)).toBe(joined);
        expect(checkURI(joined)).toEqual({ ok: true, value: joined });
      }),
    );
  });

  it('joining undoes taking apart', () => {
    fc.assert(
      fc.property(uri, (joined) => {
        expect(joinURI('.', ...segments(joined))).toBe(joined);
        expect(joinURI(parentOf(joined) ?? '.', ...segments(joined).slice(-1))).toBe(joined);
        expect(segments(joined).at(-1) ?? '.').toBe(lastSegment(joined));
      }),
    );
  });

  it('a child lies below its parent and all that are above, and nowhere else', () => {
    fc.assert(
      fc.property(uri, name, (parent, child) => {
        const joined = joinURI(parent, child);
        expect(isBelow(joined, parent)).toBe(true);
        expect(isBelow(parent, joined)).toBe(false);
        expect(isBelow(joined, joined)).toBe(false);
        expect(parentOf(joined)).toBe(parent);
        expect(isBelow(joined, `${joined}x`)).toBe(false);
      }),
    );
  });

  it('a name survives its escapes', () => {
    fc.assert(
      fc.property(plainName, (text) => {
        expect(unescapeSegment(escapeSegment(text))).toBe(text);
      }),
    );
  });

  it('escaping twice is escaping once', () => {
    fc.assert(
      fc.property(messy, (text) => {
        expect(escapeSegment(escapeSegment(text))).toBe(escapeSegment(text));
      }),
    );
  });

  it('every spelling of a node is the same node', () => {
    fc.assert(
      fc.property(uri, (joined) => {
        const bare = joined.slice(2);
        for (const spelling of [`${joined}/`, `/${bare}`, bare, ` ${joined} `]) {
          expect(sameURI(spelling, joined)).toBe(true);
        }
      }),
    );
  });

  it('a query goes off whole', () => {
    fc.assert(
      fc.property(uri, fc.constantFrom('prop=ACL', 'list=TNDS+Value?'), (joined, query) => {
        expect(splitQuery(`${joined}?${query}`)).toEqual({ uri: joined, query });
      }),
    );
  });

  it('a hostile URI takes no longer', () => {
    const started = performance.now();
    normalizeURI(`${' /'.repeat(50_000)}x`);
    normalizeURI(`./${'a/'.repeat(50_000)} `);
    escapeSegment('%'.repeat(20_000));
    expect(performance.now() - started).toBeLessThan(1000);
  });

  it('the check never throws, and what it lets through has no way up', () => {
    fc.assert(
      fc.property(messy, (text) => {
        const checked = checkURI(text);
        expect(checked.ok ? segments(checked.value) : []).not.toContain('..');
      }),
      { numRuns: 2000 },
    );
  });
});

describe('the notification', () => {
  const key = {
    serverId: fc.string({ unit: 'grapheme', minLength: 1, maxLength: 20 }),
    serverPassword: fc.string({ unit: 'grapheme' }),
    nonce: fc.uint8Array({ maxLength: 32 }),
  };
  const content: fc.Arbitrary<Required<NotificationContent> & { serverPassword: string; nonce: Uint8Array }> =
    fc.record({
      ...key,
      sessionId: fc.integer({ min: 1, max: 0xffff }),
      uiMode: fc.constantFrom('not-specified', 'background', 'informative', 'user-interaction'),
      initiator: fc.constantFrom('client', 'server'),
      version: fc.constantFrom(10, 11, 12),
      body: fc.uint8Array({ maxLength: 20 }),
    });

  it('comes through its bytes and proves its sender', () => {
    fc.assert(
      fc.property(content, (all) => {
        const bytes = encodeNotification(all);
        if (!bytes.ok) throw new Error(bytes.error.detail);
        const { serverPassword: _password, nonce: _nonce, ...sent } = all;
        const verified = verifyNotification(bytes.value, all);
        expect(verified.ok && verified.value.notification).toMatchObject({
          ...sent,
          body: Uint8Array.from(sent.body),
          sessionIdText: sent.sessionId.toString(16).toUpperCase(),
        });
      }),
    );
  });

  it('does not survive any change of a bit', () => {
    fc.assert(
      fc.property(content, fc.nat(), fc.integer({ min: 0, max: 7 }), (all, where, bit) => {
        const bytes = encodeNotification(all);
        if (!bytes.ok) throw new Error(bytes.error.detail);
        const at = where % bytes.value.length;
        const changed = bytes.value.with(at, (bytes.value[at] ?? 0) ^ (1 << bit));
        expect(verifyNotification(changed, all, { resync: true }).ok).toBe(false);
      }),
    );
  });

  it('never throws on arbitrary bytes', () => {
    fc.assert(
      fc.property(fc.uint8Array({ maxLength: 60 }), (bytes) => {
        expect(() => decodeNotification(bytes)).not.toThrow();
      }),
    );
  });
});
