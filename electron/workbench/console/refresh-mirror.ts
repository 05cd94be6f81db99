/**
 * After commands of the console: brings the mirror of the tree up to what they did. What a Get told is taken as it
 * came, what was deleted goes, and what was written is read again in the same session.
 */
import type { MirrorUpdate } from '../../../shared/console/answer.ts';
import type { TreeNode } from '../../../shared/dm/node.ts';
import { isBelow, parentOf, splitQuery } from '../../../shared/dm/uri.ts';
import type { Item } from '../../../shared/syncml/message.ts';
import { isSuccess } from '../../../shared/syncml/status-codes.ts';
import type { Conversation } from '../../server/conversation.ts';
import { codeFor, type Outcome } from '../../server/outcome.ts';
import { nodesOf } from '../../server/tree-reader.ts';
import type { Services } from '../services.ts';

/** Sub-trees that are read again; whoever wrote more reads the whole tree by hand. */
const MOST_READINGS = 20;
/** Queries whose Results are nodes as they are. */
const TELLING = new Set(['list=struct', 'list=structdata']);

/** Undefined when nothing of the mirror is concerned. */
export async function refreshMirror(
  { mirrors, readings, now }: Pick<Services, 'mirrors' | 'readings' | 'now'>,
  dm: Conversation,
  outcomes: readonly Outcome[],
): Promise<MirrorUpdate | undefined> {
  const all = flattenOutcomes(outcomes);
  const told = all.filter(({ draft }) => draft.cmd === 'Get').flatMap((outcome) => toldBy(outcome, now()));
  const gone = touched(all, ['Delete'])
    .filter((uri) => !uri.includes('?'))
    .map((uri) => splitQuery(uri).uri);
  const written = highest(touched(all, ['Add', 'Replace', 'Copy']).flatMap(nodeToRead));
  const mayHaveChangedMore = touched(all, ['Exec']).length > 0 || written.length > MOST_READINGS;
  if (told.length + gone.length + written.length === 0 && !mayHaveChangedMore) return undefined;
  if (told.length > 0) mirrors.take(dm.devId, { root: '.', complete: false, nodes: told, at: now() });
  if (gone.length > 0) mirrors.take(dm.devId, { root: '.', complete: false, nodes: [], gone, at: now() });
  const read = told.map(({ uri }) => uri);
  let problem: string | undefined;
  for (const uri of written.slice(0, MOST_READINGS)) {
    const reading = await readings.subtree(dm, uri);
    if (reading.ok) read.push(uri);
    else problem = reading.error.message;
  }
  return {
    read: [...new Set(read)].slice(0, MOST_READINGS),
    gone,
    mayHaveChangedMore,
    ...(problem === undefined ? {} : { problem }),
  };
}

function flattenOutcomes(outcomes: readonly Outcome[]): readonly Outcome[] {
  return outcomes.flatMap((outcome) => [outcome, ...flattenOutcomes(outcome.children)]);
}

/** The targets of these commands that the handset said it has dealt with. */
function touched(outcomes: readonly Outcome[], commands: readonly Outcome['draft']['cmd'][]): readonly string[] {
  return outcomes
    .filter(({ draft }) => commands.includes(draft.cmd))
    .flatMap((outcome) =>
      itemsOf(outcome)
        .map(({ target }) => target?.locURI ?? '')
        .filter((uri) => uri !== '' && isSuccess(codeFor(outcome, uri) ?? 500)),
    );
}

function itemsOf({ draft }: Outcome): readonly Item[] {
  return 'items' in draft ? draft.items : [];
}

/** A new name is found below the parent; other properties are not part of the mirror. */
function nodeToRead(uri: string): readonly string[] {
  const { uri: node, query } = splitQuery(uri);
  if (query === undefined) return [node];
  return query.toLowerCase() === 'prop=name' ? [parentOf(node) ?? '.'] : [];
}

/** Without those that lie below another one. */
function highest(uris: readonly string[]): readonly string[] {
  const unique = [...new Set(uris)];
  return unique.filter((uri) => !unique.some((other) => isBelow(uri, other)));
}

/** Nodes as Results tell them; of lists and properties only the structure lists do. */
function toldBy(outcome: Outcome, at: number): readonly TreeNode[] {
  const queries = itemsOf(outcome).map(({ target }) => splitQuery(target?.locURI ?? '').query?.toLowerCase());
  if (!queries.every((query) => query === undefined || TELLING.has(query))) return [];
  const hasValues = !queries.includes('list=struct');
  const told = outcome.results.filter(({ source, target }) => source !== undefined || target !== undefined);
  return nodesOf(hasValues ? told : told.map(withoutData), at);
}

function withoutData({ data: _data, ...rest }: Item): Item {
  return rest;
}
