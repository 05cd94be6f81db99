/** A small handset: two components, a delivered package, a download, and some nodes of another object. */
import { ok } from '../../../../shared/result.ts';
import type { Call } from '../../../../shared/contract/contract.ts';
import type { TreeRow, TreeSnapshot } from '../../../../shared/contract/tree.ts';
import { TreeStore, type TreeSurroundings } from '../../../../renderer/features/inventory/tree-store.ts';

export const AT = 1_700_000_000_000;

/** An interior node. */
export function interior(uri: string, type: string | null = null, at = AT): TreeRow {
  return [uri, 'node', null, type, at];
}

/** A leaf. */
export function leaf(uri: string, value: string, format = 'chr', at = AT): TreeRow {
  return [uri, format, value, null, at];
}

/** A deployment component with all its nodes. */
export function component(name: string, id: string, version: string, state: '10' | '20'): readonly TreeRow[] {
  const uri = `./SCM/Inventory/Deployed/${name}`;
  return [
    interior(uri),
    leaf(`${uri}/ID`, id),
    leaf(`${uri}/PkgIDRef`, 'acme-notes'),
    leaf(`${uri}/Name`, name),
    leaf(`${uri}/Version`, version),
    leaf(`${uri}/Status`, '10', 'int'),
    leaf(`${uri}/State`, state, 'int'),
    interior(`${uri}/Operations`),
    [`${uri}/Operations/Activate`, 'null', null, null, AT],
    [`${uri}/Operations/Deactivate`, 'null', null, null, AT],
    [`${uri}/Operations/Remove`, 'null', null, null, AT],
  ];
}

export const rows: readonly TreeRow[] = [
  interior('.'),
  interior('./DevInfo'),
  leaf('./DevInfo/DevId', 'IMEI:35123456789012'),
  leaf('./DevInfo/Mod', 'A1'),
  interior('./SCM', 'urn:oma:mo:oma-scomo:1.0'),
  interior('./SCM/Download'),
  interior('./SCM/Inventory'),
  interior('./SCM/Inventory/Delivered'),
  interior('./SCM/Inventory/Delivered/pkg1'),
  leaf('./SCM/Inventory/Delivered/pkg1/PkgID', 'acme-notes'),
  leaf('./SCM/Inventory/Delivered/pkg1/Status', '10', 'int'),
  leaf('./SCM/Inventory/Delivered/pkg1/State', '20', 'int'),
  interior('./SCM/Inventory/Deployed'),
  ...component('Notes', 'com.acme.notes', '2.0', '10'),
  ...component('Radio', 'com.acme.radio', '4.8', '20'),
];

export const snapshot: TreeSnapshot = {
  devId: 'IMEI:1',
  version: 7,
  scomoRoot: './SCM',
  scomoVersion: '1.0',
  rows: [...rows],
};

/** Frames that the test draws by hand. */
export interface Frames {
  readonly soon: (task: () => void) => void;
  draw(): void;
}

function frames(): Frames {
  let tasks: (() => void)[] = [];
  return {
    soon: (task) => void tasks.push(task),
    draw() {
      const due = tasks;
      tasks = [];
      for (const task of due) task();
    },
  };
}

/** A store over `answers`, one snapshot per call; the last one repeats. */
export function storeOf(
  answers: readonly TreeSnapshot[] = [snapshot],
  more: Partial<TreeSurroundings> = {},
): { readonly store: TreeStore; readonly frames: Frames; readonly calls: () => number } {
  const clock = frames();
  let calls = 0;
  const call = (() => {
    const answer = answers[Math.min(calls, answers.length - 1)];
    calls += 1;
    return Promise.resolve(ok(answer));
  }) as unknown as Call;
  return { store: new TreeStore('IMEI:1', { call, soon: clock.soon, ...more }), frames: clock, calls: () => calls };
}

/** The names of the rows, indented by level. */
export function outline(store: TreeStore): readonly string[] {
  const visible = store.view.rows();
  return Array.from({ length: visible.length }, (_, row) => {
    const slot = visible.at(row);
    return '  '.repeat((store.table.depth[slot] ?? 1) - 1) + store.table.name(slot);
  });
}

/** The slot of a URI. */
export function at(store: TreeStore, uri: string): number {
  return store.table.find(uri);
}
