/** Writes a sub-tree as a TNDS document, in the DTD's order of elements (DM 1.2 §9, facts 2.8). */
import { fail, ok, type Result } from '../result.ts';
import { escapeText, isCarriable } from '../syncml/xml-text.ts';
import { TEXT_PROPERTIES, type TndsNode } from './tnds.ts';
import { isBelow, lastSegment, normalizeURI, parentOf } from './uri.ts';

const HEAD = '<MgmtTree xmlns="syncml:dmddf1.2"><VerDTD>1.2</VerDTD>';

/**
 * Writes the node at `baseURI` and those below it; nodes elsewhere are left out, interior nodes that only their
 * children name are made. Errors: `tnds-empty` (no node there), `tnds-not-carriable` (a character that XML has not).
 */
export function writeTnds(nodes: readonly TndsNode[], baseURI: string): Result<string> {
  const base = normalizeURI(baseURI);
  const known = new Map<string, TndsNode>();
  const children = new Map<string, string[]>();
  for (const node of nodes) {
    if (node.uri !== base && !isBelow(node.uri, base)) continue;
    hang(node.uri);
    known.set(node.uri, node);
  }
  if (known.size === 0) return fail('tnds-empty', `Nothing is known of ${base}.`, 'Read the sub-tree first.');
  const wrong = [...known.values()].find((node) => !isNodeCarriable(node));
  if (wrong !== undefined)
    return fail(
      'tnds-not-carriable',
      `${wrong.uri} has a character that XML cannot carry.`,
      'Export a part of the tree without this node.',
    );
  const out: string[] = [HEAD];
  write(base);
  out.push('</MgmtTree>');
  return ok(out.join(''));

  /** Makes the node a child of its parent, and so on up to the base. */
  function hang(uri: string): void {
    if (children.has(uri)) return;
    children.set(uri, []);
    const parent = uri === base ? undefined : parentOf(uri);
    if (parent === undefined) return;
    hang(parent);
    children.get(parent)?.push(uri);
  }

  function write(uri: string): void {
    const node = known.get(uri);
    const below = children.get(uri) ?? [];
    out.push(`<Node>${element('NodeName', lastSegment(uri))}`);
    if (node !== undefined) out.push(properties(node, below.length > 0));
    for (const child of below) write(child);
    if (node?.value !== undefined && below.length === 0 && node.format !== 'node')
      out.push(element('Value', node.value));
    out.push('</Node>');
  }
}

/** RTProperties in the DTD's order: ACL Format Name Size Title TStamp Type VerNo. */
function properties(node: TndsNode, hasChildren: boolean): string {
  const format = hasChildren ? 'node' : node.format;
  const [acl, size, title, tstamp, verNo] = TEXT_PROPERTIES.map(([key, name]) => {
    const text = node[key];
    return text === undefined ? '' : element(name, text);
  });
  const typeName = format === 'node' ? 'DDFName' : 'MIME';
  const type = node.type === undefined ? '' : `<Type>${element(typeName, node.type)}</Type>`;
  const inside = [
    acl,
    format === 'unknown' ? '' : `<Format><${format}/></Format>`,
    size,
    title,
    tstamp,
    type,
    verNo,
  ].join('');
  return inside === '' ? '' : `<RTProperties>${inside}</RTProperties>`;
}

function element(name: string, text: string): string {
  return text === '' ? `<${name}/>` : `<${name}>${escapeText(text)}</${name}>`;
}

function isNodeCarriable(node: TndsNode): boolean {
  return [node.uri, node.value, node.type, ...TEXT_PROPERTIES.map(([key]) => node[key])].every(
    (text) => text === undefined || isCarriable(text),
  );
}
