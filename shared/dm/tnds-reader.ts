/**
 * Reads a TNDS document. Tolerant like the other readers (order of elements, Format as element or as word, missing
 * properties), strict about what would place a node somewhere else than it says.
 */
import { fail, ok, type Result } from '../result.ts';
import { contentOf, textOf, tokenOf, type SyncmlElement } from '../syncml/element.ts';
import { parseXml } from '../syncml/xml-parser.ts';
import { parseFormat } from './format.ts';
import { TEXT_PROPERTIES, type TndsNode } from './tnds.ts';
import { checkURI, joinURI, lastSegment, normalizeURI, ROOT, segments } from './uri.ts';

/** Elements within each other; trees of handsets are flatter than sixteen levels. */
const MAX_DEPTH = 128;

/**
 * Reads a document into its nodes, parents before children. Paths are relative to `baseURI`, the command's target.
 * `top` says where a node without a Path belongs: `below` the base, or `at` it when it is alone and has its name, as
 * in the answer to `Get <base>?list=TNDS`.
 * Errors: `xml-malformed`, `xml-too-deep`, `xml-doctype`, `tnds-malformed`, `tnds-version`. Source: DM 1.2 §9.
 */
export function readTnds(xml: string, baseURI: string, top: 'at' | 'below' = 'at'): Result<readonly TndsNode[]> {
  const parsed = parseXml(xml, MAX_DEPTH);
  if (!parsed.ok) return parsed;
  const root = parsed.value;
  if (root.name !== 'MgmtTree') return malformed(`The root is ${root.name}, not MgmtTree`);
  const version = childOf(root, 'VerDTD');
  if (version !== undefined && !tokenOf(version).startsWith('1.'))
    return fail('tnds-version', `This TNDS is of version ${tokenOf(version)}, not 1.2.`, 'Ask for it in version 1.2.');
  const base = normalizeURI(baseURI);
  const tops = root.children.filter(({ name }) => name === 'Node');
  if (tops.length === 0) return malformed('There is no Node');
  const nodes = new Map<string, TndsNode>();
  for (const element of tops) {
    const placed = placeOf(element, base, top === 'at' && tops.length === 1);
    if (!placed.ok) return placed;
    const read = readNode(element, placed.value, nodes);
    if (!read.ok) return read;
  }
  return ok([...nodes.values()]);
}

/** The URI of a node right below MgmtTree. */
function placeOf(element: SyncmlElement, base: string, mayBeBase: boolean): Result<string> {
  const name = nameOf(element);
  const path = childOf(element, 'Path');
  const text = path === undefined ? '' : tokenOf(path);
  if (text === '') {
    const isBase = mayBeBase && (name === lastSegment(base) || name === '' || name === ROOT);
    return isBase ? ok(base) : below(base, name);
  }
  const checked = checkURI(text);
  if (!checked.ok) return malformed(`Path ${text}: ${checked.error.message}`);
  // `./A` is counted from the root by the clients that write it, `A` from the target.
  const parent = /^\.?\//.test(text) ? checked.value : joinURI(base, ...segments(checked.value));
  return parent === base || parent === ROOT || parent.startsWith('./')
    ? below(parent, name)
    : malformed(`Path ${text} leads out of the tree`);
}

function readNode(element: SyncmlElement, uri: string, nodes: Map<string, TndsNode>): Result<void> {
  if (nodes.has(uri)) return malformed(`${uri} is there twice`);
  const children = element.children.filter(({ name }) => name === 'Node');
  const value = childOf(element, 'Value');
  if (value !== undefined && children.length > 0) return malformed(`${uri} has a value and children`);
  const properties = childOf(element, 'RTProperties');
  const told = properties === undefined ? undefined : formatOf(properties);
  const format = children.length > 0 ? 'node' : (told ?? (value === undefined ? 'unknown' : 'chr'));
  if (format === 'node' && value !== undefined && contentOf(value).trim() !== '')
    return malformed(`${uri} is an interior node with a value`);
  nodes.set(uri, {
    uri,
    format,
    ...(properties === undefined ? {} : propertiesOf(properties)),
    ...(value === undefined || format === 'node' ? {} : { value: contentOf(value) }),
  });
  for (const child of children) {
    const at = below(uri, nameOf(child));
    if (!at.ok) return at;
    const read = readNode(child, at.value, nodes);
    if (!read.ok) return read;
  }
  return ok(undefined);
}

function propertiesOf(properties: SyncmlElement): Partial<TndsNode> {
  const type = typeOf(properties);
  const texts = TEXT_PROPERTIES.flatMap(([key, name]) => {
    const element = childOf(properties, name);
    return element === undefined ? [] : [[key, key === 'title' ? textOf(element) : tokenOf(element)] as const];
  });
  return { ...(type === undefined ? {} : { type }), ...Object.fromEntries(texts) };
}

/** `<Format><chr/></Format>`, or `<Format>chr</Format>` as some clients write. */
function formatOf(properties: SyncmlElement): TndsNode['format'] | undefined {
  const format = childOf(properties, 'Format');
  if (format === undefined) return undefined;
  const word = format.children[0]?.name ?? tokenOf(format);
  return word === '' ? undefined : parseFormat(word);
}

/** `<Type><MIME>text/plain</MIME></Type>`, `<Type><DDFName>urn:…</DDFName></Type>`, or the text alone. */
function typeOf(properties: SyncmlElement): string | undefined {
  const type = childOf(properties, 'Type');
  if (type === undefined) return undefined;
  const text = tokenOf(type.children[0] ?? type);
  return text === '' ? undefined : text;
}

function nameOf(element: SyncmlElement): string {
  const name = childOf(element, 'NodeName');
  return name === undefined ? '' : tokenOf(name);
}

function below(parent: string, name: string): Result<string> {
  if (name === '' || name === '.' || name === '..' || name.includes('/'))
    return malformed(`“${name}” below ${parent} is no name of a node`);
  const uri = joinURI(parent, name);
  const checked = checkURI(uri);
  return checked.ok ? ok(uri) : malformed(checked.error.message);
}

function childOf(element: SyncmlElement, name: string): SyncmlElement | undefined {
  return element.children.find((child) => child.name === name);
}

function malformed(detail: string): Result<never> {
  return fail('tnds-malformed', 'This is no TNDS document that can be read.', 'Look at its text in the trace.', {
    detail,
  });
}
