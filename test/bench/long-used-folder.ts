/** A data folder as months of work leave it: a full trace, a large tree, many finished runs. */
import { reduceRun } from '../../shared/runbook/reducer.ts';
import type { TreeNode } from '../../shared/dm/node.ts';
import { planRun } from '../../shared/runbook/built-in.ts';
import type { Run, RunEvent } from '../../shared/runbook/run.ts';

import { openStorage, type Storage } from '../../electron/storage/storage.ts';
import { rowsOf } from './tree-page/rows.ts';

const DEV_ID = 'IMEI:350000000000000';
const NODES = 100_000;
const RUNS = 100;
/** As many as the trace holds before the oldest go, with bodies of a common size. */
const TRACE_ENTRIES = 50_000;
const BODY = Buffer.alloc(4_000, '<Item><Target><LocURI>./SCM/Inventory</LocURI></Target></Item>');
const AT = 1_700_000_000_000;

/** Fills a data folder that no workbench uses; makes it. */
export function fillLongUsed(folder: string): void {
  const opened = openStorage(folder);
  if (!opened.ok) throw new Error(`${opened.error.code}: ${opened.error.message}`);
  const storage = opened.value;
  storage.handsets.put({ devId: DEV_ID, admitted: true, link: 'http', authenticated: 'own' });
  const nodes = rowsOf(NODES).map(([uri, format, value, type, readAt]): TreeNode => ({
    uri,
    format: format as TreeNode['format'],
    readAt,
    ...(value === null ? {} : { value }),
    ...(type === null ? {} : { type }),
  }));
  storage.trees.apply(DEV_ID, 1, nodes, []);
  for (let index = 0; index < RUNS; index += 1) addRun(storage, `run-${index}`, AT + index * 60_000);
  for (let index = 0; index < TRACE_ENTRIES; index += 1) {
    storage.trace.append({
      at: AT + index * 1000,
      devId: DEV_ID,
      sessionId: String(index >> 3),
      msgId: String(index % 8),
      link: 'http',
      direction: index % 2 === 0 ? 'in' : 'out',
      kind: 'message',
      summary: 'Status 200, Results 50 items',
      statuses: [],
      notes: [],
      body: BODY,
    });
  }
  storage.close();
}

/** A run of all its steps, each started, sent, answered and proven. */
function addRun(storage: Storage, id: string, at: number): void {
  const params = { componentId: 'com.acme.component1' };
  const plan = planRun({ runbook: 'activate', params, nodeName: 'pkg' });
  if (!plan.ok) throw new Error(plan.error.message);
  let run: Run | undefined;
  const add = (event: RunEvent): void => {
    const written = storage.runs.appendEvent(id, event);
    if (!written.ok) throw new Error(written.error.message);
    run = reduceRun(run, event);
  };
  const { title, steps } = plan.value;
  add({ seq: 0, at, type: 'created', id, devId: DEV_ID, runbook: 'activate', title, params, steps });
  const next = (): { readonly seq: number; readonly at: number } => ({ seq: run?.seq ?? 0, at });
  for (const { id: step } of steps) {
    const commands = [{ cmd: 'Get', uri: './SCM?list=StructData' }] as const;
    add({ ...next(), type: 'started', step, mode: 'step' });
    add({ ...next(), type: 'sending', step, commands });
    add({ ...next(), type: 'answered', step, commands: commands.map((command) => ({ ...command, status: OK })) });
    add({ ...next(), type: 'done', step, proof: 'State read back: 10 → 20 Active', changes: [] });
  }
}

const OK = { code: 200, word: 'OK' } as const;
