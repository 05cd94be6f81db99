/**
 * Writing a leaf of which it is not known whether it is there (facts 2.3, 6.6): Add must not overwrite and Replace
 * must not create, so an Add that is answered 418 goes on as Replace, and a Replace that is answered 404 as Add. And
 * making an operation node that a handset expects from its server.
 */
import { ok, type Result } from '../../shared/result.ts';
import { parentOf } from '../../shared/dm/uri.ts';
import { isSuccess } from '../../shared/syncml/status-codes.ts';
import { draft, type Conversation, type LeafValue } from './conversation.ts';
import type { Draft } from './outcome.ts';

/** A command that changes one node, before it goes out. */
export interface NodeWrite {
  readonly cmd: 'Add' | 'Replace';
  readonly uri: string;
  readonly value?: string;
  readonly format: string;
}

/** What was sent, and how it was answered; undefined when the handset sent no Status. */
export interface Written extends NodeWrite {
  readonly code: number | undefined;
}

/** Told before each command goes out. */
export type BeforeSending = (write: NodeWrite) => void;

const OTHER_WAY: Readonly<Record<NodeWrite['cmd'], { readonly on: number; readonly cmd: NodeWrite['cmd'] }>> = {
  Add: { on: 418, cmd: 'Replace' },
  Replace: { on: 404, cmd: 'Add' },
};

/** The other command that a refusal asks for; undefined when there is none. */
export function otherWay(cmd: NodeWrite['cmd'], code: number | undefined): NodeWrite['cmd'] | undefined {
  return OTHER_WAY[cmd].on === code ? OTHER_WAY[cmd].cmd : undefined;
}

/** Sends the command, and the other one when the handset's answer asks for it; each at most once. */
export async function writeLeaf(
  dm: Conversation,
  leaf: LeafValue,
  cmd: NodeWrite['cmd'],
  before: BeforeSending = () => undefined,
): Promise<Result<readonly Written[]>> {
  const first = await writeOnce(dm, leaf, cmd, before);
  if (!first.ok) return first;
  const other = otherWay(cmd, first.value.code);
  if (other === undefined) return ok([first.value]);
  const second = await writeOnce(dm, leaf, other, before);
  return second.ok ? ok([first.value, second.value]) : second;
}

/**
 * Makes the operation node at `uri` and its parent `Operations` where they are missing: an interior node, and a leaf of
 * format null. The last entry is the leaf: it is there when it was added, or had been there (418).
 */
export async function createOperation(
  dm: Conversation,
  uri: string,
  before: BeforeSending,
): Promise<Result<readonly Written[]>> {
  const parent = parentOf(uri);
  const nodes: readonly NodeWrite[] = [
    ...(parent === undefined ? [] : [{ cmd: 'Add', uri: parent, format: 'node' } as const]),
    { cmd: 'Add', uri, format: 'null' },
  ];
  const written: Written[] = [];
  for (const node of nodes) {
    before(node);
    const sent = await sendOne(dm, draftOf(node));
    if (!sent.ok) return sent;
    written.push({ ...node, code: sent.value });
    if (!isThere(sent.value)) break;
  }
  return ok(written);
}

/** Is the node there after an Add that was answered like this? */
export function isThere(code: number | undefined): boolean {
  return code !== undefined && (isSuccess(code) || code === 418);
}

/** The draft of a write. */
export function draftOf({ cmd, uri, value, format }: NodeWrite): Draft {
  if (value === undefined) return { cmd: 'Add', items: [{ target: { locURI: uri }, meta: { format } }] };
  return cmd === 'Add' ? draft.add({ uri, value, format }) : draft.replace({ uri, value, format });
}

async function writeOnce(
  dm: Conversation,
  leaf: LeafValue,
  cmd: NodeWrite['cmd'],
  before: BeforeSending,
): Promise<Result<Written>> {
  const write: NodeWrite = { cmd, uri: leaf.uri, value: leaf.value, format: leaf.format ?? 'chr' };
  before(write);
  const sent = await sendOne(dm, cmd === 'Add' ? draft.add(leaf) : draft.replace(leaf));
  return sent.ok ? ok({ ...write, code: sent.value }) : sent;
}

async function sendOne(dm: Conversation, one: Draft): Promise<Result<number | undefined>> {
  const sent = await dm.send([one]);
  return sent.ok ? ok(sent.value[0]?.code) : sent;
}
