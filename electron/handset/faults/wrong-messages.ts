/** How faults change a message that is otherwise right. */
import type { FaultPoint } from '../../../shared/contract/fault.ts';
import type { Command, Data, Item, Message } from '../../../shared/syncml/message.ts';
import type { Dice } from './dice.ts';
import type { Faults } from './faults.ts';

/** Codes that say “not done” of a command that was done. */
const WRONG_CODES = ['400', '404', '405', '500', '503', '510'] as const;

/** The message with the statuses of its commands wrong, if that fault strikes. */
export function withWrongStatus(message: Message, points: readonly FaultPoint[], faults: Faults): Message {
  const isAnswer = message.commands.some((command) => command.cmd === 'Status' && command.cmdRef !== '0');
  const dice = isAnswer ? faults.strikes('wrong-status', points) : undefined;
  if (dice === undefined) return message;
  const data = dice.pick(WRONG_CODES);
  const commands = message.commands.map((command) =>
    command.cmd === 'Status' && command.cmdRef !== '0' ? { ...command, data } : command,
  );
  return { ...message, commands };
}

/** The message with a chunk cut, or with a wrong Size, if one of those faults strikes. */
export function withWrongChunks(message: Message, faults: Faults): Message {
  return { ...message, commands: message.commands.map((command) => wrongChunks(command, faults)) };
}

function wrongChunks(command: Command, faults: Faults): Command {
  if (command.cmd === 'Sequence' || command.cmd === 'Atomic')
    return { ...command, commands: command.commands.map((child) => wrongChunks(child, faults)) };
  if (command.cmd !== 'Add' && command.cmd !== 'Replace' && command.cmd !== 'Results') return command;
  return { ...command, items: command.items.map((item) => (item.moreData === true ? wrongChunk(item, faults) : item)) };
}

function wrongChunk(item: Item, faults: Faults): Item {
  const { data, meta } = item;
  const cut = faults.strikes('truncated-chunk', ['chunk']);
  const half = cut === undefined || data === undefined ? item : { ...item, data: halfOf(data) };
  if (meta?.size === undefined) return half;
  const resize = faults.strikes('size-mismatch', ['chunk']);
  return resize === undefined ? half : { ...half, meta: { ...meta, size: wrongSize(meta.size, resize) } };
}

/** In steps of four characters, so that base64 stays base64. */
function halfOf(data: Data): Data {
  const half = Math.floor(data.length / 8) * 4;
  return typeof data === 'string' ? data.slice(0, half) : data.subarray(0, half);
}

function wrongSize(size: number, dice: Dice): number {
  return size + dice.roll(1, 64);
}
