/**
 * Every personality in both encodings with every way to prove oneself: push, deactivate, activate, update and remove
 * through the real workbench, each handset a process of its own that speaks over HTTP.
 */
import { afterAll, beforeAll, expect, it } from 'vitest';
import { PERSONALITIES, type PersonalityName } from '../../shared/contract/virtual-handset.ts';
import type { RunbookId, RunParams } from '../../shared/runbook/run.ts';
import { AUTHS, type AuthType } from '../../shared/syncml/auth.ts';
import {
  admitted,
  type Bench,
  complete,
  HANDSET_BUILT,
  inventory,
  must,
  openBench,
  samplePackage,
} from '../unit/workbench/bench.ts';
import { publish } from './markdown-table.ts';
import { pooled } from './pool.ts';

const ENCODINGS = ['xml', 'wbxml'] as const;
/** Handsets at work at a time. */
const WIDTH = 6;

interface Cell {
  readonly personality: PersonalityName;
  readonly encoding: (typeof ENCODINGS)[number];
  readonly auth: AuthType;
}

const CELLS: readonly Cell[] = PERSONALITIES.flatMap(({ name: personality }) =>
  ENCODINGS.flatMap((encoding) => AUTHS.map((auth) => ({ personality, encoding, auth }))),
);

let bench: Bench;

beforeAll(async () => {
  bench = await openBench(HANDSET_BUILT);
}, 60_000);

afterAll(() => bench.close(), 60_000);

it('does the life of a component with every kind of handset', async () => {
  const results = await pooled(CELLS, WIDTH, lifeOf);

  const columns = ENCODINGS.flatMap((encoding) => AUTHS.map((auth) => `${encoding} ${auth}`));
  publish('personalities', 'push, deactivate, activate, update, remove', [
    ['personality', ...columns],
    ...PERSONALITIES.map(({ name }) => [
      name,
      ...CELLS.flatMap((cell, index) => (cell.personality === name ? [results[index]?.text ?? ''] : [])),
    ]),
  ]);
  const failures = CELLS.flatMap((cell, index) => {
    const failure = results[index]?.failure;
    return failure === undefined ? [] : [`${Object.values(cell).join(' ')}: ${failure}`];
  });
  expect(failures).toEqual([]);
}, 600_000);

/** What a cell of the table says, and why when it is not what it should be. */
async function lifeOf(cell: Cell): Promise<{ readonly text: string; readonly failure?: string }> {
  let done = 0;
  try {
    const devId = await handsetFor(cell);
    for (const act of LIFE) {
      await act(devId);
      done++;
    }
    must(await bench.workbench.call('handsets.stopVirtual', { devId }));
    return { text: `${done}/${LIFE.length}` };
  } catch (error) {
    return { text: `${done}/${LIFE.length}`, failure: error instanceof Error ? error.message : String(error) };
  }
}

async function handsetFor({ personality, encoding, auth }: Cell): Promise<string> {
  const devId = await admitted(bench, { personality, encoding, installMs: 10 });
  if (auth === 'md5') return devId;
  must(await bench.workbench.call('handsets.admit', { devId, auth }));
  must(await bench.workbench.call('handsets.stopVirtual', { devId }));
  must(await bench.workbench.call('handsets.startVirtual', { devId }));
  return devId;
}

/** Longest time of one run on a busy machine, milliseconds. */
const RUN_MS = 120_000;

async function run(devId: string, runbook: RunbookId, params: RunParams): Promise<void> {
  await complete(bench, devId, runbook, params, RUN_MS);
}

const ID = 'com.acme.notes';
const LIFE: readonly ((devId: string) => Promise<void>)[] = [push, deactivate, activate, update, remove];

async function push(devId: string): Promise<void> {
  const { digest } = await samplePackage(bench, 'acme-notes-2.0');
  await run(devId, 'push-install', { digest });
  await expectDeployed(devId, [{ id: ID, active: true }]);
}

async function deactivate(devId: string): Promise<void> {
  await run(devId, 'deactivate', { componentId: ID });
  await expectDeployed(devId, [{ id: ID, active: false }]);
}

async function activate(devId: string): Promise<void> {
  await run(devId, 'activate', { componentId: ID });
  await expectDeployed(devId, [{ id: ID, active: true }]);
}

async function update(devId: string): Promise<void> {
  const { digest } = await samplePackage(bench, 'acme-notes-2.1');
  await run(devId, 'update-component', { componentId: ID, digest });
  await expectDeployed(devId, [{ id: ID, version: '2.1', active: true }]);
}

async function remove(devId: string): Promise<void> {
  await run(devId, 'remove-component', { componentId: ID, deactivateFirst: true });
  await expectDeployed(devId, []);
}

async function expectDeployed(devId: string, components: readonly object[]): Promise<void> {
  expect((await inventory(bench, devId)).deployed).toMatchObject(components);
}
