/**
 * Why a large object did not arrive, in words and with the next step for a person (facts 2.7). What a handset answers
 * to an object is its Status; these are for whoever sent a whole package and needs more than a number.
 */
import { fail, type Failure, type Result } from '../../shared/result.ts';

/** The handset gave the object up in the middle (alert 1225). Nothing of it is kept. */
export const OBJECT_INTERRUPTED: Failure = {
  code: 'object-interrupted',
  message: 'The handset gave the object up in the middle (alert 1225); it keeps nothing of it.',
  next: 'Look at what came between the chunks in the trace, then run the step again: it sends from the start.',
  retryable: true,
};

/** The handset went on without a word on a chunk. */
export const OBJECT_UNANSWERED: Failure = {
  code: 'object-unanswered',
  message: 'The handset answered neither 213 to a chunk of the object nor asked for the next one (alert 1222).',
  next: 'This handset may not take large objects: let it fetch the package from a URL.',
  retryable: true,
};

/** What a handset sent in chunks was cut short by something else. */
export const RESULTS_INTERRUPTED: Failure = {
  code: 'results-interrupted',
  message: 'The handset began a large value and then sent something else; the value was given up (alert 1225).',
  next: 'Read it again.',
  retryable: true,
};

/** The chunks of a handset's value are not what its first chunk announced; octets. */
export function resultsMismatch(announced: number, received: number): Failure {
  return {
    code: 'results-size-mismatch',
    message: `The handset announced a value of ${announced} octets and sent ${received}; it was refused (424).`,
    next: 'Read it again; when it stays so, the handset counts Size in another way.',
    retryable: true,
  };
}

/** A handset's value is larger than what we take; octets. */
export function resultsTooLarge(limit: number): Failure {
  return {
    code: 'results-too-large',
    message: `The handset sends a value of more than ${limit} octets; it was refused (413).`,
    next: 'Read the nodes below it one by one instead.',
    retryable: false,
  };
}

/** The handset's MaxObjSize forbids the object; it was not sent. Sizes in octets as transferred. */
export function objectTooLarge(size: number, limit: number): Result<never> {
  return fail(
    'object-too-large',
    `The object has ${size} octets as it travels, the handset takes ${limit} at most (MaxObjSize). Nothing was sent.`,
    'Let the handset fetch the package from a URL, or choose a smaller package.',
  );
}

/** Statuses of an Add or Replace that speak of the size or the form of its object. */
// oxfmt-ignore
const REFUSALS: ReadonlyMap<number, Failure> = new Map(
  [
    [424, 'object-size-mismatch', 'The handset received another size than was announced, twice (424); it keeps nothing of it.', 'Look at the chunks in the trace; something on the way changes them.', true],
    [413, 'object-too-large', 'The object is too large for the handset (413).', 'Let the handset fetch the package from a URL, or choose a smaller package.', false],
    [416, 'object-too-large', 'The object is too large for the handset (416).', 'Let the handset fetch the package from a URL, or choose a smaller package.', false],
    [411, 'object-size-required', 'The handset misses the Size of the object (411), although the first chunk said it.', 'This handset reads large objects differently: let it fetch the package from a URL.', false],
    [420, 'object-no-room', 'The handset has no room for the object (420).', 'Remove packages or components from the handset, then run the step again.', true],
    [415, 'object-wrong-form', 'The handset does not take the object in this form (415).', 'Check the package type in the library.', false],
  ].map(([status, code, message, next, retryable]) => [Number(status), { code, message, next, retryable } as Failure]),
);

/** What a Status of an object means for whoever sent it; undefined for a Status that has nothing to do with its size. */
export function objectRefusal(status: number): Failure | undefined {
  return REFUSALS.get(status);
}
