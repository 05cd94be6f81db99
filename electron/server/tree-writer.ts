/**
 * Changing a handset's tree by hand: the value of a leaf, a new node, a node that goes, a whole sub-tree as TNDS. Each
 * is proven by a read-back; what the handset refuses is a failure with its status and the next step (facts 2.3, 2.8).
 */
import type { NodeFormat } from '../../shared/dm/node.ts';
import { readTnds } from '../../shared/dm/tnds-reader.ts';
import { TNDS_XML, type TndsNode } from '../../shared/dm/tnds.ts';
import { fail, ok, type Result } from '../../shared/result.ts';
import type { Data, Item } from '../../shared/syncml/message.ts';
import { isSuccess, statusWord } from '../../shared/syncml/status-codes.ts';
import { draft, type Conversation } from './conversation.ts';
import { writeLeaf } from './leaf-writer.ts';
import type { Outcome } from './outcome.ts';

/**
 * Replaces the value of a leaf; one that has gone meanwhile is added again. Octets are base64.
 * Errors: `write-refused`, `write-not-kept`.
 */
export async function writeValue(
  dm: Conversation,
  leaf: { readonly uri: string; readonly value: string; readonly format: NodeFormat },
): Promise<Result<void>> {
  const { uri, value, format } = leaf;
  const written = await writeLeaf(dm, { uri, value, format: wireFormat(format) }, 'Replace');
  if (!written.ok) return written;
  const last = written.value.at(-1);
  if (last?.code === undefined || !isSuccess(last.code)) return refused(last?.cmd ?? 'Replace', uri, last?.code);
  return readBack(dm, uri, value, format);
}

/**
 * Adds a node: an interior one, or a leaf with its value. A node of this name is left as it is.
 * Errors: `node-exists`, `write-refused`, `write-not-kept`.
 */
export async function addChild(
  dm: Conversation,
  node: { readonly uri: string; readonly format: NodeFormat; readonly value: string },
): Promise<Result<void>> {
  const { uri, format, value } = node;
  const isLeaf = format !== 'node';
  const sent = await dm.send([isLeaf ? draft.add({ uri, value, format: wireFormat(format) }) : draft.addNode(uri)]);
  if (!sent.ok) return sent;
  const code = sent.value[0]?.code;
  if (code === 418) return exists(uri);
  if (code === undefined || !isSuccess(code)) return refused('Add', uri, code);
  if (isLeaf && format !== 'null') return readBack(dm, uri, value, format);
  const got = await dm.get(uri);
  if (!got.ok) return got;
  return got.value.code === 404 ? notKept('Add', uri, 'it is not there') : ok(undefined);
}

/** Deletes a node with everything below it. Errors: `write-refused`, `write-not-kept`. */
export async function deleteNode(dm: Conversation, uri: string): Promise<Result<void>> {
  const sent = await dm.delete(uri);
  if (!sent.ok) return sent;
  const { code } = sent.value;
  if (code !== 404 && (code === undefined || !isSuccess(code))) return refused('Delete', uri, code);
  const got = await dm.get(uri);
  if (!got.ok) return got;
  return got.value.code === 404 ? ok(undefined) : notKept('Delete', uri, 'it is still there');
}

/**
 * Adds or replaces a sub-tree with one TNDS document; answers the nodes that it has. The document is read before
 * anything is sent. Errors: those of `readTnds`, `node-exists`, `write-refused`, `write-not-kept`.
 */
export async function writeDocument(
  dm: Conversation,
  { uri, document, how }: { readonly uri: string; readonly document: string; readonly how: 'Add' | 'Replace' },
): Promise<Result<readonly TndsNode[]>> {
  const there = await dm.get(uri);
  if (!there.ok) return there;
  // A node that is there takes an added document below itself; otherwise the document is the node (DM 1.2 §9).
  const isBelow = how === 'Add' && there.value.code !== 404;
  const nodes = readTnds(document, uri, isBelow ? 'below' : 'at');
  if (!nodes.ok) return nodes;
  const item: Item = { target: { locURI: uri }, meta: { format: 'xml', type: TNDS_XML }, data: document };
  const sent = await dm.send([{ cmd: how, items: [item] }]);
  if (!sent.ok) return sent;
  const code = sent.value[0]?.code;
  if (code === 418) return exists(uri);
  if (code === undefined || !isSuccess(code)) return refused(how, uri, code);
  const missing = await missingOf(dm, nodes.value);
  if (!missing.ok) return missing;
  return missing.value === undefined ? nodes : notKept(how, missing.value, 'it is not there');
}

/** The first node of a document that the handset does not have. */
async function missingOf(dm: Conversation, nodes: readonly TndsNode[]): Promise<Result<string | undefined>> {
  const got = await dm.send(nodes.map(({ uri }) => draft.get(uri)));
  if (!got.ok) return got;
  return ok(nodes.find((_node, index) => got.value[index]?.code === 404)?.uri);
}

async function readBack(dm: Conversation, uri: string, value: string, format: NodeFormat): Promise<Result<void>> {
  const got = await dm.get(uri);
  if (!got.ok) return got;
  const { code } = got.value;
  // A leaf that may be written and not read, e.g. a secret: the Status of the write is all there is.
  if (code === 405 || code === 425) return ok(undefined);
  const read = textOf(got.value);
  if (isSameValue(read ?? '', value, format) && code !== 404) return ok(undefined);
  return notKept('Replace', uri, read === undefined ? 'nothing is read back' : `“${read}” is read back`);
}

function textOf({ results }: Outcome): string | undefined {
  const data: Data | undefined = results[0]?.data;
  return data === undefined || typeof data === 'string' ? data : Buffer.from(data).toString('base64');
}

/** Base64 may come back in other lines, a number with another sign or zero, a truth in another word. */
function isSameValue(read: string, written: string, format: NodeFormat): boolean {
  if (read === written) return true;
  switch (format) {
    case 'bin':
    case 'b64':
      return read.replaceAll(/\s/g, '') === written.replaceAll(/\s/g, '');
    case 'int':
    case 'float':
      return read.trim() !== '' && Number(read) === Number(written);
    case 'bool':
      return truth(read) === truth(written);
    case 'null':
    case 'chr':
    case 'xml':
    case 'date':
    case 'time':
    case 'node':
    case 'unknown':
      return false;
  }
}

function truth(text: string): string {
  const word = text.trim().toLowerCase();
  return word === '1' ? 'true' : word === '0' ? 'false' : word;
}

/** Octets travel as base64; what nobody has named is text (facts 2.8). */
function wireFormat(format: NodeFormat): string {
  return format === 'bin' ? 'b64' : format === 'unknown' ? 'chr' : format;
}

function exists(uri: string): Result<never> {
  return fail('node-exists', `There is a node ${uri} already.`, 'Change its value, or choose another name.');
}

// oxfmt-ignore
const NEXT: ReadonlyMap<number, string> = new Map([
  [404, 'The node above it is not there: read the sub-tree again.'],
  [405, 'The handset does not allow this on this node: it may be permanent, or written by nobody.'],
  [406, 'This handset does not have the command.'],
  [413, 'Use a shorter value.'],
  [414, 'Use a shorter name, or a place that is less deep.'],
  [415, 'The handset does not take this format here.'],
  [420, 'Free memory on the handset.'],
  [425, 'This server lacks the right: look at the properties of the node.'],
]);

function refused(cmd: string, uri: string, code: number | undefined): Result<never> {
  const told = code === undefined ? 'no status' : `${code} ${statusWord(code)}`;
  const next = (code === undefined ? undefined : NEXT.get(code)) ?? 'Look at the trace.';
  return fail('write-refused', `The handset refuses ${cmd} of ${uri}: ${told}.`, next, { detail: `${cmd}: ${told}` });
}

function notKept(cmd: string, uri: string, found: string): Result<never> {
  return fail(
    'write-not-kept',
    `The handset takes ${cmd} of ${uri}, but ${found}.`,
    'Look at the trace; the handset may keep it in a form of its own.',
  );
}
