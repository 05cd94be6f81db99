import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join, resolve } from 'node:path';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { startHandsetChild } from '../../../electron/host/handset-child.ts';
import { ACCOUNT } from '../handset/scripted-server.ts';

const PROGRAM = resolve(import.meta.dirname, '../../../electron/handset/main.ts');

let folder: string;
let told = '';

beforeEach(() => {
  folder = mkdtempSync(join(tmpdir(), 'scomo-child-'));
  told = '';
});

afterEach(() => rmSync(folder, { recursive: true, force: true }));

function start(args: readonly string[], options: Readonly<Record<string, unknown>> = {}) {
  return startHandsetChild(
    { handsetProgram: { command: process.execPath, args }, stderr: { write: (text: string) => (told += text) } },
    { ...ACCOUNT, server: 'http://127.0.0.1:9/', state: folder, poll: 0, ...options },
  );
}

describe('a virtual handset that is a child of ours', () => {
  it('says who it is, and ends when it is told to', async () => {
    const started = await start([PROGRAM], { devId: 'IMEI:351234567890123' });
    expect(started).toMatchObject({ ok: true, value: { devId: 'IMEI:351234567890123' } });
    await (started.ok ? started.value.stop() : undefined);
    // There is no server; it may have noticed before it ended.
    expect(told.replace(/^The server at http:\/\/127\.0\.0\.1:9 .*\n/m, '')).toBe('');
  });

  it('fails as it fails', async () => {
    const started = await start([PROGRAM], { serial: join(folder, 'nothing') });
    expect(started).toMatchObject({
      ok: false,
      error: { code: 'line-not-opened' },
    });
  });

  it.each([
    ['ends at once', ['-e', 'process.exit(3)']],
    ['is not there', ['/no/such/program.js']],
  ])('says that its program %s', async (_what, args) => {
    expect(await start(args)).toMatchObject({ ok: false, error: { code: 'virtual-handset-not-started' } });
  });
});
