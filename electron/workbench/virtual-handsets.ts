/**
 * Virtual handsets that this workbench starts: each a process of its own that speaks the real protocol over a real
 * link. Their options stand in a file of the data folder that only this user can read, because they carry passwords;
 * their state lies beside it, so that a handset goes on where it was.
 */
import { spawn } from 'node:child_process';
import { mkdirSync, rmSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import type { Handset, VirtualOptions } from '../../shared/contract/handsets.ts';
import { fail, ok, type Result } from '../../shared/result.ts';
import type { Credentials } from '../storage/accounts.ts';
import type { HandsetProcess, WorkbenchOptions } from './port.ts';
import { systemClock } from './system-clock.ts';
import type { TraceRecorder } from './trace-recorder.ts';

export interface VirtualHandsets {
  isRunning(devId: string): boolean;
  start(devId: string, options: VirtualOptions, account: Credentials): Promise<Result<void>>;
  stop(devId: string): Promise<void>;
  /** Removes what a handset has kept. */
  forget(devId: string): Promise<void>;
  close(): Promise<void>;
}

export interface VirtualPorts {
  readonly dataFolder: string;
  readonly serverURL: () => string;
  readonly program: Pick<WorkbenchOptions, 'handsetProgram' | 'startHandset'>;
  changed(devId: string): void;
  /** Hears of the faults that strike. */
  readonly recorder: Pick<TraceRecorder, 'note'>;
  /** What a handset's process said when it ended by itself. */
  problem(devId: string, text: string): void;
}

/** How long a handset may take to say READY, milliseconds. */
const START_LIMIT_MS = 30_000;
const STOP_LIMIT_MS = 5_000;
/** A virtual handset looks for work this often by itself, seconds; it is woken in between. */
const POLL_SECONDS = 15;

/** Makes the set of virtual handsets; none runs yet. */
export function createVirtualHandsets(ports: VirtualPorts): VirtualHandsets {
  const running = new Map<
    string,
    { readonly process: HandsetProcess; readonly ended: Promise<void>; stopping: boolean }
  >();

  let isClosed = false;

  function start(devId: string, options: VirtualOptions, account: Credentials): Promise<Result<void>> {
    if (running.has(devId)) return Promise.resolve(ok(undefined));
    const folder = folderOf(devId);
    const file = join(folder, 'options.json');
    try {
      mkdirSync(folder, { recursive: true, mode: 0o700 });
      writeFileSync(file, JSON.stringify(optionsFor(devId, options, account, folder)), { mode: 0o600 });
    } catch (error) {
      return Promise.resolve(notStarted(error instanceof Error ? error.message : String(error)));
    }
    const child = launch(['--options-file', file]);
    return new Promise((resolve) => {
      let said = '';
      let isReady = false;
      const hearLines = lineListener((line) => {
        const fault = /^FAULT (.+)$/.exec(line)?.[1];
        if (fault !== undefined) noteFault(devId, fault);
      });
      const limit = setTimeout(() => {
        child.stop();
        resolve(notStarted(said || 'It did not say READY in time.'));
      }, START_LIMIT_MS);
      let markEnded = (): void => undefined;
      const ended = new Promise<void>((done) => (markEnded = done));
      const entry = { process: child, ended, stopping: false };
      running.set(devId, entry);
      child.onOutput((text) => {
        said = (said + text).slice(-2_000);
        hearLines(text);
        if (isReady || !/^READY /m.test(said)) return;
        isReady = true;
        clearTimeout(limit);
        ports.changed(devId);
        resolve(ok(undefined));
      });
      child.onExit(() => {
        clearTimeout(limit);
        running.delete(devId);
        markEnded();
        // Who closes the workbench does not wait for a handset for ever: then nobody is there to hear of it.
        if (isClosed) return;
        if (!isReady) resolve(notStarted(said));
        else if (!entry.stopping)
          ports.problem(devId, `The virtual handset ended: ${said.trim().split('\n').at(-1) ?? ''}`);
        ports.changed(devId);
      });
    });
  }

  function noteFault(devId: string, fault: string): void {
    const summary = `The virtual handset does what was asked for: ${fault}`;
    ports.recorder.note({ at: systemClock().now(), devId, kind: 'session', direction: 'none', bytes: 0, summary });
  }

  function optionsFor(devId: string, options: VirtualOptions, account: Credentials, folder: string): object {
    return {
      devId,
      server: ports.serverURL(),
      user: account.user,
      password: account.password,
      serverId: account.serverId,
      serverPassword: account.serverPassword,
      auth: account.auth,
      serverAuth: account.serverAuth,
      state: folder,
      poll: POLL_SECONDS,
      extraNodes: options.extraNodes ?? 0,
      latency: options.latencyMs ?? 0,
      refuseList: options.refuseList ?? false,
      refuseStruct: options.refuseStruct ?? false,
      ...(options.results === undefined ? {} : { results: options.results }),
      personality: options.personality ?? 'spec-1.0',
      faults: options.faults ?? [],
      ...(options.seed === undefined ? {} : { seed: options.seed }),
      ...(options.installMs === undefined ? {} : { installMs: options.installMs }),
      confirm: options.confirm ?? 'accept',
      encoding: options.encoding ?? 'xml',
      ...(options.maxMsgSize === undefined ? {} : { maxMsgSize: options.maxMsgSize }),
    };
  }

  function launch(args: readonly string[]): HandsetProcess {
    if (ports.program.startHandset !== undefined) return ports.program.startHandset(args);
    const { command, args: leading, env } = ports.program.handsetProgram;
    const { SCOMO_PARENT_PIPE: _ours, ...inherited } = process.env;
    // Its stdin is a pipe of ours: when we end, however, it ends too.
    const child = spawn(command, [...leading, ...args, '--end-with-stdin'], {
      stdio: ['pipe', 'pipe', 'pipe'],
      env: { ...inherited, ...env },
    });
    return {
      onOutput(listener): void {
        child.stdout.on('data', (bytes: Buffer) => listener(bytes.toString('utf8')));
        child.stderr.on('data', (bytes: Buffer) => listener(bytes.toString('utf8')));
        child.on('error', (error) => listener(`${error.message}\n`));
      },
      onExit(listener): void {
        child.once('close', (code) => listener(code));
      },
      stop: () => void child.kill('SIGTERM'),
    };
  }

  function folderOf(devId: string): string {
    return join(ports.dataFolder, 'handsets', encodeURIComponent(devId));
  }

  async function stop(devId: string): Promise<void> {
    const entry = running.get(devId);
    if (entry === undefined) return;
    entry.stopping = true;
    entry.process.stop();
    await Promise.race([entry.ended, new Promise((resolve) => setTimeout(resolve, STOP_LIMIT_MS).unref())]);
  }

  return {
    isRunning: (devId) => running.has(devId),
    start,
    stop,
    async forget(devId): Promise<void> {
      await stop(devId);
      rmSync(folderOf(devId), { recursive: true, force: true });
    },
    async close(): Promise<void> {
      await Promise.all([...running.keys()].map(stop));
      isClosed = true;
    },
  };
}

/** What the windows show of a virtual handset; undefined for any other. */
export function virtualSummary(options: VirtualOptions | undefined, running: boolean): Handset['virtual'] {
  if (options === undefined) return undefined;
  const { personality, faults, seed } = options;
  return {
    running,
    ...(personality === undefined ? {} : { personality }),
    ...(faults === undefined || faults.length === 0 ? {} : { faults }),
    ...(seed === undefined ? {} : { seed }),
  };
}

/** Hears each whole line of a text that comes in pieces. */
function lineListener(hear: (line: string) => void): (text: string) => void {
  let rest = '';
  return (text) => {
    const lines = (rest + text).split('\n');
    rest = lines.pop() ?? '';
    for (const line of lines) hear(line);
  };
}

function notStarted(said: string): Result<never> {
  return fail(
    'virtual-handset-not-started',
    'The virtual handset did not start.',
    'Look at what it said; another one may hold its state, or there is no room for it on the disk.',
    { detail: said.trim().slice(-500) },
  );
}
