/** What may be kept of a text that a person composed: all but the secrets that it writes. */
import { fail, ok, type Result } from '../result.ts';
import { hasBlankedSecret, withoutItemSecrets } from '../syncml/secrets.ts';
import { flatten, type ConsoleCommand } from './command.ts';
import { formatCommands } from './format.ts';
import { readCommands } from './read-commands.ts';

const NOT_KEPT = '# These commands are not kept: a secret stands in them that cannot be overwritten.';

/** The text as it is when `commands`, which it says, write no secret; otherwise said anew with asterisks for them. */
export function keptText(text: string, commands: readonly ConsoleCommand[]): string {
  const kept = commands.map(blanked);
  const isClean = kept.every((command, index) => command === commands[index]);
  return isClean ? text : (formatCommands(kept) ?? NOT_KEPT);
}

/**
 * The same for a text that nobody has read yet. One that cannot be read is kept as it is, unless it speaks of a secret:
 * then `secret-not-found`.
 */
export function keptSource(text: string): Result<string> {
  const read = readCommands(text);
  if (read.ok) return ok(keptText(text, read.value.commands));
  if (!/AAuth(?:Secret|Data)/i.test(text)) return ok(text);
  return fail(
    'secret-not-found',
    'These commands write a secret, and cannot be read: it could not be left out.',
    'Mend the commands first; the preview says what is wrong with them.',
    { detail: read.error.message },
  );
}

/** Was this text kept without a secret that it needs? */
export function lacksSecret(text: string): boolean {
  if (!text.includes('*')) return false;
  const read = readCommands(text);
  return (
    read.ok &&
    flatten(read.value.commands).some((command) => 'items' in command && command.items.some(hasBlankedSecret))
  );
}

/** The command itself when it has no secret. */
function blanked(command: ConsoleCommand): ConsoleCommand {
  if ('commands' in command) {
    const commands = command.commands.map(blanked);
    return commands.every((each, index) => each === command.commands[index]) ? command : { ...command, commands };
  }
  const items = command.items.map(withoutItemSecrets);
  return items.every((each, index) => each === command.items[index]) ? command : { ...command, items };
}
