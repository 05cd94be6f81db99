import { type ChildProcess, spawn } from 'node:child_process';
import { writeFileSync } from 'node:fs';
import { request } from 'node:http';
import { join, resolve } from 'node:path';
import { connect, type ConnectionOptions } from 'node:tls';
import { afterAll, afterEach, beforeAll, describe, expect, it } from 'vitest';
import { openCertificateFolder } from '../../../electron/links/tls/certificate-folder.ts';
import type { AppStatus } from '../../../shared/contract/app.ts';
import type { TraceEntry } from '../../../shared/contract/trace.ts';
import { complete, handsetOf, must, openBench, samplePackage, until, type Bench } from './bench.ts';

/** A process has to start on a machine that may be busy, milliseconds. */
const SLOW_MS = 60_000;

let bench: Bench;
const children: ChildProcess[] = [];

beforeAll(async () => {
  bench = await openBench();
  must(await bench.workbench.call('reach.setSecure', { on: true }));
}, 60_000);

afterEach(() => {
  for (const child of children.splice(0)) child.kill();
});

afterAll(() => bench.close());

async function secure(): Promise<NonNullable<AppStatus['listener']['secure']>> {
  const { listener } = must(await bench.workbench.call('app.status', {}));
  if (listener.secure === undefined) throw new Error('HTTPS is off.');
  return listener.secure;
}

async function authority(form: 'pem' | 'der'): Promise<string> {
  const made = must(await bench.workbench.call('reach.certificate', { form }));
  const path = join(bench.folder, made.fileName);
  writeFileSync(path, Buffer.from(made.content, 'base64'));
  return path;
}

/** A handset set up by a bootstrap file for HTTPS; answers what it says of its troubles. */
async function startHandset(devId: string, ...flags: readonly string[]): Promise<() => string> {
  must(await bench.workbench.call('handsets.admit', { devId }));
  const made = must(
    await bench.workbench.call('reach.bootstrap', {
      devId,
      profile: 'cp',
      encoding: 'wbxml',
      form: 'document',
      scheme: 'https',
    }),
  );
  const path = join(bench.folder, made.fileName);
  writeFileSync(path, Buffer.from(made.content, 'base64'));
  const child = spawn(process.execPath, [
    resolve(import.meta.dirname, '../../../electron/handset/main.ts'),
    `--bootstrap=${path}`,
    `--dev-id=${devId}`,
    `--state=${join(bench.folder, 'handset', encodeURIComponent(devId))}`,
    ...flags,
  ]);
  children.push(child);
  let said = '';
  child.stderr.on('data', (bytes: Buffer) => (said += bytes.toString('utf8')));
  return () => said;
}

async function refusals(): Promise<readonly TraceEntry[]> {
  const { entries } = must(await bench.workbench.call('trace.list', { limit: 200 }));
  return entries.filter(({ kind }) => kind === 'rejected');
}

/** The version that a connection with these options speaks, or why there is none. */
async function handshake(options: ConnectionOptions): Promise<string> {
  const { port } = new URL((await secure()).url);
  return new Promise((settle) => {
    const socket = connect({ host: '127.0.0.1', port: Number(port), rejectUnauthorized: false, ...options });
    socket.once('secureConnect', () => {
      settle(socket.getProtocol() ?? 'none');
      socket.destroy();
    });
    socket.once('error', (error: NodeJS.ErrnoException) => settle(error.code ?? error.message));
  });
}

describe('HTTPS', { timeout: 2 * SLOW_MS }, () => {
  it('stands beside HTTP, with a certificate for this machine', async () => {
    const { url, legacyFor, certificate } = await secure();
    expect(url).toMatch(/^https:\/\/127\.0\.0\.1:\d+\/dm$/);
    expect(legacyFor).toEqual([]);
    expect(certificate).toMatchObject({ own: false });
    expect(certificate.names).toEqual(expect.arrayContaining(['localhost', '127.0.0.1']));
    expect(must(await bench.workbench.call('handsets.enrolment', {}))).toMatchObject({ secureURL: url });
  });

  it('carries a whole push from a handset that a bootstrap file and the CA set up, the package too', async () => {
    const devId = 'IMEI:100000000000101';
    await startHandset(devId, `--ca=${await authority('der')}`);
    await until(
      async () => ((await handsetOf(bench.workbench, devId))?.nodes ?? 0) > 0,
      'its tree to be read',
      SLOW_MS,
    );
    expect(await handsetOf(bench.workbench, devId)).toMatchObject({ authenticated: 'own', tls: 'TLSv1.3' });
    const notes = await samplePackage(bench, 'acme-notes-2.0');
    const run = await complete(bench, devId, 'push-install', { digest: notes.digest });
    expect(JSON.stringify(run)).toContain('https://127.0.0.1');
  });

  it('is refused by a handset that does not have the CA, and both sides say what to do', async () => {
    const before = (await refusals()).length;
    const said = await startHandset('IMEI:100000000000102', '--poll=1');
    await until(() => said().includes('signed by nobody this handset trusts'), 'the handset to say so', SLOW_MS);
    expect(said()).toContain('Start it with --ca and the CA certificate of the workbench.');
    await until(async () => (await refusals()).length > before, 'the workbench to say so');
    const [latest] = await refusals();
    expect(latest?.summary).toContain('it does not trust the certificate');
  });

  it('is refused by a handset that has another CA', async () => {
    const other = must(await openCertificateFolder(join(bench.folder, 'other-ca'), Date.now).current(['a'])).authority;
    const path = join(bench.folder, 'other-ca.pem');
    writeFileSync(path, other ?? '');
    const said = await startHandset('IMEI:100000000000103', '--poll=1', `--ca=${path}`);
    await until(() => said() !== '', 'the handset to say so', SLOW_MS);
    expect(said()).toContain('The certificate of https://127.0.0.1');
  });

  it('speaks TLS 1.2 and 1.3', async () => {
    expect(await handshake({ maxVersion: 'TLSv1.2' })).toBe('TLSv1.2');
    expect(await handshake({})).toBe('TLSv1.3');
  });

  it('tells a caller that forgot the s', async () => {
    const { port } = new URL((await secure()).url);
    await new Promise<void>((settle) => {
      const asked = request({ host: '127.0.0.1', port, method: 'POST', path: '/dm' });
      asked.once('error', () => settle());
      asked.once('response', () => settle());
      asked.end('x');
    });
    const saysSo = async (): Promise<boolean> =>
      (await refusals()).some(({ summary }) => summary.includes('calls the HTTPS port without HTTPS'));
    await until(saysSo, 'the trace to say so');
    expect(await saysSo()).toBe(true);
  });

  it("serves with a person's own certificate from the next connection on, and goes back to the CA", async () => {
    const folder = openCertificateFolder(join(bench.folder, 'own'), Date.now);
    const own = must(await folder.current(['127.0.0.1', 'dm.example']));
    const { certificate, key } = own;
    const status = must(await bench.workbench.call('reach.useCertificate', { certificate, key }));
    expect(status.listener.secure?.certificate).toMatchObject({ own: true, names: ['127.0.0.1', 'dm.example'] });
    expect(await handshake({ ca: own.authority ?? '', rejectUnauthorized: true })).toBe('TLSv1.3');
    expect(await bench.workbench.call('reach.useCertificate', { certificate, key: 'none' })).toMatchObject({
      error: { code: 'certificate-invalid' },
    });
    expect((await secure()).certificate.own).toBe(true);
    must(await bench.workbench.call('reach.dropCertificate', {}));
    expect((await secure()).certificate.own).toBe(false);
  });

  it('is off after it was switched off, and says so to whoever asks for its certificate', async () => {
    const port = Number(new URL((await secure()).url).port);
    must(await bench.workbench.call('reach.setSecure', { on: false }));
    expect(must(await bench.workbench.call('app.status', {})).listener.secure).toBeUndefined();
    const code = await new Promise((settle) => {
      const socket = connect({ host: '127.0.0.1', port });
      socket.once('error', (error: NodeJS.ErrnoException) => settle(error.code));
      socket.once('secureConnect', () => settle('connected'));
    });
    expect(code).toBe('ECONNREFUSED');
    for (const asked of [
      await bench.workbench.call('reach.certificate', { form: 'pem' }),
      await bench.workbench.call('reach.bootstrap', {
        devId: 'IMEI:100000000000101',
        profile: 'cp',
        encoding: 'xml',
        form: 'document',
        scheme: 'https',
      }),
    ])
      expect(asked).toMatchObject({ error: { code: 'secure-off' } });
  });
});
