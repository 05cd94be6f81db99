/** A virtual handset on a cable, on the far end of a pty pair or on the kernel's USB bus: a process of its own, as `scomo handset` starts it. */
import { spawn } from 'node:child_process';
import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join, resolve } from 'node:path';

export interface PluggedHandset {
  readonly devId: string;
  /** UDP port of 127.0.0.1 that hears notifications. */
  readonly notifyPort: number;
  /** Its events, one JSON object each. */
  readonly events: readonly Readonly<Record<string, unknown>>[];
  /** Switches it off; with `forget` its state is gone, too. */
  stop(): Promise<void>;
}

export interface PluggedOptions {
  /** Its end of the line; without a line or a place on the USB bus it calls over HTTP. */
  readonly serial?: string;
  readonly usb?: 'obex' | 'modem';
  readonly account: {
    readonly user: string;
    readonly password: string;
    readonly serverId: string;
    readonly serverPassword: string;
    readonly serverURL: string;
  };
  readonly devId?: string;
  readonly state?: string;
  readonly more?: readonly string[];
  /** Its program, from the sources unless told. */
  readonly program?: string;
}

const SOURCE = resolve(import.meta.dirname, '../../electron/handset/main.ts');

/** Starts one and waits until it is ready. */
export async function plugHandset({
  serial,
  usb,
  account,
  devId,
  state,
  more = [],
  program = SOURCE,
}: PluggedOptions): Promise<PluggedHandset> {
  const folder = state ?? mkdtempSync(join(tmpdir(), 'scomo-plugged-'));
  const child = spawn(
    process.execPath,
    [
      program,
      ...flags({
        server: account.serverURL,
        user: account.user,
        password: account.password,
        'server-id': account.serverId,
        'server-password': account.serverPassword,
        state: folder,
        'install-ms': '50',
      }),
      '--json',
      ...(serial === undefined ? [] : ['--serial', serial]),
      ...(usb === undefined ? [] : ['--usb', usb]),
      ...(devId === undefined ? [] : ['--dev-id', devId]),
      ...more,
    ],
    { stdio: ['ignore', 'pipe', 'inherit'] },
  );
  const events: Record<string, unknown>[] = [];
  const ended = new Promise<void>((done) => child.once('exit', () => done()));
  const ready = await new Promise<Pick<PluggedHandset, 'devId' | 'notifyPort'>>((done, reject) => {
    let text = '';
    child.once('exit', (code, signal) => reject(new Error(`The handset ended with ${code ?? signal}`)));
    child.stdout.on('data', (bytes: Buffer) => {
      text += bytes.toString('utf8');
      const lines = text.split('\n');
      text = lines.pop() ?? '';
      for (const line of lines) {
        if (line.startsWith('READY ')) done(JSON.parse(line.slice(6)) as Pick<PluggedHandset, 'devId' | 'notifyPort'>);
        else if (line.startsWith('{')) events.push(JSON.parse(line) as Record<string, unknown>);
      }
    });
  });
  return {
    ...ready,
    events,
    async stop(): Promise<void> {
      child.kill('SIGTERM');
      await ended;
      if (state === undefined) rmSync(folder, { recursive: true, force: true });
    },
  };
}

function flags(values: Readonly<Record<string, string>>): readonly string[] {
  return Object.entries(values).flatMap(([name, value]) => [`--${name}`, value]);
}
