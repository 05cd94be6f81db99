import { spawn } from 'node:child_process';
import { join, resolve } from 'node:path';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import {
  codes,
  commands,
  md5Cred,
  message,
  type MessageParts,
  nonceOf,
  packageOne,
} from '../server/scripted-handset.ts';
import { admitted, handsetOf, must, newHandset, openBench, until, type Bench } from './bench.ts';

let bench: Bench;

beforeAll(async () => {
  bench = await openBench();
}, 30_000);

afterAll(() => bench.close());

describe('handsets', () => {
  it('holds a handset that introduces itself as new, reads nothing of it, and admits it with one call', async () => {
    const devId = await newHandset(bench);
    expect(await handsetOf(bench.workbench, devId)).toMatchObject({
      state: 'new',
      authenticated: 'enrolment',
      man: 'Acme',
      nodes: 0,
    });
    expect(await bench.workbench.call('tree.read', { devId, scope: 'scomo' })).toMatchObject({
      ok: false,
      error: { code: 'handset-not-admitted' },
    });
    must(await bench.workbench.call('handsets.admit', { devId }));
    await until(async () => ((await handsetOf(bench.workbench, devId))?.nodes ?? 0) > 0, 'the SCOMO object to be read');
    expect(await handsetOf(bench.workbench, devId)).toMatchObject({
      authenticated: 'own',
      canWake: true,
      readMethod: 'StructData',
    });
  });

  it('lists a caller that shows no credentials as new and not proven', async () => {
    const devId = 'IMEI:004400000000001';
    const response = await fetch(bench.workbench.listener.url, {
      method: 'POST',
      headers: { 'Content-Type': 'application/vnd.syncml.dm+xml' },
      body: Buffer.from(message({ devId, msgId: '1', commands: packageOne() })),
    });
    expect(response.status).toBe(200);
    expect(await response.text()).toContain('407');
    expect(await handsetOf(bench.workbench, devId)).toMatchObject({ state: 'new', authenticated: 'no' });
  });

  it('keeps little of what a stranger says of itself', async () => {
    const devId = 'IMEI:004400000000008';
    const items = [{ source: { locURI: './DevInfo/Man' }, data: 'M'.repeat(100_000) }];
    const introduction = packageOne([{ cmd: 'Replace', cmdId: '9', items }]);
    for (const msgId of ['1', '2'])
      await fetch(bench.workbench.listener.url, {
        method: 'POST',
        headers: { 'Content-Type': 'application/vnd.syncml.dm+xml' },
        body: Buffer.from(message({ devId, msgId, commands: introduction })),
      });
    expect((await handsetOf(bench.workbench, devId))?.man).toBe('M'.repeat(255));
  });

  it('lets a handset answer with the password it has when it is admitted while it is being asked for it', async () => {
    const devId = 'IMEI:004400000000009';
    const { user, password } = must(await bench.workbench.call('handsets.enrolment', {}));
    async function say(parts: Partial<MessageParts>): Promise<Uint8Array> {
      const response = await fetch(bench.workbench.listener.url, {
        method: 'POST',
        headers: { 'Content-Type': 'application/vnd.syncml.dm+xml' },
        body: Buffer.from(message({ devId, msgId: '1', locName: user, commands: packageOne(), ...parts })),
      });
      return new Uint8Array(await response.arrayBuffer());
    }
    const nonce = nonceOf(await say({}));
    const made = must(await bench.workbench.call('handsets.admit', { devId }));
    expect(made.password).not.toBe(password);
    const reply = await say({ msgId: '2', cred: md5Cred(nonce, password, user) });
    expect(codes(reply)[0]).toBe('SyncHdr 212');
    // It is let in: the workbench asks it something at once.
    expect(commands(reply).length).toBeGreaterThan(0);
  });

  it('lets a handset in that was admitted before it ever called', async () => {
    const devId = 'IMEI:004400000000025';
    const account = must(
      await bench.workbench.call('handsets.admit', {
        devId,
        user: 'u1',
        password: 'p1',
        serverId: 's1',
        serverPassword: 'sp1',
        auth: 'basic',
      }),
    );
    expect(account).toMatchObject({ devId, user: 'u1', serverURL: bench.workbench.listener.url, auth: 'basic' });
    expect(await handsetOf(bench.workbench, devId)).toMatchObject({ state: 'expected' });
    const child = spawn(process.execPath, [
      resolve(import.meta.dirname, '../../../electron/handset/main.ts'),
      `--dev-id=${devId}`,
      `--server=${account.serverURL}`,
      '--user=u1',
      '--password=p1',
      '--server-id=s1',
      '--server-password=sp1',
      '--auth=basic',
      `--state=${join(bench.folder, 'by-hand')}`,
    ]);
    await until(async () => ((await handsetOf(bench.workbench, devId))?.nodes ?? 0) > 0, 'the tree of the handset');
    expect(await handsetOf(bench.workbench, devId)).toMatchObject({ authenticated: 'own', auth: 'basic' });
    child.kill();
  });

  it('says of a caller with foreign credentials what a person can do', async () => {
    const devId = 'IMEI:004400000000041';
    const child = spawn(process.execPath, [
      resolve(import.meta.dirname, '../../../electron/handset/main.ts'),
      `--dev-id=${devId}`,
      `--server=${bench.workbench.listener.url}`,
      '--user=foreign',
      '--password=foreign',
      '--server-id=x',
      '--server-password=y',
      '--poll=1',
      `--state=${join(bench.folder, 'foreign')}`,
    ]);
    await until(async () => (await handsetOf(bench.workbench, devId))?.problem !== undefined, 'the problem to be told');
    child.kill();
    expect(await handsetOf(bench.workbench, devId)).toMatchObject({ state: 'new', authenticated: 'no', nodes: 0 });
    expect((await handsetOf(bench.workbench, devId))?.problem).toMatch(
      /^It calls with credentials that nobody here knows/,
    );
  });

  it('makes up credentials for a handset nobody knows, and shows what to type into it', async () => {
    const account = must(await bench.workbench.call('handsets.admit', { devId: 'IMEI:004400000000033' }));
    expect(account).toMatchObject({ user: 'handset-000033', auth: 'md5' });
    expect(account.password).toMatch(/^[a-z2-9]{16}$/);
    expect(account.serverPassword).not.toBe(account.password);
  });

  it('renames, stops, starts and forgets a virtual handset', async () => {
    const devId = await admitted(bench);
    must(await bench.workbench.call('handsets.rename', { devId, name: 'Rack 3' }));
    expect(await handsetOf(bench.workbench, devId)).toMatchObject({ name: 'Rack 3' });
    must(await bench.workbench.call('handsets.rename', { devId, name: '' }));
    expect((await handsetOf(bench.workbench, devId))?.name).toContain('Acme');
    must(await bench.workbench.call('handsets.stopVirtual', { devId }));
    expect(await handsetOf(bench.workbench, devId)).toMatchObject({ virtual: { running: false } });
    must(await bench.workbench.call('handsets.startVirtual', { devId }));
    expect(await handsetOf(bench.workbench, devId)).toMatchObject({ virtual: { running: true } });
    await until(
      async () => (await bench.workbench.call('handsets.forget', { devId })).ok,
      'the handset to be out of session',
    );
    expect(await handsetOf(bench.workbench, devId)).toBeUndefined();
    expect((await bench.workbench.call('tree.snapshot', { devId })).ok).toBe(false);
  });

  it('wakes a handset that can be woken, and says so of one that cannot', async () => {
    const devId = await admitted(bench);
    await until(async () => (await handsetOf(bench.workbench, devId))?.state === 'ready', 'the session to end');
    const before = (await handsetOf(bench.workbench, devId))?.lastSeen ?? 0;
    must(await bench.workbench.call('handsets.wake', { devId }));
    await until(
      async () => ((await handsetOf(bench.workbench, devId))?.lastSeen ?? 0) > before,
      'the handset to call',
      5_000,
    );
    expect(await bench.workbench.call('handsets.wake', { devId: 'IMEI:004400000000033' })).toMatchObject({
      ok: false,
      error: { code: 'cannot-wake' },
    });
  });

  it('reads a tree of 20,000 nodes into the mirror, with progress', async () => {
    const progress: number[] = [];
    const devId = await admitted(bench, { extraNodes: 20_000 });
    const stop = bench.workbench.subscribe((event) => {
      if (event.type === 'handset' && event.handset.devId === devId && event.handset.activity?.nodes !== undefined)
        progress.push(event.handset.activity.nodes);
    });
    const read = must(await bench.workbench.call('tree.read', { devId, scope: 'all' }));
    stop();
    expect(read.nodes).toBeGreaterThan(20_000);
    expect(progress.length).toBeGreaterThan(0);
    const snapshot = must(await bench.workbench.call('tree.snapshot', { devId }));
    expect(snapshot.rows.length).toBe(read.nodes);
    expect(snapshot.scomoRoot).toBe('./SCM');
  }, 40_000);

  it('never shows a secret in the trace', async () => {
    const { password, serverPassword } = must(await bench.workbench.call('handsets.enrolment', {}));
    const { entries } = must(await bench.workbench.call('trace.list', { limit: 500 }));
    const texts = await Promise.all(
      entries.map(async ({ id }) => must(await bench.workbench.call('trace.get', { id })).text),
    );
    for (const secret of [
      password,
      serverPassword,
      Buffer.from('u1:p1').toString('base64'),
      Buffer.from('s1:sp1').toString('base64'),
    ]) {
      expect(texts.filter((text) => text.includes(secret))).toEqual([]);
    }
  });
});
