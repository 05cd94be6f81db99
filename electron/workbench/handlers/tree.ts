/** Use cases around the tree: show what is known, read again. */
import type { Handlers } from '../../../shared/contract/contract.ts';
import { normalizeURI } from '../../../shared/dm/uri.ts';
import { fail, ok } from '../../../shared/result.ts';
import type { Services } from '../services.ts';

type TreeHandlers = Pick<Handlers, Extract<keyof Handlers, `tree.${string}`>>;

const WHAT = {
  scomo: 'reading the SCOMO object',
  all: 'reading the whole tree',
  subtree: 'reading a sub-tree',
} as const;

/** The handlers of area `tree`. */
export function treeHandlers(services: Services): TreeHandlers {
  const { registry, mirrors, desk, readings, now } = services;
  const unknown = fail('handset-unknown', 'There is no such handset.', 'Choose one of the list, or let it call once.');
  return {
    'tree.snapshot': ({ devId }) => (registry.get(devId) === undefined ? unknown : ok(mirrors.snapshot(devId))),
    'tree.inventory': ({ devId }) =>
      registry.get(devId) === undefined ? unknown : ok({ inventory: mirrors.inventory(devId) ?? null }),
    'tree.read': async ({ devId, scope, uri }) => {
      const record = registry.get(devId);
      if (record === undefined) return unknown;
      if (!record.admitted)
        return fail(
          'handset-not-admitted',
          'This handset has not been admitted.',
          'Admit it first; nothing is read of a handset nobody knows.',
        );
      if (scope === 'subtree' && uri === undefined) return fail('invalid-input', 'Which sub-tree?', 'Name its URI.');
      const began = now();
      const read = await desk.inSession(
        devId,
        { what: WHAT[scope], until: began + services.settings().stepTimeLimitSeconds * 1000, holdMs: () => 0 },
        (dm) =>
          scope === 'scomo'
            ? readings.scomo(dm)
            : readings.subtree(dm, scope === 'all' ? '.' : normalizeURI(uri ?? '.')),
      );
      if (!read.ok) {
        registry.change(devId, { problem: read.error.message });
        return read;
      }
      registry.clearProblem(devId);
      return ok({ nodes: read.value.nodes, method: read.value.method, ms: now() - began });
    },
  };
}
