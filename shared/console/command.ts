/**
 * A command as a person composes it: like the command of a message, without its CmdID, which the session gives when
 * it goes out. What the server's outbox takes is the same shape.
 */
import type { Item } from '../syncml/message.ts';

export type ConsoleCommand =
  | { readonly cmd: 'Add' | 'Replace' | 'Delete' | 'Get' | 'Copy'; readonly items: readonly Item[] }
  | { readonly cmd: 'Exec'; readonly items: readonly Item[]; readonly correlator?: string }
  | { readonly cmd: 'Alert'; readonly data: string; readonly items: readonly Item[] }
  | { readonly cmd: 'Sequence' | 'Atomic'; readonly commands: readonly ConsoleCommand[] };

/** A package nobody could read any more has more. */
export const MOST_COMMANDS = 500;
/** Levels of Sequence and Atomic inside one another; the specification allows two. */
export const MOST_LEVELS = 8;

/** The commands with those inside Sequence and Atomic, in the order in which they are carried out. */
export function flatten(commands: readonly ConsoleCommand[]): readonly ConsoleCommand[] {
  return commands.flatMap((command) => ('commands' in command ? [command, ...flatten(command.commands)] : [command]));
}

/** True when nothing of it can change the handset: only Get, also inside Sequence and Atomic. */
export function onlyReads(commands: readonly ConsoleCommand[]): boolean {
  return commands.every((command) => ('commands' in command ? onlyReads(command.commands) : command.cmd === 'Get'));
}

/** Is this text SyncML markup rather than the line language? */
export function looksLikeMarkup(text: string): boolean {
  return /^\s*</.test(text);
}
