import { type ChildProcess, spawn } from 'node:child_process';
import { once } from 'node:events';
import { chmodSync, realpathSync } from 'node:fs';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { holdersOf } from '../../../../electron/links/machine/holders.ts';
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
