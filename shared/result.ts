/**
 * Expected failures are values. A `Failure` says what happened, what a person can do next, and whether
 * trying the same again can help. Exceptions are kept for bugs.
 */
export interface Failure {
  /** Stable, kebab-case, e.g. `handset-gone`; tests and callers branch on it, never on `message`. */
  readonly code: string;
  /** What happened, one sentence for a person. */
  readonly message: string;
  /** What to do next, one sentence for a person. */
  readonly next: string;
  /** Technical detail (offsets, status codes, paths), or absent. */
  readonly detail?: string;
  /** True when the same call may succeed later without any change. */
  readonly retryable: boolean;
}

export type Result<T, E = Failure> =
  | { readonly ok: true; readonly value: T }
  | { readonly ok: false; readonly error: E };

/** Wraps a value as a success. */
export function ok<T>(value: T): { readonly ok: true; readonly value: T } {
  return { ok: true, value };
}

/** Makes a failed result. `next` tells the person what to do; `retryable` defaults to false. */
export function fail(
  code: string,
  message: string,
  next: string,
  more: { readonly detail?: string; readonly retryable?: boolean } = {},
): { readonly ok: false; readonly error: Failure } {
  return {
    ok: false,
    error: {
      code,
      message,
      next,
      retryable: more.retryable ?? false,
      ...(more.detail === undefined ? {} : { detail: more.detail }),
    },
  };
}

/** Marks the place a `switch` over a union can never reach; the compiler proves it. */
export function assertNever(value: never): never {
  throw new Error(`Unreachable: ${JSON.stringify(value)}`);
}
