/** Sub-trees as they are kept in the state file: everything below a root, octets as base64. */
import * as z from 'zod';
import type { ManagementTree } from './management-tree.ts';
import { ACCESS, type AccessType, FORMATS } from './node.ts';

const accessName = z.enum(Object.keys(ACCESS) as (keyof typeof ACCESS)[]);

export const storedNode = z.strictObject({
  uri: z.string(),
  format: z.enum(FORMATS),
  type: z.string().exactOptional(),
  value: z.string().exactOptional(),
  octets: z.base64().exactOptional(),
  access: accessName,
  permanent: z.boolean(),
  acl: z.string().exactOptional(),
  title: z.string().exactOptional(),
});
export type StoredNode = z.output<typeof storedNode>;

/** Everything strictly below `root`, parents first. */
export function storeNodes(tree: ManagementTree, root: string): StoredNode[] {
  const stored: StoredNode[] = [];
  for (const [uri, node] of tree.walk(root)) {
    if (uri === root) continue;
    stored.push({
      uri,
      format: node.format,
      access: nameOf(node.access),
      permanent: node.permanent,
      ...(node.type === undefined ? {} : { type: node.type }),
      ...(node.acl === undefined ? {} : { acl: node.acl }),
      ...(node.title === undefined ? {} : { title: node.title }),
      ...(typeof node.value === 'string'
        ? { value: node.value }
        : { octets: Buffer.from(node.value).toString('base64') }),
    });
  }
  return stored;
}

/** Makes stored nodes anew; their root must be there. */
export function restoreNodes(tree: ManagementTree, stored: readonly StoredNode[]): void {
  for (const { uri, format, type, value, octets, access, permanent, acl, title } of stored) {
    tree.put(uri, {
      format,
      value: octets === undefined ? (value ?? '') : Buffer.from(octets, 'base64'),
      access: ACCESS[access],
      permanent,
      ...(type === undefined ? {} : { type }),
      ...(acl === undefined ? {} : { acl }),
      ...(title === undefined ? {} : { title }),
    });
  }
}

function nameOf(access: ReadonlySet<AccessType>): keyof typeof ACCESS {
  const row = Object.entries(ACCESS).find(([, set]) => set === access);
  if (row === undefined) throw new Error('Every access set is a row of ACCESS');
  return row[0] as keyof typeof ACCESS;
}
