/**
 * The page that test/bench/tree.ts measures: the tree grid with its own store against a carrier that holds its answer
 * as text, as a socket does. `window.bench` is called from outside, so that nothing is measured before all is loaded.
 */
import '../../../renderer/ui/tokens.css';
import '../../../renderer/ui/base.css';
import { StrictMode } from 'react';
import { createRoot } from 'react-dom/client';
import { fakeCarrier, type FakeCarrier } from '../../../renderer/app/fake-carrier.ts';
import { windowStore } from '../../../renderer/app/store.ts';
import { connectWorkbench } from '../../../renderer/app/workbench.ts';
import { TreeGrid } from '../../../renderer/features/inventory/TreeGrid.tsx';
import { TooltipProvider } from '../../../renderer/ui/Tooltip.tsx';
import type { Output } from '../../../shared/contract/contract.ts';
import { ok } from '../../../shared/result.ts';
import { mountPlainList } from './plain-list.tsx';
import { rowsOf } from './rows.ts';

const DEV_ID = 'IMEI:350000000000000';

export interface TreeBench {
  /** Makes the answers; everything after this counts. */
  prepare(count: number): Promise<void>;
  /** Milliseconds from mounting to the first frame with rows, and how many rows the grid says it has. */
  mount(): Promise<{ readonly ms: number; readonly rows: number }>;
  /** Milliseconds from an event of the workbench to the frame that shows it, for each update. */
  update(times: number, where: 'scomo' | 'vendor'): Promise<readonly number[]>;
  /** The peer: the same rows as objects in one React state. */
  mountPeer(count: number): Promise<number>;
  updatePeer(times: number): Promise<readonly number[]>;
}

declare global {
  interface Window {
    bench: TreeBench;
  }
}

const root = createRoot(element());
let carrier: FakeCarrier | undefined;
let version = 1;
let peer: ReturnType<typeof mountPlainList> | undefined;

window.bench = {
  async prepare(count) {
    const answer = JSON.stringify({
      devId: DEV_ID,
      version,
      scomoRoot: './SCM',
      scomoVersion: '1.0',
      rows: rowsOf(count),
    });
    localStorage.setItem(`scomo.tree.${DEV_ID}`, JSON.stringify({ rule: 'all', except: [] }));
    carrier = fakeCarrier({
      'app.snapshot': () => ok(JSON.parse(windowSnapshot) as Output<'app.snapshot'>),
      'tree.snapshot': () => ok(JSON.parse(answer) as Output<'tree.snapshot'>),
    });
    connectWorkbench(carrier);
    while (!windowStore.getState().loaded) await frame();
    await frame();
  },
  async mount() {
    const start = performance.now();
    root.render(
      <StrictMode>
        <TooltipProvider>
          <TreeGrid devId={DEV_ID} />
        </TooltipProvider>
      </StrictMode>,
    );
    while (document.querySelector('[data-slot]') === null) await frame();
    const ms = performance.now() - start;
    return { ms, rows: Number(document.querySelector('[role=treegrid]')?.getAttribute('aria-rowcount')) - 1 };
  },
  async update(times, where) {
    const uris = shownLeaves(where);
    const taken: number[] = [];
    for (let index = 0; index < times; index += 1) {
      const uri = uris[index % uris.length] ?? '';
      const value = where === 'scomo' ? String(10 + (index % 2) * 10) : `changed ${index}`;
      await frame();
      const start = performance.now();
      version += 1;
      carrier?.push({
        type: 'tree',
        devId: DEV_ID,
        version,
        rows: [[uri, where === 'scomo' ? 'int' : 'chr', value, 'text/plain', Date.now()]],
        removed: [],
      });
      await frame();
      taken.push(performance.now() - start);
      const cell = rowOf(uri)?.textContent ?? '';
      if (!cell.includes(value)) throw new Error(`${uri} shows ${cell} instead of ${value}`);
    }
    return taken;
  },
  async mountPeer(count) {
    root.unmount();
    element().replaceChildren();
    const rows = rowsOf(count);
    const start = performance.now();
    peer = mountPlainList(element(), rows);
    while (document.querySelector('[data-peer]') === null) await frame();
    return performance.now() - start;
  },
  async updatePeer(times) {
    const taken: number[] = [];
    for (let index = 0; index < times; index += 1) {
      await frame();
      const start = performance.now();
      peer?.update(2 + (index % 10), `changed ${index}`);
      await frame();
      taken.push(performance.now() - start);
    }
    return taken;
  },
};

/** Resolves when the next frame has been drawn: a task after requestAnimationFrame runs behind style, layout and paint. */
function frame(): Promise<void> {
  return new Promise((resolve) => {
    requestAnimationFrame(() => {
      const channel = new MessageChannel();
      channel.port1.addEventListener('message', () => {
        channel.port1.close();
        resolve();
      });
      channel.port1.start();
      channel.port2.postMessage(undefined);
    });
  });
}

function element(): HTMLElement {
  const found = document.getElementById('root');
  if (found === null) throw new Error('The page has no #root.');
  return found;
}

/** Leaves that are on the screen; for `vendor` the list is scrolled to them first. */
function shownLeaves(where: 'scomo' | 'vendor'): readonly string[] {
  const wanted = where === 'scomo' ? /\/State$/ : /\/Setting\d+$/;
  return [...document.querySelectorAll('[data-slot] [title]')]
    .map((each) => each.getAttribute('title')?.split('\n')[0] ?? '')
    .filter((uri) => wanted.test(uri));
}

function rowOf(uri: string): Element | undefined {
  const named = [...document.querySelectorAll('[data-slot] [title]')];
  return named.find((each) => each.getAttribute('title')?.split('\n')[0] === uri)?.closest('[data-slot]') ?? undefined;
}

const windowSnapshot = JSON.stringify({
  seq: 0,
  status: {
    version: '1.0.0',
    host: 'browser',
    dataFolder: '',
    listener: { address: '127.0.0.1', port: 8990, url: 'http://127.0.0.1:8990', scope: 'this machine only' },
    sessions: 0,
    waitingRuns: 0,
    settings: {
      holdSeconds: 20,
      stepTimeLimitSeconds: 600,
      silentAfterSeconds: 300,
      weakestAuth: 'basic',
      theme: 'system',
    },
  },
  handsets: [
    {
      devId: DEV_ID,
      name: 'Acme A1',
      state: 'ready',
      link: 'http',
      authenticated: 'own',
      auth: 'md5',
      serverAuth: 'md5',
      canWake: true,
      nodes: 100_000,
    },
  ],
  packages: [],
  cables: [],
  runs: [],
});
