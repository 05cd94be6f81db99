/** A handset and a scripted server for it, both gone after the test. */
import { mkdtemp, readFile, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { onTestFinished } from 'vitest';
import type { HandsetEvent } from '../../../electron/handset/events.ts';
import type { RunningHandset } from '../../../electron/handset/handset.ts';
import { runHandset } from '../../../electron/handset/power.ts';
import type { HandsetOptions } from '../../../electron/handset/options.ts';
import type { HandsetState } from '../../../electron/handset/state-file.ts';
import { type PackageServer, servePackage } from './package-server.ts';
import { ACCOUNT, createScriptedServer, type ScriptedOptions, type ScriptedServer } from './scripted-server.ts';

/** An empty folder. */
export async function newFolder(): Promise<string> {
  const folder = await mkdtemp(join(tmpdir(), 'handset-'));
  onTestFinished(() => rm(folder, { recursive: true, force: true, maxRetries: 5 }));
  return folder;
}

/** A scripted server. */
export async function newServer(options: ScriptedOptions = {}): Promise<ScriptedServer> {
  const server = await createScriptedServer(options);
  onTestFinished(() => server.close());
  return server;
}

/** A package server. */
export async function newPackageServer(bytes: Buffer): Promise<PackageServer> {
  const server = await servePackage(bytes);
  onTestFinished(() => server.close());
  return server;
}

export interface HandsetUnderTest extends RunningHandset {
  readonly events: HandsetEvent[];
  readonly folder: string;
  /** What is on the disk. */
  state(): Promise<HandsetState>;
}

/** Switches a handset on: it calls at once, never polls, and installs in no time. */
export async function newHandset(
  server: { readonly url: string },
  options: Partial<HandsetOptions> = {},
): Promise<HandsetUnderTest> {
  const folder = options.state ?? (await newFolder());
  const events: HandsetEvent[] = [];
  const handset = await runHandset(
    { ...ACCOUNT, devId: 'IMEI:004400000000001', server: server.url, poll: 0, installMs: 5, ...options, state: folder },
    (event) => events.push(event),
  );
  onTestFinished(() => handset.stop());
  return {
    ...handset,
    events,
    folder,
    state: async () => JSON.parse(await readFile(join(folder, 'state.json'), 'utf8')) as HandsetState,
  };
}
