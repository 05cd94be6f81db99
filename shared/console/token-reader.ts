/** A place in the tokens of the line language, and the one way to refuse what stands there. */
import { fail, type Failure, type Result } from '../result.ts';
import type { Token } from './lexer.ts';

export interface TokenReader {
  /** The next token; undefined at the end. A token that could not be read is refused here. */
  peek(): Token | undefined;
  next(): Token | undefined;
  /** Keeps the correlator of the command that is being read. */
  keepCorrelator(text: string): void;
  takeCorrelator(): string | undefined;
  file(path: string, token: Token): Uint8Array;
  /** Gives up at a token; without one at the end of the text. */
  refuseAt(token: Token | undefined, code: string, message: string, next: string): never;
  refuse(code: string, message: string, next: string, from: number, to: number): never;
}

/** Thrown inside the parser only: nearly every place of it may find something wrong. */
interface ParseError extends Error {
  readonly failure: Failure;
  readonly from: number;
  readonly to: number;
}

/** Stands before the first token. */
export function createTokenReader(
  tokens: readonly Token[],
  end: number,
  readFile: ((path: string) => Result<Uint8Array>) | undefined,
): TokenReader {
  let at = 0;
  let correlator: string | undefined;

  function peek(): Token | undefined {
    const token = tokens[at];
    if (token?.kind === 'wrong') refuse(token.code, token.what, token.next, token.from, token.to);
    return token;
  }

  return {
    peek,
    next(): Token | undefined {
      const token = peek();
      at += 1;
      return token;
    },
    keepCorrelator: (text) => void (correlator = text),
    takeCorrelator(): string | undefined {
      const kept = correlator;
      correlator = undefined;
      return kept;
    },
    file(path, token): Uint8Array {
      if (readFile === undefined) {
        refuse(
          'file-not-here',
          'Files can be named on the command line only.',
          'Write the value itself: a text in quotation marks, or octets as 0x….',
          token.from,
          token.to,
        );
      }
      const read = readFile(path);
      if (!read.ok) throw parseError(read.error, token.from, token.to);
      return read.value;
    },
    refuse,
    refuseAt: (token, code, message, next) => refuse(code, message, next, token?.from ?? end, token?.to ?? end),
  };
}

/** Was this thrown by a token reader? */
export function isFailure(error: unknown): error is ParseError {
  return error instanceof Error && 'failure' in error && 'from' in error;
}

function refuse(code: string, message: string, next: string, from: number, to: number): never {
  throw parseError(fail(code, message, next).error, from, to);
}

function parseError(failure: Failure, from: number, to: number): ParseError {
  return Object.assign(new Error(failure.message), { failure, from, to });
}
