import { type ChildProcess, spawn } from 'node:child_process';
import { once } from 'node:events';
import { chmodSync, mkdirSync, mkdtempSync, realpathSync, rmSync, symlinkSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { type Holders, holdersOf } from '../../../../electron/links/machine/holders.ts';
import { lookAtPort } from '../../../../electron/links/machine/port-file.ts';
import { openPtyPair, type PtyPair } from '../../../cable/pty.ts';

let pair: PtyPair;
let program: ChildProcess | undefined;

beforeEach(async () => {
  pair = await openPtyPair();
});

afterEach(async () => {
  if (program !== undefined) {
    const ended = once(program, 'exit');
    program.kill('SIGKILL');
    await ended;
    program = undefined;
  }
  await pair.unplug();
});

describe('who has a port open', () => {
  it('is found by any name of the port, and is nobody when it is free', async () => {
    const held = await holdersOf(pair.near);
    expect(held.programs.filter(({ name }) => !name.startsWith('socat'))).toEqual([]);
    program = spawn('/bin/sh', ['-c', `exec 3<>"${pair.near}"; echo open; exec sleep 60`], {
      stdio: ['ignore', 'pipe', 'ignore'],
    });
    if (program.stdout !== null) await once(program.stdout, 'data');
    const { programs } = await holdersOf(pair.near);
    expect(programs.map(({ pid }) => pid)).toContain(program.pid);
    expect(await holdersOf(realpathSync(pair.near))).toEqual(await holdersOf(pair.near));
  });
});

describe('a port as a file', () => {
  it('tells its rights and where a link leads', async () => {
    chmodSync(pair.near, 0o620);
    expect(await lookAtPort(pair.near)).toMatchObject({
      target: realpathSync(pair.near),
      rights: 'rw--w----',
      groupMay: false,
      mayOpen: true,
    });
  });

  it('is nothing where there is none', async () => {
    expect(await lookAtPort('/dev/no-such-port')).toBeUndefined();
  });
});

describe('who stands in the way of a device', () => {
  let folder: string;
  beforeEach(() => {
    folder = mkdtempSync(join(tmpdir(), 'scomo-proc-'));
  });
  afterEach(() => rmSync(folder, { recursive: true, force: true }));

  it('is the program that has it open, found through links to it as well', async () => {
    const device = join(folder, 'ttyUSB0');
    writeFileSync(device, '');
    symlinkSync(device, join(folder, 'by-id'));
    mkdirSync(join(folder, '4711', 'fd'), { recursive: true });
    writeFileSync(join(folder, '4711', 'comm'), 'ModemManager\n');
    symlinkSync(device, join(folder, '4711', 'fd', '7'));
    mkdirSync(join(folder, '4712'));
    mkdirSync(join(folder, 'self', 'fd'), { recursive: true });
    const { programs } = await holdersOf(join(folder, 'by-id'), { platform: 'linux', root: folder });
    expect(programs).toEqual([{ pid: 4711, name: 'ModemManager' }]);
  });

  it('has the name of its command line, not of its main thread', async () => {
    const device = join(folder, 'ttyUSB0');
    writeFileSync(device, '');
    mkdirSync(join(folder, '7', 'fd'), { recursive: true });
    symlinkSync(device, join(folder, '7', 'fd', '3'));
    writeFileSync(join(folder, '7', 'comm'), 'MainThread\n');
    writeFileSync(join(folder, '7', 'cmdline'), '/usr/bin/node\0tool.js\0');
    const held = (): Promise<Holders> => holdersOf(device, { platform: 'linux', root: folder });
    expect((await held()).programs).toEqual([{ pid: 7, name: 'node' }]);
    writeFileSync(join(folder, '7', 'cmdline'), 'sshd: tess [priv]\0');
    expect((await held()).programs).toEqual([{ pid: 7, name: 'MainThread' }]);
  });

  it('is nobody where nobody has it, and where there is no such device', async () => {
    const device = join(folder, 'ttyUSB0');
    writeFileSync(device, '');
    for (const path of [device, join(folder, 'none')])
      expect((await holdersOf(path, { platform: 'linux', root: folder })).programs).toEqual([]);
  });
});
