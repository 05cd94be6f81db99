/**
 * Nodes beside the standard objects: a sub-tree that a server may change freely, and as many filler nodes as asked
 * for, always the same ones, so that large trees can be tried and compared.
 */
import type { ManagementTree } from './management-tree.ts';
import { ACCESS, type NodeSpec } from './node.ts';

/** A server may add, replace, copy, rename and delete below this node; it is kept over restarts. */
export const SETTINGS = './Vendor/Settings';

const FILLER = './Vendor/Filler';
const GROUPS_PER_SECTION = 40;
const LEAVES_PER_GROUP = 24;

/** The kinds of filler leaves, in turn; `n` counts them. */
const LEAVES: readonly ((n: number) => NodeSpec)[] = [
  (n) => ({ value: `value ${n}` }),
  (n) => ({ format: 'int', value: String((n * 7919) % 100_003) }),
  (n) => ({ format: 'bool', value: String(n % 2 === 0) }),
  (n) => ({ format: 'float', value: (n / 8).toFixed(3) }),
  (n) => ({ value: `Grüße & <tags> ${n}` }),
  (n) => ({ format: 'bin', type: 'application/octet-stream', value: Buffer.from(`octets ${n}`) }),
];

/** Makes ./Vendor, its settings and `count` filler nodes (interior ones counted, their common root not). */
export function addVendorNodes(tree: ManagementTree, count: number): void {
  tree.put('./Vendor', { format: 'node', permanent: true });
  tree.put(SETTINGS, { format: 'node', access: ACCESS.getAdd, permanent: true });
  if (count === 0) return;
  tree.put(FILLER, { format: 'node', permanent: true });
  let made = 0;
  for (let section = 0; made < count; section++) {
    const sectionURI = `${FILLER}/S${section}`;
    made += add(tree, sectionURI, { format: 'node' });
    for (let group = 0; group < GROUPS_PER_SECTION && made < count; group++) {
      const groupURI = `${sectionURI}/G${group}`;
      made += add(tree, groupURI, { format: 'node' });
      for (let leaf = 0; leaf < LEAVES_PER_GROUP && made < count; leaf++)
        made += add(tree, `${groupURI}/L${leaf}`, LEAVES[made % LEAVES.length]?.(made) ?? {});
    }
  }
}

function add(tree: ManagementTree, uri: string, spec: NodeSpec): 1 {
  tree.put(uri, { permanent: true, ...spec });
  return 1;
}
