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

describe('bootstrap', () => {
  const made = {
    fileName: 'x',
    type: 'a/b',
    content: Buffer.from('<x/>').toString('base64'),
    header: 'Content-Type: a/b',
  };

  test('writes the file that was asked for, for its owner alone, and says what goes with it', async () => {
    workbench.answers.set('reach.bootstrap', () => ok({ ...made, typed: '24681357' }));
    const file = join(folder, 'account.bin');
    const { code, out } = await run('bootstrap', 'IMEI:1', '--profile', 'dm', '--pin', '0047', '--out', file);
    expect(code).toBe(0);
    expect(workbench.calls.at(-1)?.input).toEqual({
      devId: 'IMEI:1',
      profile: 'dm',
      encoding: 'wbxml',
      form: 'header',
      pin: '0047',
    });
    expect(await readFile(file, 'utf8')).toBe('<x/>');
    expect((await stat(file)).mode & 0o777).toBe(0o600);
    expect(out).toBe(
      `${file}: 4 octets. Whoever has it has the passwords of IMEI:1.\nContent-Type: a/b\nThe user of the handset types 24681357 when it asks.\n`,
    );
  });

  test('is a document alone when nothing proves it, and one JSON document for programs', async () => {
    workbench.answers.set('reach.bootstrap', () => ok(made));
    const file = join(folder, 'account.xml');
    const { code, out } = await run('bootstrap', 'IMEI:1', '--encoding', 'xml', '--out', file, '--json');
    expect([code, JSON.parse(out)]).toEqual([0, { file, size: 4, header: 'Content-Type: a/b' }]);
    expect(workbench.calls.at(-1)?.input).toMatchObject({ profile: 'cp', encoding: 'xml', form: 'document' });
  });

  test('needs a place to write to, and known words', async () => {
    expect(await run('bootstrap', 'IMEI:1')).toMatchObject({ code: 2 });
    expect(await run('bootstrap', 'IMEI:1', '--out', 'x', '--profile', 'other')).toMatchObject({ code: 2 });
    workbench.answers.set('reach.bootstrap', () => fail('handset-not-admitted', 'No account.', 'Admit it.'));
    expect(await run('bootstrap', 'IMEI:1', '--out', join(folder, 'y'))).toMatchObject({ code: 5 });
  });
});

describe('https', () => {
  const secure = {
    url: 'https://127.0.0.1:8991/dm',
    legacyFor: ['IMEI:1'],
    tooOld: [{ address: '10.0.0.5', at: Date.now() - 120_000 }],
    certificate: { names: ['localhost'], notAfter: 1_800_000_000_000, fingerprint: 'AA:BB', own: false },
  };
  const status = (on: boolean) => ok({ listener: on ? { secure } : {} });

  test('switches it on and off, and shows how it stands', async () => {
    workbench.answers.set('reach.setSecure', () => status(true));
    workbench.answers.set('handsets.setLegacyTls', () => ok({}));
    const on = await run('https', 'on', '--allow-legacy', 'IMEI:1', '--forbid-legacy', 'IMEI:2');
    expect(on).toMatchObject({ code: 0 });
    expect(on.out).toContain('https://127.0.0.1:8991/dm');
    expect(on.out).toContain('2027-01-15');
    expect(on.out).toContain('1.0 and 1.1 for IMEI:1');
    expect(on.out).toContain('10.0.0.5');
    expect(workbench.calls.slice(-3)).toEqual([
      { name: 'handsets.setLegacyTls', input: { devId: 'IMEI:1', allowed: true } },
      { name: 'handsets.setLegacyTls', input: { devId: 'IMEI:2', allowed: false } },
      { name: 'reach.setSecure', input: { on: true } },
    ]);
    workbench.answers.set('handsets.setLegacyTls', () => fail('handset-unknown', 'No such handset.', 'Choose one.'));
    expect(await run('https', '--allow-legacy', 'IMEI:9')).toMatchObject({ code: 5 });
    workbench.answers.set('app.status', () => status(false));
    expect(await run('https')).toMatchObject({ code: 0, out: 'HTTPS is off.\n' });
    expect(await run('https', 'maybe')).toMatchObject({ code: 2 });
  });

  test('takes a certificate of your own with its key, and gives the CA certificate in the form of its ending', async () => {
    const [cert, key, out] = ['c.pem', 'k.pem', 'ca.crt'].map((name) => join(folder, name));
    await writeFile(cert ?? '', 'CERT');
    await writeFile(key ?? '', 'KEY');
    workbench.answers.set('app.status', () => status(true));
    workbench.answers.set('reach.certificate', () => ok({ fileName: 'x', type: 'a/b', content: 'AQID' }));
    const args = ['--tls-cert', cert ?? '', '--tls-key', key ?? '', '--ca-out', out ?? ''];
    expect(await run('https', ...args)).toMatchObject({ code: 0 });
    expect(workbench.calls).toEqual([
      { name: 'reach.useCertificate', input: { certificate: 'CERT', key: 'KEY' } },
      { name: 'app.status', input: {} },
      { name: 'reach.certificate', input: { form: 'der' } },
    ]);
    expect(await readFile(out ?? '')).toEqual(Buffer.from([1, 2, 3]));
    expect(await run('https', '--tls-cert', cert ?? '')).toMatchObject({ code: 2 });
    expect(await run('https', '--tls-cert', 'none', '--tls-key', 'none')).toMatchObject({ code: 2 });
  });
});
