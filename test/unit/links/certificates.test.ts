import { X509Certificate } from 'node:crypto';
import { mkdtempSync, readdirSync, readFileSync, rmSync, statSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { openCertificateFolder, type CertificateFolder } from '../../../electron/links/tls/certificate-folder.ts';
import { must } from '../shared/dm/bootstrap/account.ts';

const DAY = 86_400_000;
const NAMES = ['localhost', '127.0.0.1', '192.0.2.7', '2001:db8::7', 'dm.example'];

let folder: string;
let time: number;
let certificates: CertificateFolder;

beforeEach(() => {
  folder = mkdtempSync(join(tmpdir(), 'scomo-tls-'));
  time = Date.now();
  certificates = openCertificateFolder(join(folder, 'tls'), () => time);
});

afterEach(() => rmSync(folder, { recursive: true, force: true }));

describe('the certificates of a workbench', () => {
  it('are for every name and address, and signed by the authority', async () => {
    const { certificate, authority, notAfter } = must(await certificates.current(NAMES));
    const parsed = new X509Certificate(certificate);
    expect(['localhost', 'dm.example'].map((name) => parsed.checkHost(name))).toEqual(['localhost', 'dm.example']);
    expect(['127.0.0.1', '192.0.2.7', '2001:db8::7'].every((ip) => parsed.checkIP(ip) !== undefined)).toBe(true);
    expect(parsed.checkHost('other.example')).toBeUndefined();
    expect(parsed.ca).toBe(false);
    expect(new X509Certificate(authority ?? '').ca).toBe(true);
    expect(Math.round((notAfter - time) / DAY)).toBe(390);
    const ca = new X509Certificate(authority ?? '');
    expect([parsed.checkIssued(ca), parsed.verify(ca.publicKey), ca.verify(ca.publicKey)]).toEqual([true, true, true]);
  });

  it('stay the same as long as they are good, over a restart too', async () => {
    const first = must(await certificates.current(NAMES));
    const again = openCertificateFolder(join(folder, 'tls'), () => time);
    expect(must(await again.current(['192.0.2.7']))).toEqual(first);
  });

  it('are renewed before they expire and when an address comes, by the same authority', async () => {
    const first = must(await certificates.current(['localhost']));
    const wider = must(await certificates.current(['localhost', '198.51.100.9']));
    expect(wider.certificate).not.toBe(first.certificate);
    expect(wider.names).toEqual(['localhost', '198.51.100.9']);
    time += 370 * DAY;
    const later = must(await certificates.current(['localhost']));
    expect(later.notAfter).toBeGreaterThan(wider.notAfter);
    expect([wider.authority, later.authority]).toEqual([first.authority, first.authority]);
    // The address of yesterday may come back tomorrow.
    expect(later.names).toEqual(['localhost', '198.51.100.9']);
  });

  it('are made anew when a file is gone or damaged', async () => {
    const first = must(await certificates.current(NAMES));
    writeFileSync(join(folder, 'tls', 'server.key'), readFileSync(join(folder, 'tls', 'authority.key')));
    const second = must(await certificates.current(NAMES));
    expect(second.certificate).not.toBe(first.certificate);
    expect(second.authority).toBe(first.authority);
    writeFileSync(join(folder, 'tls', 'server.pem'), '');
    expect(must(await certificates.current(NAMES)).authority).toBe(first.authority);
    writeFileSync(join(folder, 'tls', 'authority.key'), 'half a k');
    expect(must(await certificates.current(NAMES)).authority).not.toBe(first.authority);
  });

  it('can be read by their owner only', async () => {
    must(await certificates.current(NAMES));
    const files = readdirSync(join(folder, 'tls'));
    expect(files.toSorted()).toEqual(['authority.key', 'authority.pem', 'server.key', 'server.pem']);
    expect(files.map((file) => statSync(join(folder, 'tls', file)).mode & 0o777)).toEqual(files.map(() => 0o600));
    expect(statSync(join(folder, 'tls')).mode & 0o777).toBe(0o700);
  });

  it("give way to a person's own, and come back when that is dropped", async () => {
    const other = openCertificateFolder(join(folder, 'other'), () => time);
    const own = must(await other.current(['dm.example']));
    must(await certificates.useOwn(own));
    const served = must(await certificates.current(NAMES));
    expect(served).toMatchObject({ certificate: own.certificate, key: own.key, names: ['dm.example'] });
    expect(served.authority).toBeUndefined();
    await certificates.dropOwn();
    expect(must(await certificates.current(NAMES)).authority).toBeDefined();
  });

  it('refuse an own certificate with another key, expired, or unreadable, each with its next step', async () => {
    const own = must(await openCertificateFolder(join(folder, 'other'), () => time).current(['a']));
    const mine = must(await certificates.current(['a']));
    const codes = [
      await certificates.useOwn({ certificate: own.certificate, key: mine.key }),
      await certificates.useOwn({ certificate: 'nothing', key: mine.key }),
    ].map((result) => (result.ok ? 'ok' : result.error.code));
    expect(codes).toEqual(['certificate-invalid', 'certificate-invalid']);
    time += 400 * DAY;
    expect(await certificates.useOwn(own)).toMatchObject({ error: { code: 'certificate-expired' } });
  });

  it('fail with a reason when they cannot be kept', async () => {
    writeFileSync(join(folder, 'tls'), 'a file where the folder should be');
    expect(await certificates.current(NAMES)).toMatchObject({ error: { code: 'certificate-unwritable' } });
  });
});
