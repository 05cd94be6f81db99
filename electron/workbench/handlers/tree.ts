/** Use cases around the tree: show what is known, read again. */
import type { Handlers } from '../../../shared/contract/contract.ts';
import type { NodeProperties } from '../../../shared/contract/tree.ts';
import { effectiveRights } from '../../../shared/dm/acl.ts';
import { checkProperty } from '../../../shared/dm/properties.ts';
import { normalizeURI } from '../../../shared/dm/uri.ts';
import { fail, ok, type Result } from '../../../shared/result.ts';
import { statusWord } from '../../../shared/syncml/status-codes.ts';
import type { Conversation } from '../../server/conversation.ts';
import { readProperties, writeProperty } from '../../server/property-reader.ts';
import type { Services } from '../services.ts';
import { nodeWork } from './node-work.ts';
import { treeEditHandlers } from './tree-edits.ts';

type TreeHandlers = Pick<Handlers, Extract<keyof Handlers, `tree.${string}`>>;

const WHAT = {
  scomo: 'reading the SCOMO object',
  device: 'reading the device objects',
  all: 'reading the whole tree',
  subtree: 'reading a sub-tree',
} as const;

/** The handlers of area `tree`. */
export function treeHandlers(services: Services): TreeHandlers {
  const { registry, mirrors, desk, readings, storage, now } = services;
  const unknown = fail('handset-unknown', 'There is no such handset.', 'Choose one of the list, or let it call once.');
  const notAdmitted = fail(
    'handset-not-admitted',
    'This handset has not been admitted.',
    'Admit it first; nothing is read of a handset nobody knows.',
  );

  const withNode = nodeWork(services);

  async function propertiesOf(dm: Conversation, uri: string): Promise<Result<NodeProperties>> {
    const read = await readProperties(dm, uri);
    if (!read.ok) return read;
    const serverId = (storage.accounts.get(dm.devId) ?? services.enrolment()).serverId;
    return ok({
      uri,
      readAt: now(),
      properties: read.value.properties.map((property) =>
        'value' in property
          ? property
          : { name: property.name, refusal: { code: property.status, word: statusWord(property.status) } },
      ),
      serverId,
      rights: [...effectiveRights(read.value.way, serverId)],
    });
  }

  return {
    ...treeEditHandlers(services),
    'tree.snapshot': ({ devId }) => (registry.get(devId) === undefined ? unknown : ok(mirrors.snapshot(devId))),
    'tree.inventory': ({ devId }) =>
      registry.get(devId) === undefined ? unknown : ok({ inventory: mirrors.inventory(devId) ?? null }),
    'tree.read': async ({ devId, scope, uri }) => {
      const record = registry.get(devId);
      if (record === undefined) return unknown;
      if (!record.admitted) return notAdmitted;
      if (scope === 'subtree' && uri === undefined) return fail('invalid-input', 'Which sub-tree?', 'Name its URI.');
      const began = now();
      const read = await desk.inSession(
        devId,
        { what: WHAT[scope], until: began + services.settings().stepTimeLimitSeconds * 1000, holdMs: () => 0 },
        (dm) =>
          scope === 'scomo'
            ? readings.scomo(dm)
            : scope === 'device'
              ? readings.device(dm)
              : readings.subtree(dm, scope === 'all' ? '.' : normalizeURI(uri ?? '.')),
      );
      if (!read.ok) {
        registry.note(devId, { problem: read.error.message });
        return read;
      }
      registry.clear(devId, 'problem');
      return ok({ nodes: read.value.nodes, method: read.value.method, ms: now() - began });
    },
    'tree.properties': ({ devId, uri }) => withNode(devId, uri, 'reading the properties of a node', propertiesOf),
    'tree.setProperty': ({ devId, uri, property, value }) =>
      withNode(devId, uri, `changing ${property} of a node`, async (dm, at) => {
        const checked = checkProperty(at, property, value);
        if (!checked.ok) return checked;
        const written = await writeProperty(dm, at, property, checked.value);
        if (!written.ok) return written;
        if (written.value !== at) {
          // The mirror follows the new name: what stood under the old one is gone.
          for (const one of [at, written.value]) {
            const read = await readings.subtree(dm, one);
            if (!read.ok) return read;
          }
        }
        return propertiesOf(dm, written.value);
      }),
  };
}
