/** What the person who holds the handset has answered to an alert 1100 to 1104: the Status read (facts 2.5). */
import { assertNever } from '../result.ts';
import type { Item } from '../syncml/message.ts';
import { type InputType, type Interaction, indexes } from './user-interaction.ts';

/** `T` is what the question asks for: nothing, a text, an index, several indexes. */
export type Reaction<T> =
  | { readonly kind: 'answered'; readonly value: T }
  /** 304: the person said no. */
  | { readonly kind: 'no' }
  /** 214: the person closed the question. */
  | { readonly kind: 'cancelled' }
  /** 408: nobody answered in time. */
  | { readonly kind: 'no-answer' }
  /** 416: the handset cannot show it, e.g. because it is too long. */
  | { readonly kind: 'cannot-show' }
  /** 406, or nothing that the standard knows: the handset does not ask its user. */
  | { readonly kind: 'cannot-ask' }
  /** Answered, but not with what was asked for. */
  | { readonly kind: 'odd'; readonly text: string };

export type Answered<I extends Interaction> = I extends { readonly kind: 'input' }
  ? string
  : I extends { readonly kind: 'choose' }
    ? number
    : I extends { readonly kind: 'choose-many' }
      ? readonly number[]
      : undefined;

const KINDS: ReadonlyMap<number, 'no' | 'cancelled' | 'no-answer' | 'cannot-show'> = new Map([
  [304, 'no'],
  [214, 'cancelled'],
  [408, 'no-answer'],
  [416, 'cannot-show'],
]);

/** Reads the Status of an interaction's alert: its code, and the Items that hold the text or the choices. */
export function reactionOf<I extends Interaction>(
  interaction: I,
  code: number | undefined,
  items: readonly Item[],
): Reaction<Answered<I>> {
  // A conditional type of a parameter cannot be narrowed; `answerOf` makes what each kind asks for.
  return anyReactionOf(interaction, code, items) as Reaction<Answered<I>>;
}

function anyReactionOf(
  interaction: Interaction,
  code: number | undefined,
  items: readonly Item[],
): Reaction<Answered<Interaction>> {
  const kind = code === undefined ? undefined : KINDS.get(code);
  if (kind !== undefined) return { kind };
  if (code !== 200) return { kind: 'cannot-ask' };
  const texts = items.flatMap(({ data }) =>
    data === undefined ? [] : [typeof data === 'string' ? data : new TextDecoder().decode(data)],
  );
  switch (interaction.kind) {
    case 'display':
    case 'confirm':
      return { kind: 'answered', value: undefined };
    case 'input': {
      const text = texts[0] ?? '';
      return fitsInput(text, interaction) ? { kind: 'answered', value: text } : { kind: 'odd', text };
    }
    case 'choose':
    case 'choose-many': {
      // One Item per choice; some clients put all of them into one, as the option DR does.
      const chosen = [...new Set(texts.flatMap((text) => indexes(text, interaction.choices.length)))];
      const isOdd = texts.some((text) => text.trim() !== '' && indexes(text, interaction.choices.length).length === 0);
      const [first] = chosen;
      if (isOdd || (interaction.kind === 'choose' && first === undefined))
        return { kind: 'odd', text: texts.join(', ') };
      return { kind: 'answered', value: interaction.kind === 'choose' ? first : chosen };
    }
    default:
      return assertNever(interaction);
  }
}

/** What a text of each type looks like. A date is DDMMYYYY, a time hhmmss; `p` and `w` are pauses of a number. */
const PATTERNS: Readonly<Record<InputType, RegExp>> = {
  alphanumeric: /^/,
  numeric: /^[+-]?(?:\d+\.?\d*|\.\d+)$/,
  date: /^(?:0[1-9]|[12]\d|3[01])(?:0[1-9]|1[0-2])\d{4}$/,
  time: /^(?:[01]\d|2[0-3])[0-5]\d[0-5]\d$/,
  phone: /^\+?[\d*#pws]+$/i,
  'ip-address': /^(?:\d{1,3}\.){3}\d{1,3}$/,
};

/** Does a text answer the question: of its type, and not too long? An empty text always may be given. */
export function fitsInput(
  text: string,
  { inputType = 'alphanumeric', maxLength }: Pick<Extract<Interaction, { kind: 'input' }>, 'inputType' | 'maxLength'>,
): boolean {
  if (maxLength !== undefined && Array.from(text).length > maxLength) return false;
  if (text === '' || !PATTERNS[inputType].test(text)) return text === '';
  return inputType !== 'ip-address' || text.split('.').every((octet) => Number(octet) <= 255);
}
