/**
 * Whether the server may do something with a node (facts 2.8, ACL): the list of the nearest node on the way up that
 * has one decides, as a whole. The root's list lets every server do everything until a server replaces it.
 */
import { type Acl, type AclCommand, parseAcl } from '../../../shared/dm/acl.ts';
import { parentOf } from '../../../shared/dm/uri.ts';
import type { ManagementTree } from './management-tree.ts';

/** The root's list as the handset was made. */
export const ROOT_ACL = 'Add=*&Delete=*&Exec=*&Get=*&Replace=*';

/** May the server with this identifier send `command` to the node at `uri`? */
export function isAllowed(tree: ManagementTree, uri: string, command: AclCommand, serverId: string): boolean {
  const ids = aclFor(tree, uri)[command] ?? [];
  return ids.includes('*') || ids.includes(serverId);
}

/** May it replace the ACL of this node? A leaf's only by the right on its parent, an interior node's by either. */
export function mayChangeAcl(tree: ManagementTree, uri: string, serverId: string): boolean {
  const parent = parentOf(uri);
  const byParent = parent !== undefined && isAllowed(tree, parent, 'Replace', serverId);
  const isInterior = tree.find(uri)?.children !== undefined;
  return byParent || (isInterior && isAllowed(tree, uri, 'Replace', serverId));
}

function aclFor(tree: ManagementTree, uri: string): Acl {
  for (let at: string | undefined = uri; at !== undefined; at = parentOf(at)) {
    const own = tree.find(at)?.acl ?? '';
    const parsed = own === '' ? undefined : parseAcl(own);
    if (parsed?.ok === true) return parsed.value;
  }
  const root = parseAcl(ROOT_ACL);
  return root.ok ? root.value : {};
}
