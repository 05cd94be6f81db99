/**
 * Talking to the person who holds the handset: alerts 1100 to 1104 (facts 2.5).
 *
 * The first Item of such an alert holds the options as one URL-encoded string, the second the text, the rest the
 * choices, which are numbered from 1. This file is the codec of the alert, both ways; what comes back is read by
 * user-answer.ts.
 */
import { fail, ok, type Result } from '../result.ts';
import { ALERT } from '../syncml/alert-codes.ts';
import type { Data, Item } from '../syncml/message.ts';

/** What a text must look like: option IT. `alphanumeric` is the default of the standard. */
export type InputType = 'alphanumeric' | 'numeric' | 'date' | 'time' | 'phone' | 'ip-address';

interface Common {
  readonly text: string;
  /** Shortest time it is shown, seconds. */
  readonly minSeconds?: number;
  /** Longest time the handset waits for the person, seconds; then the default counts, or it says 408. */
  readonly maxSeconds?: number;
}

export type Interaction =
  | ({ readonly kind: 'display' } & Common)
  | ({ readonly kind: 'confirm'; readonly defaultAnswer?: 'yes' | 'no' } & Common)
  | ({
      readonly kind: 'input';
      readonly defaultAnswer?: string;
      /** Longest text, characters. */
      readonly maxLength?: number;
      readonly inputType?: InputType;
      /** `password`: the handset hides what is typed. */
      readonly echo?: 'visible' | 'password';
    } & Common)
  | ({ readonly kind: 'choose'; readonly choices: readonly string[]; readonly defaultAnswer?: number } & Common)
  | ({
      readonly kind: 'choose-many';
      readonly choices: readonly string[];
      readonly defaultAnswer?: readonly number[];
    } & Common);

export type InteractionKind = Interaction['kind'];

/** An interaction as it travels. */
export interface InteractionAlert {
  /** The alert code, e.g. `1101`. */
  readonly data: string;
  readonly items: readonly Item[];
}

/** Longest text and longest choice, characters: what a small display can still show. */
const LONGEST_TEXT = 500;
/** Longest question that a run may ask, characters. */
export const LONGEST_QUESTION = 200;
/** Most choices of one question. */
const MOST_CHOICES = 50;
/** Longest time a handset may be told to wait, seconds. */
export const LONGEST_WAIT_SECONDS = 3_600;

// oxfmt-ignore
const CODES: readonly (readonly [InteractionKind, code: string])[] = [
  ['display', ALERT.display],
  ['confirm', ALERT.confirm],
  ['input', ALERT.textInput],
  ['choose', ALERT.singleChoice],
  ['choose-many', ALERT.multipleChoice],
];

const INPUT_TYPES: readonly (readonly [InputType, letter: string])[] = [
  ['alphanumeric', 'A'],
  ['numeric', 'N'],
  ['date', 'D'],
  ['time', 'T'],
  ['phone', 'P'],
  ['ip-address', 'I'],
];

/** Is this the code of an alert for the person, 1100 to 1104? */
export function isInteractionCode(code: string): boolean {
  return CODES.some(([, known]) => known === code.trim());
}

/**
 * Checks an interaction before it is sent.
 * Errors: `text-missing`, `text-too-long`, `time-invalid`, `choices-invalid`, `default-invalid`, `length-invalid`.
 */
export function checkInteraction(interaction: Interaction): Result<Interaction> {
  const { text, minSeconds, maxSeconds } = interaction;
  if (text.trim() === '') return fail('text-missing', 'There is no text to show.', 'Write what the person shall read.');
  const choices = 'choices' in interaction ? interaction.choices : [];
  if ([text, ...choices].some((each) => each.length > LONGEST_TEXT))
    return fail('text-too-long', `A handset shows at most ${LONGEST_TEXT} characters.`, 'Shorten the text.');
  if (![minSeconds, maxSeconds].every((each) => each === undefined || isSeconds(each)))
    return fail('time-invalid', 'This is no time to wait.', `Choose 1 to ${LONGEST_WAIT_SECONDS} seconds.`);
  switch (interaction.kind) {
    case 'display':
    case 'confirm':
      return ok(interaction);
    case 'input': {
      const { maxLength, defaultAnswer } = interaction;
      if (maxLength !== undefined && !(Number.isInteger(maxLength) && maxLength > 0))
        return fail('length-invalid', 'This is no length of a text.', 'Choose 1 character or more.');
      const fits = defaultAnswer === undefined || defaultAnswer.length <= (maxLength ?? LONGEST_TEXT);
      return fits ? ok(interaction) : defaultInvalid();
    }
    case 'choose':
    case 'choose-many': {
      if (choices.length === 0 || choices.length > MOST_CHOICES || choices.some((choice) => choice.trim() === ''))
        return fail('choices-invalid', 'There must be choices, and each needs words.', `Give 1 to ${MOST_CHOICES}.`);
      const defaults = interaction.kind === 'choose' ? [interaction.defaultAnswer] : (interaction.defaultAnswer ?? []);
      const areThere = defaults.every((each) => each === undefined || isIndex(each, choices.length));
      return areThere ? ok(interaction) : defaultInvalid();
    }
  }
}

/** The alert of an interaction. */
export function interactionAlert(interaction: Interaction): InteractionAlert {
  const choices = 'choices' in interaction ? interaction.choices : [];
  return {
    data: CODES.find(([kind]) => kind === interaction.kind)?.[1] ?? '',
    items: [{ data: formatOptions(interaction) }, ...[interaction.text, ...choices].map((data) => ({ data }))],
  };
}

/** What an alert asks of the person; undefined for other alerts. Options that nobody knows are skipped (facts 2.5). */
export function parseInteraction(code: string, items: readonly Item[]): Interaction | undefined {
  const kind = CODES.find(([, known]) => known === code.trim())?.[0];
  if (kind === undefined) return undefined;
  const [optionText = '', text = '', ...choices] = items.map(({ data }) => textOf(data));
  const options = parseOptions(optionText);
  const minSeconds = positive(options.get('MINDT'));
  const maxSeconds = positive(options.get('MAXDT'));
  const common: Common = {
    text,
    ...(minSeconds === undefined ? {} : { minSeconds }),
    ...(maxSeconds === undefined ? {} : { maxSeconds }),
  };
  const dr = options.get('DR');
  switch (kind) {
    case 'display':
      return { kind, ...common };
    case 'confirm': {
      const isKnown = dr === '0' || dr === '1';
      return { kind, ...common, ...(isKnown ? { defaultAnswer: dr === '1' ? 'yes' : 'no' } : {}) };
    }
    case 'input': {
      const maxLength = positive(options.get('MAXLEN'));
      const inputType = INPUT_TYPES.find(([, letter]) => letter === options.get('IT'))?.[0];
      const echo = options.get('ET');
      return {
        kind,
        ...common,
        ...(dr === undefined ? {} : { defaultAnswer: dr }),
        ...(maxLength === undefined ? {} : { maxLength }),
        ...(inputType === undefined ? {} : { inputType }),
        ...(echo === 'P' || echo === 'T' ? { echo: echo === 'P' ? 'password' : 'visible' } : {}),
      };
    }
    case 'choose': {
      const [index] = indexes(dr, choices.length);
      return { kind, ...common, choices, ...(index === undefined ? {} : { defaultAnswer: index }) };
    }
    case 'choose-many':
      return { kind, ...common, choices, ...(dr === undefined ? {} : { defaultAnswer: indexes(dr, choices.length) }) };
  }
}

/** Choices of a text like `2-3`, as a person or an option gives them; those that are not there are left out. */
export function indexes(text: string | undefined, count: number): readonly number[] {
  const found = (text ?? '').split('-').flatMap((part) => (/^\s*\d{1,6}\s*$/.test(part) ? [Number(part)] : []));
  return [...new Set(found)].filter((index) => isIndex(index, count));
}

function formatOptions(interaction: Interaction): string {
  const { minSeconds, maxSeconds } = interaction;
  const rows: readonly (readonly [key: string, value: string | undefined])[] = [
    ['MINDT', minSeconds?.toString()],
    ['MAXDT', maxSeconds?.toString()],
    ['DR', defaultOf(interaction)],
    ...(interaction.kind === 'input' ? inputRows(interaction) : []),
  ];
  return rows.flatMap(([key, value]) => (value === undefined ? [] : [`${key}=${encode(value)}`])).join('&');
}

function inputRows({
  maxLength,
  inputType,
  echo,
}: Extract<Interaction, { kind: 'input' }>): readonly (readonly [string, string | undefined])[] {
  return [
    ['MAXLEN', maxLength?.toString()],
    ['IT', INPUT_TYPES.find(([type]) => type === inputType)?.[1]],
    ['ET', echo === undefined ? undefined : echo === 'password' ? 'P' : 'T'],
  ];
}

function defaultOf(interaction: Interaction): string | undefined {
  switch (interaction.kind) {
    case 'display':
      return undefined;
    case 'confirm':
      return interaction.defaultAnswer === undefined ? undefined : interaction.defaultAnswer === 'yes' ? '1' : '0';
    case 'input':
      return interaction.defaultAnswer;
    case 'choose':
      return interaction.defaultAnswer?.toString();
    case 'choose-many':
      return interaction.defaultAnswer?.join('-');
  }
}

function parseOptions(text: string): ReadonlyMap<string, string> {
  const options = new Map<string, string>();
  for (const part of text.split('&')) {
    const equals = part.indexOf('=');
    if (equals < 1) continue;
    const key = part.slice(0, equals).trim().toUpperCase();
    if (!options.has(key)) options.set(key, decode(part.slice(equals + 1)));
  }
  return options;
}

/** URL-encoding of forms: a blank is `+`. */
function encode(value: string): string {
  return encodeURIComponent(value.toWellFormed()).replaceAll('%20', '+');
}

function decode(value: string): string {
  const spaced = value.replaceAll('+', ' ');
  try {
    return decodeURIComponent(spaced);
  } catch {
    // Not encoded after all: `50 %` was meant as it stands.
    return spaced;
  }
}

function textOf(data: Data | undefined): string {
  return data === undefined ? '' : typeof data === 'string' ? data : new TextDecoder().decode(data);
}

function positive(text: string | undefined): number | undefined {
  return text !== undefined && /^\s*\d{1,9}\s*$/.test(text) && Number(text) > 0 ? Number(text) : undefined;
}

function isSeconds(value: number): boolean {
  return Number.isInteger(value) && value > 0 && value <= LONGEST_WAIT_SECONDS;
}

function isIndex(value: number, count: number): boolean {
  return Number.isInteger(value) && value >= 1 && value <= count;
}

function defaultInvalid(): Result<never> {
  return fail('default-invalid', 'The default is none of the possible answers.', 'Choose another default, or none.');
}
