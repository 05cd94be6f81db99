/** What may be kept of a text that a person composed: all but the secrets that it writes. */
import { withoutItemSecrets } from '../syncml/secrets.ts';
import type { ConsoleCommand } from './command.ts';
import { formatCommands } from './format.ts';

const NOT_KEPT = '# These commands are not kept: a secret stands in them that cannot be overwritten.';

/** The text as it is when `commands`, which it says, write no secret; otherwise said anew with asterisks for them. */
export function keptText(text: string, commands: readonly ConsoleCommand[]): string {
  const kept = commands.map(blanked);
  const isClean = kept.every((command, index) => command === commands[index]);
  return isClean ? text : (formatCommands(kept) ?? NOT_KEPT);
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
