import { describe, expect, it } from 'vitest';
import { effectOf, TypeAhead, type KeyEffect } from '../../../../renderer/features/inventory/tree-keys.ts';
import type { TreeStore } from '../../../../renderer/features/inventory/tree-store.ts';
import { at, storeOf } from './sample-tree.ts';

async function opened(): Promise<TreeStore> {
  const { store, frames } = storeOf();
  await store.load();
  frames.draw();
  return store;
}

/** The effect of a key on a node, with rows named by their node. */
function press(store: TreeStore, key: string, uri: string): unknown {
  const rows = store.view.rows();
  return named(store, effectOf(key, store, rows.rowOf(at(store, uri)), 4));
}

function named(store: TreeStore, effect: KeyEffect): unknown {
  if (effect?.kind === 'select') return store.table.name(store.view.rows().at(effect.row));
  if (effect?.kind === 'open' || effect?.kind === 'close')
    return [effect.kind, ...effect.slots.map((slot) => store.table.name(slot))];
  return effect?.kind;
}

describe('the keys of the tree', () => {
  it.each([
    ['ArrowDown', './SCM', 'Download'],
    ['ArrowUp', './SCM', 'DevInfo'],
    ['ArrowUp', './DevInfo', 'DevInfo'],
    ['ArrowDown', './SCM/Inventory/Deployed/Radio', 'Radio'],
    ['PageDown', './DevInfo', 'Delivered'],
    ['PageUp', './SCM/Inventory/Deployed/Radio', 'Delivered'],
    ['Home', './SCM/Inventory', 'DevInfo'],
    ['End', './SCM/Inventory', 'Radio'],
    ['ArrowLeft', './SCM/Inventory/Deployed/Notes', 'Deployed'],
    ['ArrowRight', './SCM', 'Download'],
  ])('%s on %s goes to %s', async (key, uri, goal) => {
    expect(press(await opened(), key, uri)).toBe(goal);
  });

  it.each([
    ['ArrowRight', './DevInfo', ['open', 'DevInfo']],
    ['ArrowLeft', './SCM/Inventory', ['close', 'Inventory']],
    ['Enter', './DevInfo', ['open', 'DevInfo']],
    ['Enter', './SCM', ['close', 'SCM']],
    ['*', './SCM/Inventory/Deployed/Notes', ['open', 'Notes', 'Radio']],
    ['ArrowLeft', './DevInfo', undefined],
    ['x', './DevInfo', undefined],
  ])('%s on %s does %j', async (key, uri, effect) => {
    expect(press(await opened(), key, uri)).toEqual(effect);
  });

  it('goes into the buttons of a row that cannot be opened', async () => {
    const store = await opened();
    store.setOpen([at(store, './SCM/Inventory/Deployed/Notes')], true);
    expect(press(store, 'ArrowRight', './SCM/Inventory/Deployed/Notes/Operations')).toBe('enter');
    expect(press(store, 'Enter', './SCM/Inventory/Deployed/Notes/Operations')).toBe('enter');
  });

  it('starts at an end when nothing is selected', async () => {
    const store = await opened();
    expect(named(store, effectOf('ArrowDown', store, -1, 4))).toBe('DevInfo');
    expect(named(store, effectOf('ArrowUp', store, -1, 4))).toBe('Radio');
  });
});

describe('typing ahead', () => {
  it('finds the next row by its first letters, round and round, and begins anew after a pause', async () => {
    const store = await opened();
    const typed = new TypeAhead();
    const name = (row: number) => store.table.name(store.view.rows().at(row));
    const first = typed.find('d', store, -1, 1000);
    expect(name(first)).toBe('DevInfo');
    // 'de' still fits the row it is on, 'del' does not.
    expect(typed.find('e', store, first, 1100)).toBe(first);
    const second = typed.find('p', store, first, 1200);
    expect(name(second)).toBe('Deployed');
    const third = typed.find('d', store, second, 9000);
    expect(name(third)).toBe('DevInfo');
    expect(typed.find('q', store, third, 20_000)).toBe(-1);
  });
});
