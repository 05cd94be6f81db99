import { afterEach, describe, expect, it } from 'vitest';
import { applyEvent } from '../../../../renderer/app/reduce.ts';
import { emptyWindow, select, takeSnapshot, windowStore } from '../../../../renderer/app/store.ts';
import { onTreeEvent, type TreeEvent } from '../../../../renderer/app/workbench.ts';
import { ok } from '../../../../shared/result.ts';
import {
  closeWindow,
  connectSample,
  loaded,
  sampleEntry,
  sampleHandset,
  samplePackage,
  sampleRun,
  sampleSnapshot,
  sampleStatus,
} from '../sample-window.tsx';

afterEach(closeWindow);

describe('what an event changes', () => {
  it('adds a handset, changes it and removes it', () => {
    const added = { ...emptyWindow, ...applyEvent(emptyWindow, { type: 'handset', handset: sampleHandset() }) };
    expect(added.handsets.get('IMEI:1')?.state).toBe('ready');
    const silent = { ...added, ...applyEvent(added, { type: 'handset', handset: sampleHandset({ state: 'silent' }) }) };
    expect(silent.handsets.get('IMEI:1')?.state).toBe('silent');
    expect(applyEvent(silent, { type: 'handset-removed', devId: 'IMEI:1' }).handsets?.size).toBe(0);
  });

  it('selects the first handset that appears, and no handset any more when the selected one is removed', () => {
    const first = { ...emptyWindow, ...applyEvent(emptyWindow, { type: 'handset', handset: sampleHandset() }) };
    expect(first.selection.devId).toBe('IMEI:1');
    const second = applyEvent(first, { type: 'handset', handset: sampleHandset({ devId: 'IMEI:2' }) });
    expect(second.selection).toBeUndefined();
    expect(applyEvent(first, { type: 'handset-removed', devId: 'IMEI:1' }).selection?.devId).toBeUndefined();
  });

  it('knows a DevId that is called like a property of every object', () => {
    const change = applyEvent(emptyWindow, { type: 'handset', handset: sampleHandset({ devId: '__proto__' }) });
    expect(change.handsets?.get('__proto__')?.name).toBe('Acme A1');
    expect(emptyWindow.handsets.get('constructor')).toBeUndefined();
  });

  it('keeps packages by digest, runs and deliveries by run', () => {
    const item = samplePackage();
    expect(applyEvent(emptyWindow, { type: 'package', package: item }).packages?.get(item.digest)).toBe(item);
    const run = { ...emptyWindow, ...applyEvent(emptyWindow, { type: 'run', run: sampleRun() }) };
    expect(run.runs.size).toBe(1);
    const delivery = { devId: 'IMEI:1', runId: 'run-1', digest: item.digest, sent: 5, size: 10, done: false };
    const sending = { ...run, ...applyEvent(run, { type: 'delivery', ...delivery }) };
    expect(sending.deliveries.get('run-1')).toEqual(delivery);
    const gone = applyEvent(sending, { type: 'run-removed', runId: 'run-1' });
    expect(gone.runs?.size).toBe(0);
    expect(gone.deliveries?.size).toBe(0);
  });

  it('takes only trace entries of the handset that the trace shows, and each one once', () => {
    const filtered = { ...emptyWindow, trace: { ...emptyWindow.trace, devId: 'IMEI:1' } };
    const other = applyEvent(filtered, { type: 'trace', entry: sampleEntry(1, { devId: 'IMEI:2' }) });
    expect(other.trace?.entries).toEqual([]);
    const one = { ...filtered, ...applyEvent(filtered, { type: 'trace', entry: sampleEntry(2) }) };
    expect(one.trace.entries).toHaveLength(1);
    expect(applyEvent(one, { type: 'trace', entry: sampleEntry(2) }).trace?.entries).toHaveLength(1);
  });

  it('lets the oldest trace entries go when there are very many, and remembers that there are more', () => {
    let state = emptyWindow;
    for (let id = 1; id <= 4100; id++)
      state = { ...state, ...applyEvent(state, { type: 'trace', entry: sampleEntry(id) }) };
    expect(state.trace.entries.length).toBeLessThanOrEqual(4000);
    expect(state.trace.entries.at(-1)?.id).toBe(4100);
    expect(state.trace.more).toBe(true);
  });
});

describe('a snapshot', () => {
  it('keeps the selection while its handset is still there', () => {
    const handsets = [sampleHandset(), sampleHandset({ devId: 'IMEI:2' })];
    takeSnapshot(sampleSnapshot({ handsets, runs: [sampleRun({ id: 'run-2', devId: 'IMEI:2' })] }));
    select({ devId: 'IMEI:2', uri: './SCM' });
    expect(windowStore.getState().selection).toMatchObject({ devId: 'IMEI:2', runId: 'run-2', uri: './SCM' });
    takeSnapshot(sampleSnapshot({ seq: 9, handsets }));
    expect(windowStore.getState().selection).toMatchObject({ devId: 'IMEI:2', uri: './SCM', runId: undefined });
    takeSnapshot(sampleSnapshot({ seq: 10, handsets: [sampleHandset()] }));
    expect(windowStore.getState().selection).toMatchObject({ devId: 'IMEI:1', uri: undefined });
  });

  it('brings the unfinished run of a handset before a newer one that is over', () => {
    const runs = [
      sampleRun({ id: 'old', createdAt: 1, state: 'paused' }),
      sampleRun({ id: 'new', createdAt: 2, state: 'done' }),
    ];
    takeSnapshot(sampleSnapshot({ handsets: [sampleHandset()], runs }));
    expect(windowStore.getState().selection.runId).toBe('old');
  });
});

describe('events and their numbers', () => {
  it('asks for the snapshot again when a number is missing, and tells the trees', async () => {
    const told: TreeEvent['type'][] = [];
    const stop = onTreeEvent((event) => told.push(event.type));
    let seq = 0;
    const carrier = connectSample({}, { 'app.snapshot': () => ok(sampleSnapshot({ seq })) });
    await loaded();
    expect(told).toEqual(['resync']);

    carrier.push({ type: 'tree', devId: 'IMEI:1', version: 1, rows: [], removed: [] }, 1);
    expect(told).toEqual(['resync', 'tree']);

    seq = 5;
    carrier.push({ type: 'status', status: { ...sampleStatus, sessions: 3 } }, 4);
    // What comes while the snapshot is on its way is held, and what the snapshot has already is not taken twice.
    carrier.push({ type: 'status', status: { ...sampleStatus, sessions: 5 } }, 5);
    carrier.push({ type: 'status', status: { ...sampleStatus, sessions: 6 } }, 6);
    await until(() => windowStore.getState().seq === 6);
    expect(windowStore.getState().status?.sessions).toBe(6);
    expect(carrier.calls.filter((call) => call.name === 'app.snapshot')).toHaveLength(2);
    expect(told).toEqual(['resync', 'tree', 'resync']);
    stop();
  });

  it('takes the last of several snapshots when the connection breaks while one is on its way', async () => {
    const answers: (() => void)[] = [];
    let seq = 0;
    const carrier = connectSample(
      {},
      {
        'app.snapshot': () => {
          seq += 10;
          const snapshot = sampleSnapshot({ seq, status: { ...sampleStatus, sessions: seq } });
          return new Promise((answer) => answers.push(() => answer(ok(snapshot))));
        },
      },
    );
    carrier.setConnection('lost');
    carrier.setConnection('open');
    await until(() => answers.length === 2);
    answers[1]?.();
    await loaded();
    answers[0]?.();
    carrier.push({ type: 'status', status: { ...sampleStatus, sessions: 21 } }, 21);
    await until(() => windowStore.getState().seq === 21);
    expect(windowStore.getState().status?.sessions).toBe(21);
  });

  it('ignores what it has seen', async () => {
    const carrier = connectSample({ seq: 7 });
    await loaded();
    carrier.push({ type: 'status', status: { ...sampleStatus, sessions: 9 } }, 7);
    expect(windowStore.getState().status?.sessions).toBe(0);
  });

  it('asks again when the connection comes back', async () => {
    const carrier = connectSample();
    await loaded();
    carrier.setConnection('lost');
    expect(windowStore.getState().connection).toBe('lost');
    carrier.setConnection('open');
    await until(() => carrier.calls.filter((call) => call.name === 'app.snapshot').length === 2);
  });
});

async function until(condition: () => boolean): Promise<void> {
  while (!condition()) await new Promise((done) => setTimeout(done, 0));
}
