import * as fc from 'fast-check';
import { describe, expect, it, vi } from 'vitest';
import type { TreeRow } from '../../../../shared/contract/tree.ts';
import { fail } from '../../../../shared/result.ts';
import type { Expansion } from '../../../../renderer/features/inventory/open-nodes.ts';
import type { TreeStore } from '../../../../renderer/features/inventory/tree-store.ts';
import { AT, at, component, interior, leaf, outline, rows, snapshot, storeOf } from './sample-tree.ts';

const STATE = './SCM/Inventory/Deployed/Notes/State';

function event(version: number, changed: readonly TreeRow[], removed: readonly string[] = []) {
  return { type: 'tree', devId: 'IMEI:1', version, rows: changed, removed } as const;
}

async function loaded(...args: Parameters<typeof storeOf>) {
  const made = storeOf(...args);
  await made.store.load();
  made.frames.draw();
  return made;
}

describe('the tree of a handset', () => {
  it('opens the SCOMO object down to its entries and leaves the rest closed', async () => {
    const { store } = await loaded();
    expect(outline(store)).toEqual([
      'DevInfo',
      'SCM',
      '  Download',
      '  Inventory',
      '    Delivered',
      '      pkg1',
      '    Deployed',
      '      Notes',
      '      Radio',
    ]);
  });

  it('says for each row which of its siblings it is', async () => {
    const { store } = await loaded();
    const { table, view } = store;
    const radio = at(store, './SCM/Inventory/Deployed/Radio');
    expect(view.rows().posInSet(radio)).toBe(2);
    expect(view.rows().setSize(radio, table)).toBe(2);
    expect(table.depth[radio]).toBe(4);
  });

  it('tells a row of its own change at once and nobody else before the next frame', async () => {
    const { store, frames } = await loaded();
    const mine = vi.fn<() => void>();
    const other = vi.fn<() => void>();
    const everybody = vi.fn<() => void>();
    store.subscribeRow(at(store, STATE), mine);
    store.subscribeRow(at(store, './DevInfo/Mod'), other);
    store.subscribe(everybody);
    const before = store.structure;
    store.receive(event(8, [leaf(STATE, '20', 'int', AT + 5)]));
    expect(mine).toHaveBeenCalled();
    expect(other).not.toHaveBeenCalled();
    expect(everybody).not.toHaveBeenCalled();
    frames.draw();
    expect(everybody).toHaveBeenCalledTimes(1);
    expect(store.structure).toBe(before);
  });

  it('reads the inventory again when a State changed, and tells the rows of that component alone', async () => {
    const { store, frames } = await loaded();
    const notes = vi.fn<() => void>();
    const radio = vi.fn<() => void>();
    store.subscribeRow(at(store, './SCM/Inventory/Deployed/Notes/Operations'), notes);
    store.subscribeRow(at(store, './SCM/Inventory/Deployed/Radio/Operations'), radio);
    store.receive(event(8, [leaf(STATE, '20', 'int', AT + 5)]));
    frames.draw();
    expect(store.scomo.inventory?.deployed[0]?.active).toBe(true);
    expect(store.scomo.meaning(at(store, STATE))).toBe('Active');
    expect(notes).toHaveBeenCalled();
    expect(radio).not.toHaveBeenCalled();
  });

  it('keeps what a value was before, also when it changes twice in a step', async () => {
    const { store } = await loaded();
    store.setStep({ startedAt: AT + 1 });
    store.receive(event(8, [leaf(STATE, '15', 'int', AT + 5)]));
    store.receive(event(9, [leaf(STATE, '20', 'int', AT + 9)]));
    expect(store.changes.markOf(at(store, STATE))).toEqual({ kind: 'value', before: '10', at: AT + 9 });
    expect(store.changes.count()).toEqual({ changed: 1, removed: 0, where: 'step' });
    expect(store.changes.inside(at(store, './SCM'))).toBe(1);
  });

  it('counts a package that appears with every node it has, as its step does', async () => {
    const { store, frames } = await loaded();
    const uri = './SCM/Download/pkg9';
    store.receive(event(8, [interior(uri), leaf(`${uri}/PkgID`, 'x'), leaf(`${uri}/Status`, '10', 'int')]));
    frames.draw();
    expect(store.changes.count().changed).toBe(3);
    expect(store.changes.markOf(at(store, uri))?.kind).toBe('added');
    expect(store.changes.inside(at(store, uri))).toBe(2);
    expect(outline(store)).toContain('      PkgID');
  });

  it('counts nothing that is again as it was before the step', async () => {
    const { store } = await loaded();
    store.setStep({ startedAt: AT + 1 });
    store.receive(event(8, [leaf(STATE, '15', 'int', AT + 5), leaf('./DevInfo/Ext', 'x', 'chr', AT + 5)]));
    store.receive(event(9, [leaf(STATE, '10', 'int', AT + 9)], ['./DevInfo/Ext']));
    expect(store.changes.count()).toEqual({ changed: 0, removed: 0, where: 'step' });
    expect(store.changes.inside(at(store, './SCM'))).toBe(0);
    store.receive(event(10, [], [STATE]));
    expect(store.changes.count().removed).toBe(1);
    store.receive(event(11, [leaf(STATE, '20', 'int', AT + 12)]));
    expect(store.changes.count()).toEqual({ changed: 1, removed: 0, where: 'step' });
    expect(store.changes.markOf(at(store, STATE))).toEqual({ kind: 'value', before: '10', at: AT + 12 });
  });

  it('does not take the rest of a first reading for news', async () => {
    const { store } = await loaded([{ devId: 'IMEI:1', version: 0, rows: [] }]);
    store.receive(event(1, [interior('.'), interior('./SCM'), interior('./SCM/Inventory')]));
    store.receive(event(2, [interior('./SCM/Inventory/Deployed'), ...component('Notes', 'a', '1', '10')]));
    expect(store.changes.count().changed).toBe(0);
  });

  it('forgets what changed before when the next step starts', async () => {
    const { store } = await loaded();
    store.setStep({ startedAt: AT + 1 });
    store.receive(event(8, [leaf(STATE, '20', 'int', AT + 5)]));
    store.setStep({ startedAt: AT + 1, endedAt: AT + 6 });
    expect(store.changes.count().changed).toBe(1);
    store.setStep({ startedAt: AT + 20 });
    expect(store.changes.count()).toEqual({ changed: 0, removed: 0, where: 'step' });
  });

  it('counts a reading long after the step by itself', async () => {
    const { store } = await loaded();
    store.setStep({ startedAt: AT + 1, endedAt: AT + 6 });
    store.receive(event(8, [leaf('./DevInfo/Mod', 'A2', 'chr', AT + 60_000)]));
    expect(store.changes.count()).toEqual({ changed: 1, removed: 0, where: 'reading' });
  });

  it('removes a node with everything below it', async () => {
    const { store, frames } = await loaded();
    store.receive(event(8, [], ['./SCM/Inventory/Deployed/Notes/ID', './SCM/Inventory/Deployed/Notes']));
    frames.draw();
    expect(at(store, STATE)).toBe(-1);
    expect(outline(store)).not.toContain('      Notes');
    expect(store.scomo.inventory?.deployed.map(({ nodeName }) => nodeName)).toEqual(['Radio']);
  });

  it('asks for the snapshot when an event is missing, and takes what came meanwhile', async () => {
    const later = { ...snapshot, version: 10, rows: [...rows, leaf('./DevInfo/Lang', 'en')] };
    const { store, calls, frames } = await loaded([snapshot, later]);
    store.receive(event(10, []));
    store.receive(event(11, [leaf('./DevInfo/Mod', 'A2')]));
    await vi.waitFor(() => expect(store.table.value(at(store, './DevInfo/Mod'))).toBe('A2'));
    frames.draw();
    expect(calls()).toBe(2);
    expect(at(store, './DevInfo/Lang')).not.toBe(-1);
  });

  it('keeps open nodes and marks over a new snapshot, and drops what it does not name', async () => {
    const fewer = rows.filter(([uri]) => !uri.startsWith('./SCM/Inventory/Deployed/Radio'));
    const changed = fewer.map((row) => (row[0] === STATE ? leaf(STATE, '20', 'int', AT + 5) : row));
    const { store, frames } = await loaded([snapshot, { ...snapshot, version: 9, rows: changed }]);
    store.setOpen([at(store, './SCM/Inventory/Deployed/Notes')], true);
    store.receive({ type: 'tree-reset', devId: 'IMEI:1', version: 9 });
    await vi.waitFor(() => expect(at(store, './SCM/Inventory/Deployed/Radio')).toBe(-1));
    frames.draw();
    expect(outline(store)).toContain('        State');
    expect(store.changes.markOf(at(store, STATE))?.before).toBe('10');
  });

  it('says why when the tree cannot be had, and loads when asked again', async () => {
    let broken = true;
    const { store } = storeOf();
    const failing = storeOf([snapshot], {
      call: (() =>
        Promise.resolve(broken ? fail('connection-lost', 'Lost.', 'Wait.') : { ok: true, value: snapshot })) as never,
    }).store;
    await failing.load();
    expect(failing.status).toMatchObject({ kind: 'failed', failure: { code: 'connection-lost' } });
    broken = false;
    await failing.load();
    expect(failing.status.kind).toBe('ready');
    expect(store.status.kind).toBe('loading');
  });
});

describe('what is shown', () => {
  it('hides operation nodes, because the row above them has buttons, until they are asked for', async () => {
    const { store, frames } = await loaded();
    const notes = at(store, './SCM/Inventory/Deployed/Notes');
    const operations = at(store, './SCM/Inventory/Deployed/Notes/Operations');
    store.setOpen([notes, operations], true);
    frames.draw();
    expect(outline(store)).not.toContain('          Activate');
    expect(store.view.hasChildren(operations)).toBe(false);
    store.choose({ showOperations: true });
    expect(outline(store)).toContain('          Activate');
    expect(store.view.hasChildren(operations)).toBe(true);
  });

  it('shows the SCOMO object alone', async () => {
    const { store } = await loaded();
    store.choose({ scomoOnly: true });
    expect(outline(store)[0]).toBe('SCM');
  });

  it.each([
    ['radio', ['SCM', '  Inventory', '    Deployed', '      Radio', '        ID', '        Name']],
    ['state inactive', ['SCM', '  Inventory', '    Deployed', '      Notes', '        State']],
    ['devinfo/', ['DevInfo', '  DevId', '  Mod']],
    ['3512', ['DevInfo', '  DevId']],
  ])('finds %j with the way to it', async (filter, expected) => {
    const { store } = await loaded();
    store.choose({ filter });
    expect(outline(store)).toEqual(expected);
  });

  it('opens a match under a filter without touching what is open otherwise', async () => {
    const { store } = await loaded();
    const before = outline(store);
    store.choose({ filter: 'pkg1' });
    const pkg1 = at(store, './SCM/Inventory/Delivered/pkg1');
    store.setOpen([pkg1], true);
    expect(outline(store)).toEqual([
      'SCM',
      '  Inventory',
      '    Delivered',
      '      pkg1',
      '        PkgID',
      '        Status',
      '        State',
    ]);
    store.choose({ filter: '' });
    expect(outline(store)).toEqual(before);
  });

  it('remembers what a person opened as a rule and its exceptions', async () => {
    const remember = vi.fn<(expansion: Expansion) => void>();
    const { store } = await loaded([snapshot], { remember });
    store.setOpen([at(store, './DevInfo')], true);
    store.setOpen([at(store, './SCM/Inventory')], false);
    expect(remember).toHaveBeenLastCalledWith({ rule: 'scomo', except: ['./DevInfo', './SCM/Inventory'] });
    const again = await loaded([snapshot], { remembered: { rule: 'scomo', except: ['./DevInfo', './SCM/Inventory'] } });
    expect(outline(again.store)).toEqual(outline(store));
    store.setRule('all');
    expect(remember).toHaveBeenLastCalledWith({ rule: 'all', except: [] });
  });

  it('makes any node a row when asked to', async () => {
    const { store, frames } = await loaded();
    store.choose({ filter: 'DevId', scomoOnly: true });
    const uri = './SCM/Inventory/Deployed/Radio/Operations/Remove';
    expect(store.reveal(uri)).toBe(true);
    frames.draw();
    expect(store.view.rows().rowOf(at(store, uri))).toBeGreaterThan(0);
    expect(store.reveal('./Nowhere')).toBe(false);
  });
});

describe('any sequence of events', () => {
  const name = fc.constantFrom('A', 'B', 'C');
  const uri = fc.array(name, { minLength: 1, maxLength: 4 }).map((names) => `./${names.join('/')}`);
  const change = fc.record({
    rows: fc.array(fc.tuple(uri, fc.constantFrom('1', '2')), { maxLength: 4 }),
    removed: fc.array(uri, { maxLength: 2 }),
    toggle: fc.option(uri, { nil: undefined }),
  });

  it('shows exactly the rows that a plain walk over a plain model shows', async () => {
    await fc.assert(
      fc.asyncProperty(fc.array(change, { maxLength: 20 }), async (changes) => {
        const { store, frames } = await loaded([{ devId: 'IMEI:1', version: 0, rows: [] }]);
        const model = new Map<string, string>();
        const open = new Set<string>();
        for (const [index, { rows, removed, toggle }] of changes.entries()) {
          store.receive(
            event(
              index + 1,
              rows.map(([uri, value]) => leaf(uri, value)),
              removed,
            ),
          );
          applyTo(model, rows, removed, open);
          if (toggle !== undefined && model.has(toggle)) {
            store.setOpen([at(store, toggle)], !open.has(toggle));
            if (!open.delete(toggle)) open.add(toggle);
          }
        }
        frames.draw();
        expect(shownURIs(store)).toEqual(walkModel(model, open, '.'));
        expect(store.table.size).toBe(model.size + 1);
      }),
    );
  });
});

function applyTo(
  model: Map<string, string>,
  rows: readonly (readonly [string, string])[],
  removed: readonly string[],
  open: Set<string>,
): void {
  for (const uri of removed)
    for (const each of model.keys()) if (each === uri || each.startsWith(`${uri}/`)) model.delete(each);
  for (const [uri, value] of rows) {
    const names = uri.split('/');
    for (let end = 2; end < names.length; end += 1) {
      const above = names.slice(0, end).join('/');
      if (!model.has(above)) model.set(above, '');
    }
    model.set(uri, value);
  }
  void open;
}

function walkModel(model: ReadonlyMap<string, string>, open: ReadonlySet<string>, parent: string): readonly string[] {
  return [...model.keys()]
    .filter((uri) => (parent === '.' ? uri.split('/').length === 2 : uri.slice(0, uri.lastIndexOf('/')) === parent))
    .flatMap((uri) => [uri, ...(open.has(uri) ? walkModel(model, open, uri) : [])]);
}

function shownURIs(store: TreeStore): readonly string[] {
  const visible = store.view.rows();
  return Array.from({ length: visible.length }, (_, row) => store.table.uri(visible.at(row)));
}
