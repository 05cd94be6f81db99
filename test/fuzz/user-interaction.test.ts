import * as fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import {
  checkInteraction,
  type Interaction,
  interactionAlert,
  LONGEST_WAIT_SECONDS,
  parseInteraction,
} from '../../shared/dm/user-interaction.ts';
import { ALERT } from '../../shared/syncml/alert-codes.ts';
import type { Item } from '../../shared/syncml/message.ts';

const CODES = [ALERT.display, ALERT.confirm, ALERT.textInput, ALERT.singleChoice, ALERT.multipleChoice];
const OUTCOMES = new Set([
  'ok',
  'text-missing',
  'text-too-long',
  'time-invalid',
  'choices-invalid',
  'default-invalid',
  'length-invalid',
]);

/** With what the options are made of: `&`, `=`, `+`, `%` and blanks must come through as well. */
const words = fc
  .oneof(
    fc.string({ unit: 'grapheme', minLength: 1, maxLength: 40 }),
    fc.string({ unit: fc.constantFrom('&', '=', '+', '%', '%41', ' ', '-', 'DR', 'ß'), minLength: 1, maxLength: 20 }),
  )
  .filter((text) => text.trim() !== '');
const seconds = fc.integer({ min: 1, max: LONGEST_WAIT_SECONDS });
const common = { text: words, minSeconds: seconds, maxSeconds: seconds };
const choices = fc.array(words, { minLength: 1, maxLength: 50 });

const interactions: fc.Arbitrary<Interaction> = fc.oneof(
  fc.record({ kind: fc.constant('display' as const), ...common }, { requiredKeys: ['kind', 'text'] }),
  fc.record(
    { kind: fc.constant('confirm' as const), ...common, defaultAnswer: fc.constantFrom('yes' as const, 'no' as const) },
    { requiredKeys: ['kind', 'text'] },
  ),
  fc.record(
    {
      kind: fc.constant('input' as const),
      ...common,
      defaultAnswer: fc.oneof(fc.constant(''), words),
      maxLength: fc.integer({ min: 100, max: 999_999_999 }),
      inputType: fc.constantFrom('alphanumeric' as const, 'numeric', 'date', 'time', 'phone', 'ip-address'),
      echo: fc.constantFrom('visible' as const, 'password' as const),
    },
    { requiredKeys: ['kind', 'text'] },
  ),
  choices.chain((all) => {
    const one = fc.integer({ min: 1, max: all.length });
    return fc.oneof(
      fc.record(
        { kind: fc.constant('choose' as const), ...common, choices: fc.constant(all), defaultAnswer: one },
        { requiredKeys: ['kind', 'text', 'choices'] },
      ),
      fc.record(
        {
          kind: fc.constant('choose-many' as const),
          ...common,
          choices: fc.constant(all),
          defaultAnswer: fc.uniqueArray(one, { maxLength: 5 }),
        },
        { requiredKeys: ['kind', 'text', 'choices'] },
      ),
    );
  }),
);

const option = fc.tuple(
  fc.constantFrom('MINDT', 'MAXDT', 'DR', 'MAXLEN', 'IT', 'ET', 'mindt', 'Dr', 'XX', ''),
  fc.constantFrom('=', '', '=='),
  fc.oneof(fc.string({ maxLength: 12 }), fc.integer().map(String), fc.constantFrom('%', '%zz', '1-2-9', 'N', 'P', '+')),
);
const optionTexts = fc.oneof(
  fc.string({ unit: 'binary', maxLength: 100 }),
  fc.array(option, { maxLength: 8 }).map((all) => all.map((parts) => parts.join('')).join('&')),
);

describe('an alert for the person at the handset', () => {
  it('is the same interaction after it has travelled', () => {
    fc.assert(
      fc.property(interactions, (interaction) => {
        expect(checkInteraction(interaction)).toEqual({ ok: true, value: interaction });
        const { data, items } = interactionAlert(interaction);
        expect(parseInteraction(data, items)).toEqual(interaction);
      }),
      { numRuns: 2_000 },
    );
  });

  it('has options that are one line of what URL-encoding allows, each at most once', () => {
    fc.assert(
      fc.property(interactions, (interaction) => {
        const options = interactionAlert(interaction).items[0]?.data;
        expect(options).toMatch(/^(?:(?:MINDT|MAXDT|DR|MAXLEN|IT|ET)=[\w.!~*'()%+-]*(?:&(?!$)|$))*$/);
        const keys = [...String(options).matchAll(/(?:^|&)([A-Z]+)=/g)].map(([, key]) => key);
        expect(new Set(keys).size).toBe(keys.length);
      }),
      { numRuns: 1_000 },
    );
  });

  it('can be read whatever its options are, and is then one that may be sent or is refused with what is wrong', () => {
    fc.assert(
      fc.property(
        fc.constantFrom(...CODES),
        optionTexts,
        fc.array(fc.oneof(fc.string({ unit: 'binary' }), fc.uint8Array()), { maxLength: 5 }),
        (code, options, texts) => {
          const items: readonly Item[] = [options, ...texts].map((data) => ({ data }));
          const read = parseInteraction(code, items);
          if (read === undefined) throw new Error(`${code} was not read`);
          const checked = checkInteraction(read);
          expect(OUTCOMES).toContain(checked.ok ? 'ok' : checked.error.code);
          fc.pre(checked.ok);
          const alert = interactionAlert(read);
          expect(alert.data).toBe(code);
          expect(parseInteraction(alert.data, alert.items)).toEqual(
            'defaultAnswer' in read && typeof read.defaultAnswer === 'string'
              ? { ...read, defaultAnswer: read.defaultAnswer.toWellFormed() }
              : read,
          );
        },
      ),
      { numRuns: 3_000 },
    );
  });

  it('is nothing when its code is another', () => {
    fc.assert(
      fc.property(fc.string(), optionTexts, (code, data) => {
        fc.pre(!CODES.some((each) => each === code.trim()));
        expect(parseInteraction(code, [{ data }])).toBeUndefined();
      }),
    );
  });
});
