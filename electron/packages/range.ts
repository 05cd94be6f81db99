/**
 * The Range header (RFC 9110 §14). One range is answered with 206; several at once are allowed to be answered whole,
 * and a header that cannot be understood is to be ignored.
 */

/** Octets `first` to `last`, both included. */
export interface Range {
  readonly first: number;
  readonly last: number;
}

/** `whole`: send everything (200). `part`: send the range (206). `unsatisfiable`: nothing of it is there (416). */
export type RangeAnswer =
  | { readonly kind: 'whole' }
  | { readonly kind: 'part'; readonly range: Range }
  | { readonly kind: 'unsatisfiable' };

const WHOLE: RangeAnswer = { kind: 'whole' };
const UNSATISFIABLE: RangeAnswer = { kind: 'unsatisfiable' };

const ONE_RANGE = /^bytes[ \t]*=[ \t]*(\d*)[ \t]*-[ \t]*(\d*)[ \t]*$/i;

/** What a Range header asks of a file of `size` octets; `header` is undefined when there was none. */
export function answerRange(header: string | undefined, size: number): RangeAnswer {
  const [, from, to] = ONE_RANGE.exec(header ?? '') ?? [];
  if (from === undefined || to === undefined) return WHOLE;
  if (from === '' && to === '') return WHOLE;
  if (from === '') {
    const length = Number(to);
    return length === 0 || size === 0 ? UNSATISFIABLE : part(Math.max(0, size - length), size - 1);
  }
  const first = Number(from);
  const last = to === '' ? size - 1 : Number(to);
  if (to !== '' && last < first) return WHOLE;
  return first >= size ? UNSATISFIABLE : part(first, Math.min(last, size - 1));
}

function part(first: number, last: number): RangeAnswer {
  return { kind: 'part', range: { first, last } };
}
