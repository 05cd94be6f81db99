/**
 * A virtual handset in this process whose cable is pulled at a place that the test says: a fault of its own closes its
 * end. It keeps its state from plug to plug.
 */
import { cpSync, mkdirSync, mkdtempSync, readFileSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import type { RunningHandset } from '../../electron/handset/handset.ts';
import type { HandsetOptions } from '../../electron/handset/options.ts';
import { runHandset } from '../../electron/handset/power.ts';
import type { Cable } from '../../shared/contract/cables.ts';
import type { CableFaultName } from '../../shared/contract/cable-fault.ts';
import { must, until } from '../unit/workbench/bench.ts';
import type { WatchedBench } from './watched-bench.ts';

/** A cable, and what the handset at its end has to know of it. */
export interface PullableCable {
  /** What the workbench calls it, once it was made. */
  readonly port: string;
  /** The fault that pulls it. */
  readonly fault: Extract<CableFaultName, 'yank' | 'yank-transfer'>;
  /** Makes it, and answers what the handset is switched on with. */
  make(): Promise<Pick<HandsetOptions, 'serial' | 'usb'>>;
  /** The handset is at its end: the system tells of it, where it does not do so by itself. */
  plugged?(): void;
  /** Resolves when the system has nothing of it any more. */
  gone(): Promise<void>;
}

export interface PullableHandset {
  readonly devId: string;
  /** Its cable as it is now. */
  readonly cable: Cable | undefined;
  /** Has the cable been pulled where the last plug said? */
  readonly hasTorn: boolean;
  /** Plugs it in; the cable is pulled at this octet or transfer, or not at all. */
  plug(nth?: number): Promise<void>;
  /** Switches it off, if it was not pulled before; the workbench has noticed when it resolves. */
  pull(): Promise<void>;
  /** Makes it what it was when it was admitted; it is not plugged in meanwhile. */
  reset(): void;
  /** How often each operation came to its end on it, by URI. */
  completed(): Readonly<Record<string, number>>;
  /** Forgets its state. */
  close(): void;
}

/** Makes one that the workbench has admitted and whose inventory it knows; it is not plugged in. */
export async function pullableHandset(
  { bench, cable, when, patienceMs }: WatchedBench,
  line: PullableCable,
  devId: string,
): Promise<PullableHandset> {
  const { workbench } = bench;
  const { serverURL: server, ...account } = must(await workbench.call('handsets.enrolment', {}));
  const folder = mkdtempSync(join(tmpdir(), 'scomo-pullable-'));
  const [state, asAdmitted] = [join(folder, 'state'), join(folder, 'as-admitted')];
  mkdirSync(state);
  let running: RunningHandset | undefined;
  let hasTorn = false;

  const handset: PullableHandset = {
    devId,
    get cable() {
      return cable(line.port);
    },
    get hasTorn() {
      return hasTorn;
    },
    async plug(nth): Promise<void> {
      hasTorn = false;
      const made = await line.make();
      const faults = nth === undefined ? [] : [`${line.fault}@${nth}`];
      running = await runHandset(
        { ...account, ...made, server, state, devId, faults, installMs: 20 },
        ({ event }) => void (hasTorn ||= event === 'fault'),
      );
      line.plugged?.();
    },
    async pull(): Promise<void> {
      await running?.stop();
      await line.gone();
      await when(
        () => handset.cable?.state === 'gone',
        () => `the pulled cable to be gone; it is ${JSON.stringify(handset.cable)}`,
      );
    },
    reset(): void {
      rmSync(state, { recursive: true });
      cpSync(asAdmitted, state, { recursive: true });
    },
    completed(): Readonly<Record<string, number>> {
      const kept = JSON.parse(readFileSync(join(state, 'state.json'), 'utf8')) as {
        readonly completed: Readonly<Record<string, number>>;
      };
      return kept.completed;
    },
    close: () => rmSync(folder, { recursive: true, force: true }),
  };

  await handset.plug();
  await when(
    () => handset.cable?.state === 'ready',
    () => `the first session; the cable is ${JSON.stringify(handset.cable)}`,
  );
  must(await workbench.call('handsets.admit', { devId }));
  const isRead = async (): Promise<boolean> =>
    must(await workbench.call('tree.inventory', { devId })).inventory !== null;
  await until(isRead, 'the inventory', patienceMs);
  await handset.pull();
  cpSync(state, asAdmitted, { recursive: true });
  return handset;
}
