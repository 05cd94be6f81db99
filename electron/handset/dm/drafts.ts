/** Commands of the handset that wait to be sent. Their CmdID is given when the message is made. */
import type { Command, Item, Results, Status } from '../../../shared/syncml/message.ts';

export interface Draft {
  readonly command: Command;
  /** Told where the command went, e.g. to match its Status later. */
  readonly onSent?: (msgId: string, cmdId: string) => void;
  /** The first item goes on with a value whose beginning has been sent. */
  readonly isContinuation?: boolean;
}

/** Status of one command of the server: one for all its items, or one per item (facts 2.3). */
export function statusDraft(
  msgRef: string,
  command: Command,
  code: number | string,
  items: readonly Item[] = itemsOf(command),
  reply: readonly Item[] = [],
): Draft {
  const status: Status = {
    cmd: 'Status',
    cmdId: '',
    msgRef,
    cmdRef: command.cmdId,
    cmdName: command.cmd === 'Other' ? command.name : command.cmd,
    targetRefs: items.flatMap(({ target }) => (target === undefined ? [] : [target.locURI])),
    sourceRefs: items.flatMap(({ source }) => (source === undefined ? [] : [source.locURI])),
    data: String(code),
    items: reply,
  };
  return { command: status };
}

/** Results of a Get. `targetRef`: the URI that was asked, when the items are below it. */
export function resultsDraft(msgRef: string, cmdRef: string, items: readonly Item[], targetRef?: string): Draft {
  const results: Results = {
    cmd: 'Results',
    cmdId: '',
    msgRef,
    cmdRef,
    items,
    ...(targetRef === undefined ? {} : { targetRef }),
  };
  return { command: results };
}

/** The items of a command; Sequence, Atomic and unknown commands have none. */
export function itemsOf(command: Command): readonly Item[] {
  return 'items' in command ? command.items : [];
}
