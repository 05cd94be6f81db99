/** One line that says what commands do, for the history and the list of the answers. */
import type { Item } from '../syncml/message.ts';
import { alertWord } from '../syncml/alert-codes.ts';
import type { ConsoleCommand } from './command.ts';

/** What a command is about: its nodes, an alert's text, or how many commands it holds. */
export function targetOf(command: ConsoleCommand): string {
  switch (command.cmd) {
    case 'Sequence':
    case 'Atomic':
      return `of ${command.commands.length}`;
    case 'Alert': {
      const text = command.items[1]?.data;
      return `${command.data} ${alertWord(command.data)}${typeof text === 'string' ? ` “${text}”` : ''}`;
    }
    case 'Copy':
      return command.items
        .map(({ source, target }) => `${source?.locURI ?? '?'} to ${target?.locURI ?? '?'}`)
        .join(', ');
    case 'Add':
    case 'Replace':
    case 'Delete':
    case 'Get':
    case 'Exec':
      return command.items.map(uriOf).join(', ');
  }
}

function uriOf(item: Item): string {
  return item.target?.locURI ?? '?';
}
