/** A virtual handset on a serial cable of a real workbench: plugged in, pulled, and plugged in again with what it has kept. */
import { mkdtempSync, rmSync } from 'node:fs';
import { readFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import type { Cable } from '../../../shared/contract/cables.ts';
import { type Bench, must, until } from '../../unit/workbench/bench.ts';
import { type PluggedHandset, type PluggedOptions, plugHandset } from '../plugged-handset.ts';
import { openPtyPair, type PtyPair } from '../pty.ts';

export interface Plugged {
  readonly devId: string;
  readonly port: string;
  /** Plugs it in, with these options beside the usual ones. */
  plug(more?: readonly string[]): Promise<void>;
  /** Pulls the cable and switches the handset off; it keeps its state. */
  pull(): Promise<void>;
  cable(): Promise<Cable | undefined>;
  /** Waits until the cable is in this state. */
  is(state: Cable['state']): Promise<void>;
  /** How often each operation came to its end on it, by URI. */
  completed(): Promise<Readonly<Record<string, number>>>;
  /** Pulls it for good. */
  close(): Promise<void>;
}

/** A handset that was somewhere else before. */
export interface Brought {
  /** The caller's folder with what it has kept. */
  readonly state?: string;
  /** Its own account; that for new handsets unless said. */
  readonly account?: PluggedOptions['account'];
}

/** Makes a handset that is not plugged in yet. */
export async function handsetOnCable(bench: Bench, devId: string, brought: Brought = {}): Promise<Plugged> {
  const state = brought.state ?? mkdtempSync(join(tmpdir(), 'scomo-on-cable-'));
  const account = brought.account ?? must(await bench.workbench.call('handsets.enrolment', {}));
  let pair: PtyPair | undefined;
  let paths: Pick<PtyPair, 'near' | 'far'> | undefined;
  let handset: PluggedHandset | undefined;

  async function plug(more: readonly string[] = []): Promise<void> {
    pair = await openPtyPair(paths);
    paths = { near: pair.near, far: pair.far };
    handset = await plugHandset({ serial: pair.far, account, devId, state, more });
  }

  async function pull(): Promise<void> {
    await pair?.unplug();
    await handset?.stop();
    pair = handset = undefined;
  }

  async function cable(): Promise<Cable | undefined> {
    return must(await bench.workbench.call('cables.list', {})).find(({ port }) => port === paths?.near);
  }

  return {
    devId,
    get port() {
      return paths?.near ?? '';
    },
    plug,
    pull,
    cable,
    async is(wanted): Promise<void> {
      let last: Cable | undefined;
      await until(
        async () => (last = await cable())?.state === wanted,
        () => `${wanted}; the cable is ${JSON.stringify(last)}`,
      );
    },
    async completed(): Promise<Readonly<Record<string, number>>> {
      const kept = JSON.parse(await readFile(join(state, 'state.json'), 'utf8')) as {
        readonly completed: Readonly<Record<string, number>>;
      };
      return kept.completed;
    },
    async close(): Promise<void> {
      await pull();
      if (brought.state === undefined) rmSync(state, { recursive: true, force: true });
    },
  };
}

/** Plugs it in, tells the workbench of its port, and admits it. */
export async function plugAndAdmit(bench: Bench, handset: Plugged, more: readonly string[] = []): Promise<void> {
  await handset.plug(more);
  must(await bench.workbench.call('cables.add', { port: handset.port }));
  await handset.is('ready');
  must(await bench.workbench.call('handsets.admit', { devId: handset.devId }));
}
