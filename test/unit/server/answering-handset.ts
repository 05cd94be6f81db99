/** A handset that answers each command as a test says, until the server has nothing more to ask. */
import type { Conversation } from '../../../electron/server/conversation.ts';
import type { Command, Item } from '../../../shared/syncml/message.ts';
import { commands, headerStatus, message, read } from './scripted-handset.ts';
import { logIn, testTable } from './table.ts';

/** Status code of a command, or none; with the Items that the Status carries. */
export type Answers = (
  command: Command,
) => string | undefined | { readonly code: string; readonly items: readonly Item[] };

export interface Talk<T> {
  readonly value: T;
  /** Everything the server sent, flat: containers, then what is in them. */
  readonly sent: readonly Command[];
}

/**
 * Lets `work` talk in one session. `childrenFirst`: the Status of a container comes behind those of its children, as
 * libdmclient has it.
 */
export async function talk<T>(
  work: (dm: Conversation) => Promise<T>,
  answers: Answers,
  options: { readonly childrenFirst?: boolean; readonly maxMsgSize?: number } = {},
): Promise<Talk<T>> {
  const test = testTable();
  let done: { readonly value: T } | undefined;
  test.onOpen = (dm) =>
    void work(dm).then((value) => {
      done = { value };
      dm.end();
    });
  let reply = await logIn(test, [], options.maxMsgSize);
  const sent: Command[] = [];
  for (let msgId = 3; commands(reply).length > 0; msgId += 1) {
    const asked = commands(reply);
    sent.push(...asked.flatMap(flat));
    const msgRef = read(reply).hdr.msgId;
    const statuses = asked.flatMap((command) => statusesOf(command, msgRef, answers, options.childrenFirst === true));
    const numbered = statuses.map((status, index): Command => ({ ...status, cmdId: String(index + 2) }));
    reply = await test.say(message({ msgId: String(msgId), commands: [headerStatus(msgRef), ...numbered] }));
  }
  if (done === undefined) throw new Error('The work has not ended.');
  return { value: done.value, sent };
}

function flat(command: Command): readonly Command[] {
  return 'commands' in command ? [command, ...command.commands.flatMap(flat)] : [command];
}

function statusesOf(command: Command, msgRef: string, answers: Answers, childrenFirst: boolean): readonly Command[] {
  const answer = answers(command);
  const { code, items } = typeof answer === 'object' ? answer : { code: answer, items: [] };
  const own: readonly Command[] =
    code === undefined
      ? []
      : [
          {
            cmd: 'Status',
            cmdId: '',
            msgRef,
            cmdRef: command.cmdId,
            cmdName: command.cmd,
            targetRefs: [],
            sourceRefs: [],
            data: code,
            items,
          },
        ];
  const children = 'commands' in command ? command.commands : [];
  const below = children.flatMap((child) => statusesOf(child, msgRef, answers, childrenFirst));
  return childrenFirst ? [...below, ...own] : [...own, ...below];
}
