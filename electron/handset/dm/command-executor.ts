/**
 * Executes the server's commands and drafts the answers: a Status for each, Results for each Get (facts 2.3).
 *
 * A Sequence keeps the order; a refusal by the person who holds the handset ends it (the rest is 215), an ordinary
 * failure does not: that is what Atomic is for. An Atomic is all or nothing: the tree's journal undoes what was done
 * (216) when a child fails, and the Atomic is 507. Get, Exec and nested containers have no place in an Atomic.
 */
import type { Alert, Atomic, Command, Exec, Get, Item, Sequence } from '../../../shared/syncml/message.ts';
import { normalizeURI, splitQuery } from '../../../shared/dm/uri.ts';
import type { CommandTraits } from '../personalities/personality.ts';
import { badURI, itemURI } from '../tree/item-uri.ts';
import type { StatusCode } from '../tree/managed-object.ts';
import { addTnds, isTnds, replaceTnds } from '../tree/tnds-commands.ts';
import {
  addItem,
  copyItem,
  deleteItem,
  mayExec,
  refusesAdd,
  refusesReplace,
  replaceItem,
  type ServedTree,
} from '../tree/tree-commands.ts';
import { readItem } from '../tree/tree-reading.ts';
import { type Draft, itemsOf, resultsDraft, statusDraft } from './drafts.ts';
import { createObjectAssembler } from './large-object.ts';
import { answerUser, stopsSequence, type UserPolicy } from './user-interaction.ts';
import { commandSize, dataSize } from './wire-size.ts';

export interface ExecutorParts {
  readonly served: ServedTree;
  readonly exec: (uri: string, correlator: string | undefined) => Promise<StatusCode>;
  readonly traits: CommandTraits;
  /** How the person behaves when asked now. */
  readonly user: () => UserPolicy;
  /** The largest value taken, octets as transferred. */
  readonly maxObjSize: number;
}

/** What the peer can take: octets of a message and of a value; undefined when it has not said. */
export interface PeerLimits {
  readonly maxMsgSize: number;
  readonly maxObjSize: number | undefined;
}

export interface CommandExecutor {
  /** Executes one command of a message and drafts what it brings. */
  execute(command: Command, msgRef: string, limits: PeerLimits): Promise<readonly Draft[]>;
  /** The server's package ends: a value that is not complete by then is given up (alert 1225). */
  endOfPackage(): readonly Draft[];
}

/** What a command brings; `stops`: the rest of a Sequence is not executed. */
interface Answers {
  readonly drafts: readonly Draft[];
  readonly stops?: boolean;
}

/** Answers every command, containers and their children, with one code, without executing any (401, 407). */
export function refuseCommand(command: Command, msgRef: string, code: StatusCode): readonly Draft[] {
  const children = command.cmd === 'Sequence' || command.cmd === 'Atomic' ? command.commands : [];
  return [statusDraft(msgRef, command, code), ...children.flatMap((child) => refuseCommand(child, msgRef, code))];
}

/** Makes the executor of one session: it remembers a value of which only a part has come. */
export function createCommandExecutor(parts: ExecutorParts): CommandExecutor {
  const { served, exec, traits, maxObjSize } = parts;
  const { tree } = served;
  const assembler = createObjectAssembler(maxObjSize);

  async function execute(command: Command, msgRef: string, limits: PeerLimits): Promise<readonly Draft[]> {
    return (await executeOne(command, msgRef, limits)).drafts;
  }

  async function executeOne(command: Command, msgRef: string, limits: PeerLimits): Promise<Answers> {
    const interrupted = interruption(command);
    const answers = await answersTo(command, msgRef, limits);
    return { ...answers, drafts: [...interrupted, ...answers.drafts] };
  }

  async function answersTo(command: Command, msgRef: string, limits: PeerLimits): Promise<Answers> {
    switch (command.cmd) {
      case 'Add':
      case 'Replace':
      case 'Delete':
      case 'Copy':
        return {
          drafts: statuses(
            msgRef,
            command,
            command.items.map((item) => [item, change(command.cmd, item)]),
          ),
        };
      case 'Get':
        return { drafts: read(command, msgRef, limits) };
      case 'Exec':
        return { drafts: await run(command, msgRef) };
      case 'Alert': {
        const answer = interact(command);
        const draft = statusDraft(msgRef, command, answer.status, command.items, answer.items);
        return { drafts: [draft], stops: stopsSequence(answer) };
      }
      case 'Sequence':
        return { drafts: await inOrder(command, msgRef, limits) };
      case 'Atomic':
        return {
          drafts:
            traits.atomic === 'unanswered'
              ? await oneByOne(command, msgRef, limits)
              : allOrNothing(command, msgRef, limits),
        };
      case 'Other':
        return { drafts: [statusDraft(msgRef, command, 406)] };
      case 'Status':
      case 'Results':
        return { drafts: [] };
      default:
        return command satisfies never;
    }
  }

  function change(cmd: 'Add' | 'Replace' | 'Delete' | 'Copy', item: Item): StatusCode {
    if (cmd === 'Delete') return deleteItem(served, item);
    if (cmd === 'Copy') return copyItem(served, item);
    const assembled = assembler.take({ cmd, item }, () =>
      cmd === 'Add' ? refusesAdd(served, item) : refusesReplace(served, item),
    );
    if (assembled.kind === 'answered') return assembled.status;
    const whole = assembled.item;
    const { uri, query } = splitQuery(itemURI(whole));
    if (isTnds(whole) && query === undefined && badURI(uri) === undefined)
      return cmd === 'Add' ? addTnds(served, uri, whole) : replaceTnds(served, uri, whole);
    return cmd === 'Add' ? addItem(served, whole) : replaceItem(served, whole);
  }

  function read(command: Get, msgRef: string, limits: PeerLimits): readonly Draft[] {
    const readings = command.items.map((item) => {
      const reading = readItem(served, item, traits.answered);
      const isTooLarge = reading.items.some(({ data }) => dataSize(data ?? '') > (limits.maxObjSize ?? Infinity));
      return { item, reading: isTooLarge ? { ...reading, status: 413, items: [] } : reading };
    });
    const answers = statuses(
      msgRef,
      command,
      readings.map(({ item, reading }) => [item, reading.status]),
    );
    const values = readings.flatMap(({ reading }) => (reading.isList ? [] : reading.items));
    const lists = readings.filter(({ reading }) => reading.isList && reading.items.length > 0);
    return [
      ...answers,
      ...(values.length === 0 ? [] : [resultsDraft(msgRef, command.cmdId, values)]),
      ...lists.map(({ item, reading }) => resultsDraft(msgRef, command.cmdId, reading.items, itemURI(item))),
    ];
  }

  async function run(command: Exec, msgRef: string): Promise<readonly Draft[]> {
    const codes: [Item, StatusCode][] = [];
    for (const item of command.items) {
      const { uri } = splitQuery(itemURI(item));
      const allowed = mayExec(served, uri);
      codes.push([item, allowed === 200 ? await exec(normalizeURI(uri), command.correlator) : allowed]);
    }
    return codes.length === 0 ? [statusDraft(msgRef, command, 412)] : statuses(msgRef, command, codes);
  }

  async function inOrder(command: Sequence, msgRef: string, limits: PeerLimits): Promise<readonly Draft[]> {
    const drafts: Draft[] = [];
    let isStopped = false;
    for (const child of command.commands) {
      if (isStopped) {
        drafts.push(...refuseCommand(child, msgRef, 215));
        continue;
      }
      const { drafts: answers, stops } = await executeOne(child, msgRef, limits);
      drafts.push(...answers);
      isStopped = stops === true;
    }
    if (traits.sequenceStatus === 'first') return [statusDraft(msgRef, command, 200), ...drafts];
    // Seen in libdmclient: the Status comes last, and says whether the person refused (facts 7).
    return [...drafts, statusDraft(msgRef, command, isStopped ? 304 : 200)];
  }

  /** Seen in libdmclient: an Atomic is executed like a Sequence, never undone, and has no Status (facts 7). */
  async function oneByOne(command: Atomic, msgRef: string, limits: PeerLimits): Promise<readonly Draft[]> {
    const drafts: Draft[] = [];
    for (const child of command.commands) drafts.push(...(await executeOne(child, msgRef, limits)).drafts);
    return drafts;
  }

  function statuses(
    msgRef: string,
    command: Command,
    codes: readonly (readonly [Item, StatusCode])[],
  ): readonly Draft[] {
    return statusDrafts(msgRef, command, codes, traits.statusPer);
  }

  function allOrNothing(command: Atomic, msgRef: string, { maxMsgSize }: PeerLimits): readonly Draft[] {
    const journal = tree.begin();
    const answers: { readonly child: Command; readonly codes: [Item | undefined, StatusCode][] }[] = [];
    let isFailed = false;
    for (const child of command.commands) {
      const codes: [Item | undefined, StatusCode][] = [];
      for (const item of partsOf(child)) {
        const code: StatusCode = isFailed ? 215 : partCode(child, item);
        codes.push([item, code]);
        isFailed ||= code >= 300 || code === 214;
      }
      answers.push({ child, codes });
    }
    const drafts = answers.flatMap(({ child, codes }) => partDrafts(msgRef, child, codes));
    const size = drafts.reduce((sum, draft) => sum + commandSize(draft.command), commandSize(command));
    const isTooLarge = !isFailed && size > maxMsgSize;
    if (!isFailed && !isTooLarge) {
      journal.commit();
      return [statusDraft(msgRef, command, 200), ...drafts];
    }
    journal.rollback();
    const undone = answers.flatMap(({ child, codes }) =>
      partDrafts(
        msgRef,
        child,
        codes.map(([item, code]) => [item, code < 300 && code !== 214 && code !== 215 ? 216 : code]),
      ),
    );
    return [statusDraft(msgRef, command, isTooLarge ? 517 : 507), ...undone];
  }

  /** One child of an Atomic, or one item of it. */
  function partCode(child: Command, item: Item | undefined): StatusCode {
    switch (child.cmd) {
      case 'Add':
      case 'Replace':
      case 'Delete':
      case 'Copy':
        return item === undefined ? 412 : change(child.cmd, item);
      case 'Alert':
        return interact(child).status;
      case 'Get':
      case 'Exec':
      case 'Atomic':
      case 'Sequence':
      case 'Status':
      case 'Results':
      case 'Other':
        return 500;
      default:
        return child satisfies never;
    }
  }

  function interact(command: Alert): ReturnType<typeof answerUser> {
    // Next message and the server's own interruptions need no person.
    if (command.data === '1222' || command.data === '1223' || command.data === '1225')
      return { status: 200, items: [] };
    return traits.canAsk ? answerUser(command, parts.user()) : { status: 406, items: [] };
  }

  /** Alert 1225 when something else comes while a value is incomplete. */
  function interruption(command: Command): readonly Draft[] {
    if (isBesideTheChunks(command)) return [];
    const isChunk = command.cmd === 'Add' || command.cmd === 'Replace';
    const next = isChunk ? { cmd: command.cmd, item: command.items[0] ?? {} } : undefined;
    return noEndOfData(assembler.interrupt(next));
  }

  return { execute, endOfPackage: () => noEndOfData(assembler.interrupt(undefined)) };
}

/** The alert that says which value was given up. */
function noEndOfData(uri: string | undefined): readonly Draft[] {
  if (uri === undefined) return [];
  const item: Item = { target: { locURI: uri }, source: { locURI: uri } };
  return [{ command: { cmd: 'Alert', cmdId: '', data: '1225', items: [item] } }];
}

/** What may come between the chunks of a value; a Sequence is looked into. */
function isBesideTheChunks(command: Command): boolean {
  if (command.cmd === 'Alert') return ['1222', '1223', '1225'].includes(command.data ?? '');
  return command.cmd === 'Status' || command.cmd === 'Results' || command.cmd === 'Sequence';
}

/** What in a child of an Atomic gets a code of its own. */
function partsOf(child: Command): readonly (Item | undefined)[] {
  const items = child.cmd === 'Alert' ? [] : itemsOf(child);
  return items.length === 0 ? [undefined] : items;
}

function partDrafts(
  msgRef: string,
  child: Command,
  codes: readonly (readonly [Item | undefined, StatusCode])[],
): readonly Draft[] {
  const withItems = codes.flatMap(([item, code]) => (item === undefined ? [] : [[item, code] as const]));
  if (withItems.length > 0) return statusDrafts(msgRef, child, withItems);
  return [statusDraft(msgRef, child, codes[0]?.[1] ?? 215)];
}

/** One Status with all TargetRefs when the codes agree and the handset does so, otherwise one per item (facts 2.3). */
function statusDrafts(
  msgRef: string,
  command: Command,
  codes: readonly (readonly [Item, StatusCode])[],
  per: CommandTraits['statusPer'] = 'command',
): readonly Draft[] {
  const [first] = codes;
  if (first === undefined) return [statusDraft(msgRef, command, 412)];
  if (per === 'command' && codes.every(([, code]) => code === first[1]))
    return [statusDraft(msgRef, command, first[1])];
  return codes.map(([item, code]) => statusDraft(msgRef, command, code, [item]));
}
