/** What a person composed, in whichever of the two languages. */
import { ok, type Result } from '../result.ts';
import { looksLikeMarkup } from './command.ts';
import { readMarkup, type ReadCommands } from './markup.ts';
import { parseCommands, type ParseOptions } from './parse.ts';

/** Reads the line language or SyncML markup. Errors: those of `parseCommands` and `readMarkup`. */
export function readCommands(text: string, options: ParseOptions = {}): Result<ReadCommands> {
  if (looksLikeMarkup(text)) return readMarkup(text);
  const parsed = parseCommands(text, options);
  return parsed.ok ? ok({ commands: parsed.value, notes: [] }) : parsed;
}
