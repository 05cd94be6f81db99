/**
 * The one door into the contract: a name and a value from somewhere become a checked input or a typed failure.
 * Every carrier and the workbench itself go through it, so none can be more permissive than another.
 */
import type * as z from 'zod';
import { fail, ok, type Result } from '../result.ts';
import { methodNamed } from './contract.ts';
import { MAX_INPUT_BYTES } from './method.ts';

/** How many of a schema's complaints are passed on; the rest repeats them. */
const MAX_COMPLAINTS = 5;

/**
 * Checks the input of a method.
 *
 * @param name `area.method`
 * @param input whatever a carrier was given
 * @returns the input as the method's schema makes it; else `unknown-method`, `too-large` (more than
 *   MAX_INPUT_BYTES octets as JSON) or `invalid-input`, whose detail names the offending keys but never their values
 */
export function checkInput(name: string, input: unknown): Result<unknown> {
  const method = methodNamed(name);
  if (method === undefined) return unknownMethod(name);
  const size = sizeAsJson(input);
  if (size === undefined) return invalidInput(name, 'the input cannot be written as JSON');
  if (size > MAX_INPUT_BYTES) return tooLarge(size);
  const checked = method.input.safeParse(input);
  return checked.success ? ok(checked.data) : invalidInput(name, describe(checked.error));
}

/** The failure of a carrier that refuses an input by its size, octets, before it is parsed. */
export function tooLarge(size?: number): Result<never> {
  return fail(
    'too-large',
    `The request is larger than the ${MAX_INPUT_BYTES / 1024} KiB that the workbench takes.`,
    'Send less at a time; files are handed over as files, not inside a request.',
    size === undefined ? {} : { detail: `${size} octets` },
  );
}

function unknownMethod(name: string): Result<never> {
  return fail(
    'unknown-method',
    'The workbench has no such method.',
    'Update the part that asked for it to the version of the workbench.',
    { detail: name.slice(0, 100) },
  );
}

function invalidInput(name: string, detail: string): Result<never> {
  return fail(
    'invalid-input',
    `The request does not have the form that ${name} takes.`,
    'Correct what the detail names and try again.',
    { detail },
  );
}

/** Undefined for cycles, big integers and other things JSON does not have. */
function sizeAsJson(input: unknown): number | undefined {
  try {
    return new TextEncoder().encode(JSON.stringify(input)).length;
  } catch {
    return undefined;
  }
}

function describe(error: z.ZodError): string {
  const complaints = error.issues.map(({ path, message }) =>
    path.length === 0 ? message : `${path.map(String).join('.')}: ${message}`,
  );
  const more = complaints.length - MAX_COMPLAINTS;
  return complaints.slice(0, MAX_COMPLAINTS).join('; ') + (more > 0 ? `; and ${more} more` : '');
}
