import { type ChildProcess, spawn } from 'node:child_process';
import { writeFileSync } from 'node:fs';
import { join, resolve } from 'node:path';
import { afterAll, afterEach, beforeAll, describe, expect, it } from 'vitest';
import type { Input } from '../../../shared/contract/contract.ts';
import { handsetOf, must, openBench, until, type Bench } from './bench.ts';

/** A process has to start on a machine that may be busy, milliseconds. */
const SLOW_MS = 60_000;

let bench: Bench;
const children: ChildProcess[] = [];

beforeAll(async () => {
  bench = await openBench();
}, 30_000);

afterEach(() => {
  for (const child of children.splice(0)) child.kill();
});

afterAll(() => bench.close());

/** A handset that knows nothing but the file. */
function startFrom(path: string, devId: string, ...more: readonly string[]): void {
  const program = resolve(import.meta.dirname, '../../../electron/handset/main.ts');
  const state = join(bench.folder, 'from-bootstrap', encodeURIComponent(devId));
  children.push(
    spawn(process.execPath, [program, `--bootstrap=${path}`, `--dev-id=${devId}`, `--state=${state}`, ...more]),
  );
}

describe('a bootstrap file', { timeout: 2 * SLOW_MS }, () => {
  const ways: readonly (readonly [string, Omit<Input<'reach.bootstrap'>, 'devId'>, readonly string[]])[] = [
    ['Client Provisioning in XML', { profile: 'cp', encoding: 'xml', form: 'document' }, []],
    [
      'Client Provisioning in WBXML as WAP push with a PIN',
      { profile: 'cp', encoding: 'wbxml', form: 'push', pin: '4711' },
      ['--pin=4711'],
    ],
    [
      'a DM profile behind a header with the IMSI',
      { profile: 'dm', encoding: 'wbxml', form: 'header', imsi: '262022033605304' },
      ['--imsi=262022033605304'],
    ],
    ['a DM profile with its TNDS in XML', { profile: 'dm', encoding: 'xml', form: 'document' }, []],
  ];

  it.each(ways)('sets a handset up so that it calls and proves itself: %s', async (name, wanted, flags) => {
    const devId = `IMEI:${100_000_000_000_000 + ways.findIndex(([each]) => each === name)}`;
    must(await bench.workbench.call('handsets.admit', { devId }));
    const made = must(await bench.workbench.call('reach.bootstrap', { devId, ...wanted }));
    const path = join(bench.folder, made.fileName);
    writeFileSync(path, Buffer.from(made.content, 'base64'));
    startFrom(path, devId, ...flags);
    await until(
      async () => ((await handsetOf(bench.workbench, devId))?.nodes ?? 0) > 0,
      'its tree to be read',
      SLOW_MS,
    );
    expect(await handsetOf(bench.workbench, devId)).toMatchObject({ authenticated: 'own' });
  });

  it('tells the header and what the user will be asked for', async () => {
    const devId = 'IMEI:100000000000042';
    must(await bench.workbench.call('handsets.admit', { devId }));
    const made = must(
      await bench.workbench.call('reach.bootstrap', {
        devId,
        profile: 'cp',
        encoding: 'wbxml',
        form: 'sms',
        sec: 'USERPINMAC',
        pin: '2468',
      }),
    );
    expect(made).toMatchObject({
      fileName: 'IMEI-100000000000042.cp.sms.txt',
      type: 'text/plain',
      header: 'Content-Type: application/vnd.wap.connectivity-wbxml; SEC=USERPINMAC',
    });
    expect(made.typed).toMatch(/^2468\d{4}$/);
    expect(Buffer.from(made.content, 'base64').toString('utf8')).toMatch(/^(0B05040B84C0020003[0-9A-F]+\n){2,}$/);
  });

  it('is not made for a handset without an account, nor with half a key', async () => {
    const ask = { profile: 'cp', encoding: 'xml', form: 'document' } as const;
    expect(await bench.workbench.call('reach.bootstrap', { devId: 'IMEI:0', ...ask })).toMatchObject({
      error: { code: 'handset-not-admitted' },
    });
    const devId = 'IMEI:100000000000042';
    expect(await bench.workbench.call('reach.bootstrap', { devId, ...ask, sec: 'NETWPIN', pin: '1' })).toMatchObject({
      error: { code: 'proof-key' },
    });
    must(await bench.workbench.call('handsets.admit', { devId, serverId: 'two words' }));
    expect(await bench.workbench.call('reach.bootstrap', { devId, ...ask, profile: 'dm' })).toMatchObject({
      error: { code: 'bootstrap-server-id' },
    });
  });
});
