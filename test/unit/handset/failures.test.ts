import { expect, test } from 'vitest';
import { resultsIn } from './alert-data.ts';
import { samplePackage, corruptedPackage, truncatedPackage } from './package-server.ts';
import { DELIVERED, DEPLOYED, DOWNLOAD, inSession, install, inventory, operate, rig } from './scomo-rig.ts';

interface Failure {
  readonly what: string;
  readonly operation: string;
  readonly bytes?: () => Promise<Buffer>;
  readonly fault?: number;
  readonly url?: string;
  readonly code: number;
  readonly status: string;
  /** The package stays on the handset. */
  readonly isKept?: boolean;
}

const failures: readonly Failure[] = [
  { what: 'a damaged package', operation: 'Download', bytes: corruptedPackage, code: 1407, status: '20' },
  { what: 'a damaged package', operation: 'DownloadInstall', bytes: corruptedPackage, code: 1407, status: '70' },
  { what: 'a cut package', operation: 'DownloadInstallInactive', bytes: truncatedPackage, code: 1407, status: '70' },
  {
    what: 'a file that is no zip',
    operation: 'DownloadInstall',
    bytes: async () => Buffer.from('hello'),
    code: 1407,
    status: '70',
  },
  {
    what: 'a zip with a wrong manifest',
    operation: 'DownloadInstall',
    bytes: () => samplePackage({ manifest: { name: 'Nothing' } }),
    code: 1407,
    status: '70',
  },
  {
    what: 'a manifest that names a file that is not there',
    operation: 'DownloadInstall',
    bytes: () => samplePackage({ manifest: { pkgId: 'p', components: [{ id: 'c', file: 'none.bin' }] } }),
    code: 1407,
    status: '70',
  },
  {
    what: 'another environment',
    operation: 'DownloadInstall',
    bytes: () => samplePackage({ envType: 'Other OS' }),
    code: 1413,
    status: '60',
    isKept: true,
  },
  { what: 'HTTP 401', operation: 'DownloadInstall', fault: 401, code: 1403, status: '20' },
  { what: 'HTTP 403', operation: 'Download', fault: 403, code: 1403, status: '20' },
  { what: 'HTTP 404', operation: 'Download', fault: 404, code: 1402, status: '20' },
  { what: 'a URL that is none', operation: 'Download', url: 'ftp://127.0.0.1/p', code: 1402, status: '20' },
];

test.each(failures)(
  '$operation of $what: $code, Status $status',
  async ({ operation, bytes, fault, url, code, status, isKept }) => {
    const { server, packages, handset } = await rig();
    if (bytes !== undefined) packages.bytes = await bytes();
    if (fault !== undefined) packages.faults.push({ status: fault });

    const report = await install(server, url ?? packages.url, operation);
    const nodes = await inSession(server, inventory);

    expect(report.items).toHaveLength(1);
    expect(report.items[0]?.meta?.mark).toBe('warning');
    expect(resultsIn(report)).toEqual([[code, 'acme-notes-2.1', `${DOWNLOAD}/pkg42`]]);
    expect(nodes['Download/pkg42/Status']).toBe(status);
    expect(nodes['Inventory/Delivered/pkg42/State']).toBe(isKept === true ? '10' : undefined);
    expect(Object.keys(nodes).some((uri) => uri.includes('Deployed'))).toBe(false);
    expect(Object.keys((await handset.state()).packages)).toEqual(isKept === true ? ['pkg42'] : []);
  },
);

test('after a failed download a new Exec tries again and succeeds', async () => {
  const { server, packages } = await rig();
  packages.faults.push({ status: 404 });
  await install(server, packages.url, 'DownloadInstall');

  const report = await operate(server, `${DOWNLOAD}/pkg42/Operations/DownloadInstallInactive`);

  expect(resultsIn(report)).toEqual([[1200, 'com.acme.notes', `${DEPLOYED}/C1`]]);
});

test('a delivered package for another environment is not installed: 1413, Status 50, and it stays', async () => {
  const { server, packages } = await rig({}, { envType: 'Other OS' });
  await install(server, packages.url, 'Download');

  const report = await operate(server, `${DELIVERED}/pkg42/Operations/Install`);
  const nodes = await inSession(server, inventory);

  expect(resultsIn(report)).toEqual([[1413, 'acme-notes-2.1', `${DELIVERED}/pkg42`]]);
  expect(nodes).toMatchObject({ 'Inventory/Delivered/pkg42/Status': '50', 'Inventory/Delivered/pkg42/State': '10' });
});
