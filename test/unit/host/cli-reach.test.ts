import { mkdtemp, readFile, rm, stat, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, describe, expect, test } from 'vitest';
import { fail, ok } from '../../../shared/result.ts';
import { scriptedWorkbench, type ScriptedWorkbench } from './scripted-workbench.ts';
import { typed, type Typed } from './typed.ts';

let workbench: ScriptedWorkbench;
let folder: string;

beforeEach(async () => {
  workbench = scriptedWorkbench();
  folder = await mkdtemp(join(tmpdir(), 'scomo-cli-'));
});

afterEach(() => rm(folder, { recursive: true, force: true }));

const run = (...args: readonly string[]): Promise<Typed> => typed(workbench, folder, ...args);

describe('notify', () => {
  test('wakes the handset as its record says', async () => {
    expect(await run('notify', 'IMEI:1')).toMatchObject({ code: 0 });
    expect(workbench.calls).toEqual([{ name: 'handsets.wake', input: { devId: 'IMEI:1' } }]);
    workbench.answers.set('handsets.wake', () => fail('cannot-wake', 'No address.', 'Wait.'));
    expect(await run('notify', 'IMEI:1')).toMatchObject({ code: 4, err: 'No address.\n→ Wait.\n' });
  });

  test.each([
    ['192.0.2.7', { host: '192.0.2.7', port: 2948 }],
    ['handset.example:4000', { host: 'handset.example', port: 4000 }],
    ['[2001:db8::7]:4000', { host: '2001:db8::7', port: 4000 }],
  ])('sends it to %s and keeps that when asked', async (text, to) => {
    workbench.answers.set('reach.notify', () => ok(to));
    expect(await run('notify', 'IMEI:1', '--send', text, '--keep', '--json')).toMatchObject({ code: 0 });
    expect(workbench.calls).toEqual([
      { name: 'reach.notify', input: { devId: 'IMEI:1', form: 'push', ...to } },
      { name: 'reach.setWake', input: { devId: 'IMEI:1', form: 'push', ...to } },
    ]);
  });

  test('writes it to a file that only its owner can read, also over one that others could', async () => {
    const file = join(folder, 'n.bin');
    await writeFile(file, 'older', { mode: 0o644 });
    const content = Buffer.from([1, 6, 3]).toString('base64');
    workbench.answers.set('reach.notification', () => ok({ fileName: 'x', type: 'a/b', content }));
    const { code, out } = await run('notify', 'IMEI:1', '--export', file, '--form', 'push', '--ui', 'informative');
    expect([code, out]).toEqual([0, `${file}: 3 octets, a/b.\n`]);
    expect(workbench.calls.at(-1)?.input).toEqual({ devId: 'IMEI:1', form: 'push', uiMode: 'informative' });
    expect(await readFile(file)).toEqual(Buffer.from([1, 6, 3]));
    expect((await stat(file)).mode & 0o777).toBe(0o600);
  });

  test('says what is wrong with a file, an address or a form', async () => {
    workbench.answers.set('reach.notification', () => ok({ fileName: 'x', type: 'a/b', content: '' }));
    const wrong = await run('notify', 'IMEI:1', '--export', join(folder, 'no', 'such', 'folder'));
    expect(wrong).toMatchObject({ code: 2 });
    expect(wrong.err).toContain('cannot be written');
    expect(await run('notify', 'IMEI:1', '--send', 'a b')).toMatchObject({ code: 2 });
    expect(await run('notify', 'IMEI:1', '--send', 'host:70000')).toMatchObject({ code: 2 });
    expect(await run('notify', 'IMEI:1', '--send', 'host', '--form', 'sms')).toMatchObject({ code: 2 });
  });
});
