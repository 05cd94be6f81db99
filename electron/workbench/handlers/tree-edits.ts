/** Use cases that change a handset's tree by hand; each ends with a reading, so that the mirror shows what is there. */
import type { Handlers } from '../../../shared/contract/contract.ts';
import { checkProperty } from '../../../shared/dm/properties.ts';
import { escapeSegment, joinURI, parentOf, ROOT } from '../../../shared/dm/uri.ts';
import { fail, ok, type Result } from '../../../shared/result.ts';
import type { Conversation } from '../../server/conversation.ts';
import { addChild, deleteNode, writeDocument, writeValue } from '../../server/tree-writer.ts';
import type { Services } from '../services.ts';
import { nodeWork } from './node-work.ts';

type EditHandlers = Pick<Handlers, 'tree.setValue' | 'tree.addNode' | 'tree.deleteNode' | 'tree.writeTnds'>;

/** The handlers of area `tree` that change it. */
export function treeEditHandlers(services: Services): EditHandlers {
  const { mirrors, readings } = services;
  const withNode = nodeWork(services);

  /** What the handset has there now, also after a refusal: something of it may have happened. */
  async function thenRead(dm: Conversation, uri: string, done: Result<unknown>): Promise<Result<void>> {
    const read = await readings.subtree(dm, uri);
    return done.ok ? (read.ok ? ok(undefined) : read) : done;
  }

  function formatOf(devId: string, uri: string): string {
    return mirrors.snapshot(devId).rows.find(([at]) => at === uri)?.[1] ?? 'chr';
  }

  return {
    'tree.setValue': ({ devId, uri, value }) =>
      withNode(devId, uri, 'changing the value of a node', async (dm, at) => {
        const format = formatOf(devId, at) as Parameters<typeof writeValue>[1]['format'];
        if (format === 'node') return fail('not-a-leaf', `${at} has nodes below it, no value.`, 'Choose a leaf.');
        const done = await thenRead(dm, at, await writeValue(dm, { uri: at, value, format }));
        return done.ok ? ok({ uri: at }) : done;
      }),
    'tree.addNode': ({ devId, uri, name, format, value }) =>
      withNode(devId, uri, 'adding a node', async (dm, at) => {
        const child = joinURI(at, escapeSegment(name));
        const checked = checkProperty(child, 'Name', name);
        if (!checked.ok) return checked;
        const done = await thenRead(dm, child, await addChild(dm, { uri: child, format, value: value ?? '' }));
        return done.ok ? ok({ uri: child }) : done;
      }),
    'tree.deleteNode': ({ devId, uri }) =>
      withNode(devId, uri, 'deleting a node', async (dm, at) => {
        if (at === ROOT) return fail('root', 'The root cannot be deleted.', 'Choose a node below it.');
        const done = await thenRead(dm, at, await deleteNode(dm, at));
        return done.ok ? ok({ uri: parentOf(at) ?? ROOT }) : done;
      }),
    'tree.writeTnds': ({ devId, uri, document, how }) =>
      withNode(devId, uri, 'writing a sub-tree', async (dm, at) => {
        const written = await writeDocument(dm, { uri: at, document, how });
        const done = await thenRead(dm, at, written);
        if (!done.ok) return done;
        return written.ok ? ok({ uri: at, nodes: written.value.length }) : written;
      }),
  };
}
