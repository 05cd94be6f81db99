/**
 * What a user interface may ask of the workbench is data: a method is an input schema and an output schema.
 * Four carriers (Electron IPC, WebSocket, in-process, fake) take the same table; each checks inputs with it, so
 * a carrier cannot be more permissive than another. Nothing throws across the contract.
 */
import * as z from 'zod';

export interface Method<I extends z.ZodType = z.ZodType, O extends z.ZodType = z.ZodType> {
  readonly input: I;
  readonly output: O;
}

/** Declares a method. */
export function method<I extends z.ZodType, O extends z.ZodType>(input: I, output: O): Method<I, O> {
  return { input, output };
}

/**
 * An output whose type is written elsewhere in `shared/`: checked for its outline, typed in full.
 * The workbench makes these values itself, so the outline guards against drift, not against attackers.
 */
export function outline<T>(shape: z.ZodType): z.ZodType<T> {
  return shape as unknown as z.ZodType<T>;
}

/** Longest text an input may carry anywhere unless its schema says otherwise, in UTF-16 units. */
const MAX_TEXT = 4096;

/** Largest input of any method as JSON, octets. Carriers refuse more before they parse. */
export const MAX_INPUT_BYTES = 64 * 1024;

export const text = z.string().min(1).max(MAX_TEXT);
export const devId = z.string().min(1).max(255);
export const id = z.string().regex(/^[A-Za-z0-9._:-]{1,128}$/);
export const digest = z.string().regex(/^[0-9a-f]{64}$/);
export const uri = z.string().min(1).max(2048);
export const time = z.number().int().nonnegative();
export const nothing = z.strictObject({});
export const done = z.strictObject({});
