/** A window over a fake workbench: what it holds is given, what it asks is recorded. */
import { cleanup, render } from '@testing-library/react';
import { userEvent, type UserEvent } from '@testing-library/user-event';
import { App } from '../../../renderer/app/App.tsx';
import { fakeCarrier, type Answers, type FakeCarrier } from '../../../renderer/app/fake-carrier.ts';
import { emptyWindow, windowStore } from '../../../renderer/app/store.ts';
import { connectWorkbench } from '../../../renderer/app/workbench.ts';
import type { AppStatus, Snapshot } from '../../../shared/contract/app.ts';
import type { Account, Handset } from '../../../shared/contract/handsets.ts';
import type { LibraryPackage } from '../../../shared/contract/packages.ts';
import type { TraceEntry } from '../../../shared/contract/trace.ts';
import { ok } from '../../../shared/result.ts';
import type { Run } from '../../../shared/runbook/run.ts';

export const sampleStatus: AppStatus = {
  version: '1.0.0',
  host: 'in-process',
  dataFolder: '/data',
  listener: { address: '127.0.0.1', port: 8990, url: 'http://127.0.0.1:8990/dm', scope: 'this machine only' },
  sessions: 0,
  waitingRuns: 0,
  settings: {
    holdSeconds: 20,
    stepTimeLimitSeconds: 600,
    silentAfterSeconds: 60,
    weakestAuth: 'basic',
    askCables: true,
    theme: 'system',
  },
};

export function sampleHandset(change: Partial<Handset> = {}): Handset {
  return {
    devId: 'IMEI:1',
    name: 'Acme A1',
    man: 'Acme',
    mod: 'A1',
    dmV: '1.2',
    state: 'ready',
    link: 'http',
    links: [{ link: 'http', where: '127.0.0.1', state: 'ready', calls: true, preferred: false }],
    tethered: false,
    address: '127.0.0.1',
    lastSeen: Date.now() - 4000,
    authenticated: 'own',
    auth: 'md5',
    serverAuth: 'md5',
    legacyTls: false,
    canWake: true,
    nodes: 60,
    unseenAlerts: 0,
    ...change,
  };
}

export function samplePackage(change: Partial<LibraryPackage> = {}): LibraryPackage {
  return {
    digest: 'a'.repeat(64),
    fileName: 'notes-2.1.zip',
    size: 190_331,
    pkgId: 'acme-notes-2.1',
    name: 'Notes',
    version: '2.1',
    pkgType: 'application/zip',
    components: [{ id: 'com.acme.notes', name: 'Notes', version: '2.1' }],
    addedAt: 0,
    described: 'manifest',
    sample: true,
    ...change,
  };
}

export function sampleRun(change: Partial<Run> = {}): Run {
  return {
    id: 'run-1',
    devId: 'IMEI:1',
    runbook: 'push-install',
    title: 'Push Notes 2.1',
    params: {},
    createdAt: 0,
    mode: 'step',
    state: 'ready',
    current: 0,
    steps: [],
    facts: {},
    seq: 0,
    ...change,
  };
}

export function sampleEntry(id: number, change: Partial<TraceEntry> = {}): TraceEntry {
  return {
    id,
    at: id * 1000,
    devId: 'IMEI:1',
    link: 'http',
    direction: 'in',
    kind: 'message',
    bytes: 312,
    summary: `Alert ${id}`,
    statuses: [],
    ...change,
  };
}

export const sampleAccount: Account = {
  devId: 'IMEI:1',
  serverURL: 'http://127.0.0.1:8990/dm',
  serverId: 'scomo',
  serverPassword: 'tundra-Kelp-4917',
  user: 'acme-1',
  password: 'orbit-Fern-2286',
  auth: 'md5',
  serverAuth: 'md5',
};

export function sampleSnapshot(change: Partial<Snapshot> = {}): Snapshot {
  return {
    seq: 0,
    status: sampleStatus,
    handsets: [],
    cables: [],
    cableNotices: [],
    packages: [],
    runs: [],
    ...change,
  };
}

export interface OpenWindow {
  readonly carrier: FakeCarrier;
  readonly user: UserEvent;
}

/** Renders the whole window over a fake that gives `snapshot` and `answers`, and waits until it is loaded. */
export async function openWindow(snapshot: Partial<Snapshot> = {}, answers: Answers = {}): Promise<OpenWindow> {
  const carrier = connectSample(snapshot, answers);
  await loaded();
  render(<App />);
  return { carrier, user: userEvent.setup() };
}

/** Connects the store to a fake without rendering anything. */
export function connectSample(snapshot: Partial<Snapshot> = {}, answers: Answers = {}): FakeCarrier {
  const carrier = fakeCarrier({
    'app.snapshot': () => ok(sampleSnapshot(snapshot)),
    'trace.list': () => ok({ entries: [], total: 0 }),
    'tree.inventory': () => ok({ inventory: null }),
    'tree.snapshot': ({ devId }) => ok({ devId, version: 0, rows: [] }),
    'runs.list': () => ok([]),
    ...answers,
  });
  disconnect = connectWorkbench(carrier);
  return carrier;
}

/** Call after each test: nothing of this window stays. */
export function closeWindow(): void {
  cleanup();
  disconnect?.();
  disconnect = undefined;
  windowStore.setState(emptyWindow, true);
  localStorage.clear();
}

export async function loaded(): Promise<void> {
  while (!windowStore.getState().loaded) await new Promise((done) => setTimeout(done, 0));
}

let disconnect: (() => void) | undefined;
