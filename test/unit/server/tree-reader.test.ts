import { describe, expect, it } from 'vitest';
import type { Conversation } from '../../../electron/server/conversation.ts';
import type { Draft, Outcome } from '../../../electron/server/outcome.ts';
import { findScomo } from '../../../electron/server/scomo-finder.ts';
import { readTree, type ReadMethod } from '../../../electron/server/tree-reader.ts';
import { writeTnds } from '../../../shared/dm/tnds-writer.ts';
import { applyReading, emptyTree, sizeOf } from '../../../shared/dm/tree.ts';
import { ok } from '../../../shared/result.ts';
import type { Item } from '../../../shared/syncml/message.ts';

/** URI → value of a leaf, or the MO identifier in brackets of an interior node. */
type Tree = Readonly<Record<string, string>>;

const TREE: Tree = {
  '.': '[]',
  './DevInfo': '[urn:oma:mo:oma-dm-devinfo:1.0]',
  './DevInfo/Man': 'Acme',
  './apps': '[]',
  './apps/SCM': '[urn:oma:mo:oma-scomo:1.0]',
  './apps/SCM/inventory': '[]',
  './apps/SCM/inventory/deployed': '[]',
  './apps/SCM/inventory/deployed/C1': '[]',
  './apps/SCM/inventory/deployed/C1/ID': 'com.acme.notes',
  './apps/SCM/inventory/deployed/C1/Name': '',
  './apps/SCM/inventory/deployed/C1/State': '20',
};

/** A handset on which every node is an interior one, with these children. */
function endless(asked: string[], children: (uri: string) => string): { readonly dm: Conversation } {
  const answer = (one: Draft): Outcome => {
    if (one.cmd !== 'Get') throw new Error('Only Gets are expected.');
    const uris = one.items.map(({ target }) => target?.locURI ?? '');
    asked.push(...uris);
    const results = uris.map((uri): Item => ({
      source: { locURI: uri },
      meta: { format: 'node' },
      data: children(uri),
    }));
    return { draft: one, code: 200, statuses: [], results, children: [] };
  };
  const send = (drafts: readonly Draft[]) => Promise.resolve(ok(drafts.map(answer)));
  return { dm: { send } as unknown as Conversation };
}

interface Refusals {
  /** Queries that are answered with this status, e.g. `list=StructData`. */
  readonly [query: string]: number;
}

/** A handset's tree behind a conversation; counts the packages it takes: what is sent together travels in one. */
function conversation(
  refusals: Refusals = {},
  tree: Tree = TREE,
): { readonly dm: Conversation; readonly packages: () => number } {
  let packages = 0;
  let isFilling = false;
  const answer = (draft: Draft): Outcome => {
    if (draft.cmd !== 'Get') throw new Error('Only Gets are expected.');
    const results: Item[] = [];
    const statuses: Outcome['statuses'][number][] = [];
    for (const { target } of draft.items) {
      const asked = target?.locURI ?? '';
      const [uri = '', query] = asked.split('?', 2);
      const refused = query === undefined ? undefined : refusals[query];
      const code = refused ?? (tree[uri] === undefined ? 404 : 200);
      statuses.push({ code, targetRef: asked, items: [] });
      if (code === 200) results.push(...itemsFor(tree, uri, query));
    }
    return { draft, code: statuses.find((one) => one.code !== 200)?.code ?? 200, statuses, results, children: [] };
  };
  const send = (drafts: readonly Draft[]): Promise<{ readonly ok: true; readonly value: readonly Outcome[] }> => {
    if (!isFilling) {
      packages += 1;
      isFilling = true;
      queueMicrotask(() => (isFilling = false));
    }
    return Promise.resolve(ok(drafts.map(answer)));
  };
  const dm = {
    devId: 'IMEI:1',
    sessionId: '1',
    send,
    get: async (...uris: readonly string[]) => {
      const sent = await send([{ cmd: 'Get', items: uris.map((locURI) => ({ target: { locURI } })) }]);
      const [first] = sent.value;
      if (first === undefined) throw new Error('No outcome.');
      return ok(first);
    },
  } as unknown as Conversation;
  return { dm, packages: () => packages };
}

function itemsFor(tree: Tree, uri: string, query: string | undefined): readonly Item[] {
  if (query === 'prop=Type')
    return [{ source: { locURI: `${uri}?prop=Type` }, data: /^\[(.+)\]$/.exec(tree[uri] ?? '')?.[1] ?? '' }];
  if (query === 'list=TNDS') return [documentOf(tree, uri)];
  if (query?.startsWith('list=') !== true) return [itemFor(tree, uri, true, true)];
  return Object.keys(tree)
    .filter((one) => one === uri || uri === '.' || one.startsWith(`${uri}/`))
    .map((one) => itemFor(tree, one, query === 'list=StructData', false));
}

function documentOf(tree: Tree, uri: string): Item {
  const nodes = Object.entries(tree).map(([at, value]) => {
    const mo = /^\[(.*)\]$/.exec(value)?.[1];
    if (mo !== undefined) return { uri: at, format: 'node', ...(mo === '' ? {} : { type: mo }) } as const;
    return { uri: at, format: at.endsWith('State') ? 'int' : 'chr', value } as const;
  });
  const written = writeTnds(nodes, uri);
  return { source: { locURI: `${uri}?list=TNDS` }, data: written.ok ? written.value : '' };
}

function itemFor(tree: Tree, uri: string, withData: boolean, withChildren: boolean): Item {
  const value = tree[uri] ?? '';
  const source = { locURI: uri };
  const mo = /^\[(.*)\]$/.exec(value)?.[1];
  if (mo === undefined)
    return {
      source,
      ...(withData ? { data: value } : {}),
      ...(uri.endsWith('State') ? { meta: { format: 'int' } } : {}),
    };
  const children = Object.keys(tree).filter((one) => one !== uri && one.slice(0, one.lastIndexOf('/')) === uri);
  const names = children.map((one) => one.slice(one.lastIndexOf('/') + 1)).join('/');
  return {
    source,
    meta: { format: 'node', ...(mo === '' ? {} : { type: mo }) },
    ...(withChildren ? { data: names } : {}),
  };
}

const METHODS: readonly { readonly method: ReadMethod; readonly refusals: Refusals }[] = [
  { method: 'StructData', refusals: {} },
  { method: 'Struct', refusals: { 'list=StructData': 406 } },
  { method: 'Struct', refusals: { 'list=StructData': 405 } },
  { method: 'child-lists', refusals: { 'list=StructData': 404, 'list=Struct': 406, 'list=TNDS': 406 } },
  { method: 'child-lists', refusals: { 'list=StructData': 406, 'list=Struct': 406, 'list=TNDS': 413 } },
  { method: 'TNDS', refusals: { 'list=StructData': 406, 'list=Struct': 406 } },
];

describe('reading a tree', () => {
  it.each(METHODS)('reads the same nodes with $method when $refusals', async ({ method, refusals }) => {
    const { dm } = conversation(refusals);
    const read = await readTree(dm, './apps/SCM', { now: () => 5 });
    if (!read.ok) throw new Error(read.error.message);
    expect(read.value.method).toBe(method);
    expect(Object.fromEntries(read.value.nodes.map((node) => [node.uri, node.value ?? null]))).toEqual({
      './apps/SCM': null,
      './apps/SCM/inventory': null,
      './apps/SCM/inventory/deployed': null,
      './apps/SCM/inventory/deployed/C1': null,
      './apps/SCM/inventory/deployed/C1/ID': 'com.acme.notes',
      './apps/SCM/inventory/deployed/C1/Name': '',
      './apps/SCM/inventory/deployed/C1/State': '20',
    });
    expect(read.value.nodes.find((node) => node.uri.endsWith('/C1'))?.format).toBe('node');
    expect(read.value.nodes.find((node) => node.uri.endsWith('/State'))?.format).toBe('int');
  });

  it('begins with the method that worked last', async () => {
    const { dm, packages } = conversation();
    const read = await readTree(dm, './DevInfo', { now: () => 5, method: 'child-lists' });
    expect(read).toMatchObject({ ok: true, value: { method: 'child-lists' } });
    expect(packages()).toBe(2);
  });

  it('says that a sub-tree is not there', async () => {
    const { dm } = conversation();
    expect(await readTree(dm, './nothing', { now: () => 5 })).toMatchObject({
      ok: true,
      value: { present: false, nodes: [] },
    });
  });

  it.each<ReadMethod>(['StructData', 'Struct', 'child-lists'])(
    'leaves out what has a longer name than any node, read with %s',
    async (method) => {
      const deep = `./X${'/a'.repeat(100_000)}`;
      const results: Item[] = ['./X', './X/b', deep].map((uri) => ({
        source: { locURI: uri },
        meta: { format: uri === './X' ? 'node' : 'chr' },
        data: uri === './X' ? 'b' : '1',
      }));
      const answer = (one: Draft): Outcome => ({ draft: one, code: 200, statuses: [], results, children: [] });
      const send = (drafts: readonly Draft[]) => Promise.resolve(ok(drafts.map(answer)));
      const get = (...uris: readonly string[]) =>
        Promise.resolve(ok(answer({ cmd: 'Get', items: uris.map((locURI) => ({ target: { locURI } })) })));
      const dm = { send, get } as unknown as Conversation;
      const read = await readTree(dm, './X', { now: () => 5, method });
      if (!read.ok) throw new Error(read.error.message);
      expect(read.value.nodes.map(({ uri }) => uri)).toEqual(['./X', './X/b']);
      expect(sizeOf(applyReading(emptyTree(), { ...read.value, complete: true, at: 5 }).tree)).toBe(3);
    },
  );

  it('asks for a child once that a handset lists twice', async () => {
    const asked: string[] = [];
    const { dm } = endless(asked, (uri) => (uri.split('/').length < 12 ? 'a/a' : ''));
    const read = await readTree(dm, './X', { now: () => 5, method: 'child-lists' });
    expect(read).toMatchObject({ ok: true, value: { method: 'child-lists' } });
    expect(asked).toHaveLength(11);
  });

  it('gives up on a handset that lists children without an end', async () => {
    const { dm } = endless([], () => 'a');
    expect(await readTree(dm, './X', { now: () => 5, method: 'child-lists' })).toMatchObject({
      ok: false,
      error: { code: 'tree-endless' },
    });
  });

  it('says who refuses when access is denied', async () => {
    const { dm } = conversation({ 'list=StructData': 425 });
    expect(await readTree(dm, './apps', { now: () => 5 })).toMatchObject({
      ok: false,
      error: { code: 'tree-forbidden' },
    });
  });
});

describe('finding the SCOMO object', () => {
  it('finds it by its MO identifier wherever it is, and asks there first the next time', async () => {
    const first = conversation();
    expect(await findScomo(first.dm, undefined)).toEqual(ok({ uri: './apps/SCM', version: '1.0' }));
    const second = conversation();
    expect(await findScomo(second.dm, './apps/SCM')).toEqual(ok({ uri: './apps/SCM', version: '1.0' }));
    expect(second.packages()).toBe(1);
  });

  it('asks at its customary places and for the first level in one package', async () => {
    const { dm, packages } = conversation({}, { '.': '[]', './SCOMO': '[urn:oma:mo:oma-scomo:1.0]' });
    expect(await findScomo(dm, undefined)).toEqual(ok({ uri: './SCOMO', version: '1.0' }));
    expect(packages()).toBe(1);
  });

  it('looks for it again when it is not where it was', async () => {
    const { dm } = conversation();
    expect(await findScomo(dm, './SCOMO')).toMatchObject({ ok: true, value: { uri: './apps/SCM' } });
  });

  it('recognises an object by its shape when the handset does not tell types', async () => {
    const { dm } = conversation({ 'prop=Type': 406 });
    expect(await findScomo(dm, undefined)).toMatchObject({ ok: true, value: { uri: './apps/SCM' } });
  });
});
