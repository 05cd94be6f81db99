import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { openStorage, type Storage } from '../../../electron/storage/storage.ts';
import { createEventHub } from '../../../electron/workbench/event-hub.ts';
import { JournalError, openRunStore, type NewRunEvent } from '../../../electron/workbench/runs/run-store.ts';
import { fail, type Result } from '../../../shared/result.ts';

let folder: string;
let storage: Storage;

beforeEach(() => {
  folder = mkdtempSync(join(tmpdir(), 'scomo-store-'));
  const opened = openStorage(folder);
  if (!opened.ok) throw new Error(opened.error.message);
  storage = opened.value;
  storage.handsets.put({ devId: 'IMEI:1', admitted: true, link: 'http', authenticated: 'own' });
});

afterEach(() => {
  storage.close();
  rmSync(folder, { recursive: true, force: true });
});

const CREATED: NewRunEvent = {
  type: 'created',
  id: 'run-1',
  devId: 'IMEI:1',
  runbook: 'read-inventory',
  title: 'Read the inventory',
  params: {},
  steps: [{ id: 's1', title: 'Read', hint: '', action: { kind: 'read-inventory' }, timeLimitMs: 1000 }],
};

describe('the run store', () => {
  it('is the fold of its journal, also after it was opened again', () => {
    const store = openRunStore(storage, createEventHub(), () => 7);
    store.append('run-1', CREATED);
    const run = store.append('run-1', { type: 'started', step: 's1', mode: 'step' });
    expect(openRunStore(storage, createEventHub(), () => 8).get('run-1')).toEqual(run);
  });

  it('lets nothing happen that could not be journaled', () => {
    const events = createEventHub();
    const heard: unknown[] = [];
    events.subscribe((event) => heard.push(event));
    const full: Result<void> = fail('disk-full', 'The disk is full.', 'Make room.');
    const store = openRunStore({ ...storage, runs: { ...storage.runs, appendEvent: () => full } }, events, () => 7);
    expect(() => store.append('run-1', CREATED)).toThrow(JournalError);
    expect(store.get('run-1')).toBeUndefined();
    expect(heard).toEqual([]);
  });
});
