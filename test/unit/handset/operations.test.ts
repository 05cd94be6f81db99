import { expect, test } from 'vitest';
import type { Alert } from '../../../shared/syncml/message.ts';
import { resultsIn } from './alert-data.ts';
import { add, addNode, container, describeDownload, exec, get, remove, replace } from './commands.ts';
import { samplePackage } from './package-server.ts';
import { type HandsetUnderTest, newHandset, newPackageServer, newServer } from './rig.ts';
import type { Dialog, Package, ScriptedServer } from './scripted-server.ts';

const DOWNLOAD = './SCM/Download';
const DELIVERED = './SCM/Inventory/Delivered';
const DEPLOYED = './SCM/Inventory/Deployed';

/** The report with this correlator, when it comes. */
async function reportOf(server: ScriptedServer, correlator: string): Promise<Alert> {
  await expect
    .poll(() => server.reports.some((alert) => alert.correlator === correlator), { timeout: 5000 })
    .toBe(true);
  const report = server.reports.find((alert) => alert.correlator === correlator);
  if (report === undefined) throw new Error('It was there a moment ago');
  return report;
}

/** Everything below the SCOMO root that has a value, by its URI below the root. */
async function inventory(dm: Dialog, root = './SCM'): Promise<Record<string, string>> {
  const { items } = await dm.send(get(`${root}?list=StructData`));
  return Object.fromEntries(
    items
      .filter(({ data, meta }) => data !== undefined && meta?.format !== 'null')
      .map(({ source, data }) => [source?.locURI.slice(root.length + 1) ?? '', String(data)]),
  );
}

/** Says something in the next session that the handset opens. */
async function inSession<T>(server: ScriptedServer, say: (dm: Dialog) => Promise<T>): Promise<T> {
  return server.script(say);
}

/** A handset that polls quickly, and a package for it. */
async function rig(more: Parameters<typeof newHandset>[1] = {}, sample: Parameters<typeof samplePackage>[0] = {}) {
  const server = await newServer();
  const packages = await newPackageServer(await samplePackage(sample));
  const handset = await newHandset(server, { poll: 0.1, ...more });
  return { server, packages, handset };
}

/** Downloads and installs the package as `pkg42`; answers when the report has come. */
async function install(
  server: ScriptedServer,
  url: string,
  operation = 'DownloadInstall',
  name = 'pkg42',
): Promise<Alert> {
  const correlator = `${operation}-${name}-${url}`;
  await inSession(server, (dm) =>
    dm.send(
      container(
        'Sequence',
        ...describeDownload(name, url),
        exec(`${DOWNLOAD}/${name}/Operations/${operation}`, correlator),
      ),
    ),
  );
  return reportOf(server, correlator);
}

/** Executes an operation and answers its report. */
async function operate(server: ScriptedServer, uri: string): Promise<Alert> {
  const answer = await inSession(server, (dm) => dm.send(exec(uri, uri)));
  expect(answer.code(1)).toBe('202');
  return reportOf(server, uri);
}

test('a Download node gets the children that only the handset knows', async () => {
  const { server } = await rig();

  const nodes = await inSession(server, async (dm) => {
    await dm.send(...describeDownload('pkg42', 'http://127.0.0.1/p'));
    return dm.send(get(`${DOWNLOAD}/pkg42?list=StructData`));
  });

  expect(
    nodes.items.map(({ source, meta, data }) => [source?.locURI.slice(DOWNLOAD.length), meta?.format, data]),
  ).toEqual([
    ['/pkg42', 'node', undefined],
    ['/pkg42/Status', 'int', '10'],
    ['/pkg42/Operations', 'node', undefined],
    ['/pkg42/Operations/Download', 'null', ''],
    ['/pkg42/Operations/DownloadInstall', 'null', ''],
    ['/pkg42/Operations/DownloadInstallInactive', 'null', ''],
    ['/pkg42/PkgID', undefined, 'acme-notes-2.1'],
    ['/pkg42/PkgURL', undefined, 'http://127.0.0.1/p'],
  ]);
});

test('Download: 202, then the package is delivered, its Download node is gone, and the report names it', async () => {
  const { server, packages } = await rig();

  const answer = await inSession(server, (dm) =>
    dm.send(
      ...describeDownload('pkg42', packages.url),
      add(`${DOWNLOAD}/pkg42/Description`, 'For notes'),
      exec(`${DOWNLOAD}/pkg42/Operations/Download`, 'job-1'),
    ),
  );
  const report = await reportOf(server, 'job-1');
  const nodes = await inSession(server, inventory);

  expect(answer.code(5)).toBe('202');
  expect(report).toMatchObject({
    data: '1226',
    correlator: 'job-1',
    items: [
      {
        source: { locURI: `${DOWNLOAD}/pkg42/Operations/Download` },
        target: { locURI: `${DELIVERED}/pkg42` },
        meta: { type: 'urn:oma:at:scomo:1.0:OperationComplete', mark: 'informational' },
      },
    ],
  });
  expect(resultsIn(report)).toEqual([[1200, 'acme-notes-2.1', `${DELIVERED}/pkg42`]]);
  expect(nodes).toEqual({
    'Inventory/Delivered/pkg42/Status': '10',
    'Inventory/Delivered/pkg42/State': '10',
    'Inventory/Delivered/pkg42/PkgID': 'acme-notes-2.1',
    'Inventory/Delivered/pkg42/Name': 'Notes 2.1',
    'Inventory/Delivered/pkg42/Description': 'For notes',
  });
});

test.each([
  ['DownloadInstall', '20'],
  ['DownloadInstallInactive', '10'],
])('%s: the component is deployed with State %s, and the package stays as installed', async (operation, state) => {
  const { server, packages } = await rig();

  const report = await install(server, packages.url, operation);
  const nodes = await inSession(server, inventory);

  expect(resultsIn(report)).toEqual([[1200, 'com.acme.notes', `${DEPLOYED}/C1`]]);
  expect(nodes).toEqual({
    'Inventory/Delivered/pkg42/Status': '10',
    'Inventory/Delivered/pkg42/State': '20',
    'Inventory/Delivered/pkg42/PkgID': 'acme-notes-2.1',
    'Inventory/Delivered/pkg42/Name': 'Notes 2.1',
    'Inventory/Deployed/C1/Status': '10',
    'Inventory/Deployed/C1/State': state,
    'Inventory/Deployed/C1/ID': 'com.acme.notes',
    'Inventory/Deployed/C1/PkgIDRef': 'acme-notes-2.1',
    'Inventory/Deployed/C1/Name': 'notes',
    'Inventory/Deployed/C1/Description': 'Component com.acme.notes',
    'Inventory/Deployed/C1/Version': '2.1',
    'Inventory/Deployed/C1/EnvType': 'Acme OS',
  });
});

test.each([
  ['Install', '20'],
  ['InstallInactive', '10'],
])('%s of a delivered package: its component is deployed with State %s', async (operation, state) => {
  const { server, packages } = await rig();
  await install(server, packages.url, 'Download');

  const report = await operate(server, `${DELIVERED}/pkg42/Operations/${operation}`);
  const nodes = await inSession(server, inventory);

  expect(resultsIn(report)).toEqual([[1200, 'com.acme.notes', `${DEPLOYED}/C1`]]);
  expect(nodes['Inventory/Deployed/C1/State']).toBe(state);
  expect(nodes['Inventory/Delivered/pkg42/State']).toBe('20');
});

test('Deactivate, Activate and Remove of a component, and Remove of its package', async () => {
  const { server, packages, handset } = await rig();
  await install(server, packages.url);

  const deactivated = await operate(server, `${DEPLOYED}/C1/Operations/Deactivate`);
  const inactive = await inSession(server, inventory);
  const activated = await operate(server, `${DEPLOYED}/C1/Operations/Activate`);
  const active = await inSession(server, inventory);
  const removed = await operate(server, `${DEPLOYED}/C1/Operations/Remove`);
  const withoutComponent = await inSession(server, inventory);
  const packageRemoved = await operate(server, `${DELIVERED}/pkg42/Operations/Remove`);
  const empty = await inSession(server, inventory);

  for (const report of [deactivated, activated, removed])
    expect(resultsIn(report)).toEqual([[1200, 'com.acme.notes', `${DEPLOYED}/C1`]]);
  expect(resultsIn(packageRemoved)).toEqual([[1200, 'acme-notes-2.1', `${DELIVERED}/pkg42`]]);
  expect([inactive, active].map((nodes) => nodes['Inventory/Deployed/C1/State'])).toEqual(['10', '20']);
  expect(Object.keys(withoutComponent).some((uri) => uri.includes('Deployed'))).toBe(false);
  // None of its components is left: it is only delivered now, and could be installed again.
  expect(withoutComponent['Inventory/Delivered/pkg42/State']).toBe('10');
  expect(empty).toEqual({});
  expect((await handset.state()).packages).toEqual({});
  expect((await handset.state()).executed).toEqual({
    [`${DOWNLOAD}/pkg42/Operations/DownloadInstall`]: 1,
    [`${DEPLOYED}/C1/Operations/Deactivate`]: 1,
    [`${DEPLOYED}/C1/Operations/Activate`]: 1,
    [`${DEPLOYED}/C1/Operations/Remove`]: 1,
    [`${DELIVERED}/pkg42/Operations/Remove`]: 1,
  });
});

test('a component whose ID is deployed already is updated in place, and the older package is only delivered', async () => {
  const { server, packages } = await rig();
  await install(server, packages.url);
  packages.bytes = await samplePackage({ version: '2.2' });

  await inSession(server, (dm) =>
    dm.send(
      ...describeDownload('pkg43', packages.url, 'acme-notes-2.2'),
      exec(`${DOWNLOAD}/pkg43/Operations/DownloadInstall`, 'update'),
    ),
  );
  const report = await reportOf(server, 'update');
  const nodes = await inSession(server, inventory);

  expect(resultsIn(report)).toEqual([[1200, 'com.acme.notes', `${DEPLOYED}/C1`]]);
  expect(nodes).toMatchObject({
    'Inventory/Deployed/C1/Version': '2.2',
    'Inventory/Deployed/C1/PkgIDRef': 'acme-notes-2.2',
    'Inventory/Delivered/pkg42/State': '10',
    'Inventory/Delivered/pkg43/State': '20',
  });
  expect(Object.keys(nodes).some((uri) => uri.includes('/C2/'))).toBe(false);
});

test('a package with several components: one item per component in one alert', async () => {
  const components = [{ id: 'com.acme.a' }, { id: 'com.acme.b' }, { id: 'com.acme.c' }];
  const { server, packages } = await rig({}, { components });

  const report = await install(server, packages.url);

  expect(resultsIn(report)).toEqual([
    [1200, 'com.acme.a', `${DEPLOYED}/C1`],
    [1200, 'com.acme.b', `${DEPLOYED}/C2`],
    [1200, 'com.acme.c', `${DEPLOYED}/C3`],
  ]);
});

test('progress can be seen in Status while an operation runs, and a second Exec is refused: 403', async () => {
  const { server, packages } = await rig({ installMs: 400 }, { size: 400_000 });
  packages.slowMs = 40;
  const entry = `${DOWNLOAD}/pkg42`;

  const seen = await inSession(server, async (dm) => {
    await dm.send(...describeDownload('pkg42', packages.url), exec(`${entry}/Operations/DownloadInstall`, 'job'));
    const again = await dm.send(
      exec(`${entry}/Operations/DownloadInstall`),
      replace(`${entry}/PkgURL`, 'http://127.0.0.1/other'),
      remove(entry),
    );
    const downloading = (await dm.send(get(`${entry}/Status`))).value(`${entry}/Status`);
    let status = downloading;
    while (status === '30' || status === '40')
      status = (await dm.send(get(`${entry}/Status`))).value(`${entry}/Status`);
    return { codes: [again.code(1), again.code(2), again.code(3)], downloading, installing: status };
  });

  expect(seen).toEqual({ codes: ['403', '403', '403'], downloading: '30', installing: '50' });
  expect(resultsIn(await reportOf(server, 'job'))).toEqual([[1200, 'com.acme.notes', `${DEPLOYED}/C1`]]);
});

test.each([
  ['Activate', '50'],
  ['Deactivate', '70'],
  ['Remove', '30'],
])('%s of a component shows Status %s while it runs', async (operation, status) => {
  const { server, packages } = await rig({ installMs: 200 });
  await install(server, packages.url);

  const seen = await inSession(server, async (dm) => {
    await dm.send(exec(`${DEPLOYED}/C1/Operations/${operation}`, 'job'));
    return (await dm.send(get(`${DEPLOYED}/C1/Status`))).value(`${DEPLOYED}/C1/Status`);
  });

  expect(seen).toBe(status);
  await reportOf(server, 'job');
});

test('what is missing is refused at once: 500 without PkgID, PkgURL or Data', async () => {
  const { server } = await rig();

  const answer = await inSession(server, (dm) =>
    dm.send(
      addNode(`${DOWNLOAD}/A`),
      exec(`${DOWNLOAD}/A/Operations/Download`),
      add(`${DOWNLOAD}/A/PkgID`, 'a'),
      exec(`${DOWNLOAD}/A/Operations/Download`),
      addNode(`${DELIVERED}/B`),
      add(`${DELIVERED}/B/PkgID`, 'b'),
      exec(`${DELIVERED}/B/Operations/Install`),
    ),
  );

  expect([2, 4, 7].map((id) => answer.code(id))).toEqual(['500', '500', '500']);
});

test('a server adds only what has a place in the object', async () => {
  const { server } = await rig();

  const answer = await inSession(server, (dm) =>
    dm.send(
      addNode(`${DOWNLOAD}/A`),
      add(`${DOWNLOAD}/A/Colour`, 'red'),
      add(`${DOWNLOAD}/A/Status`, '40', { format: 'int' }),
      addNode(`${DEPLOYED}/C9`),
      add('./SCM/Other', 'x'),
      addNode(`${DOWNLOAD}/A/Ext`),
      add(`${DOWNLOAD}/A/Ext/Colour`, 'red'),
      replace(`${DOWNLOAD}/A/Status`, '40'),
      remove(`${DOWNLOAD}/A/Status`),
      remove(`${DOWNLOAD}/A`),
      get(`${DOWNLOAD}/A`),
    ),
  );

  expect(answer.statuses.slice(1).map(({ data }) => data)).toEqual([
    '200',
    '405',
    '418',
    '405',
    '405',
    '200',
    '200',
    '405',
    '405',
    '200',
    '404',
  ]);
});

test('direct delivery: Data can be written, not read, and the package can be installed', async () => {
  const { server, handset } = await rig();
  const bytes = await samplePackage();

  const answer = await inSession(server, (dm) =>
    dm.send(
      addNode(`${DELIVERED}/direct`),
      add(`${DELIVERED}/direct/PkgID`, 'acme-notes-2.1'),
      add(`${DELIVERED}/direct/Data`, bytes, { format: 'b64', type: 'application/zip' }),
      get(`${DELIVERED}/direct/Data`),
      exec(`${DELIVERED}/direct/Operations/Install`, 'job'),
    ),
  );

  expect([3, 4, 5].map((id) => answer.code(id))).toEqual(['200', '405', '202']);
  expect(resultsIn(await reportOf(server, 'job'))).toEqual([[1200, 'com.acme.notes', `${DEPLOYED}/C1`]]);
  expect(JSON.stringify((await handset.state()).scomo).length).toBeLessThan(10_000);
});

test('an Atomic that fails takes a delivered package back, with its file', async () => {
  const { server, handset } = await rig();

  const answer = await inSession(server, (dm) =>
    dm.send(
      container(
        'Atomic',
        addNode(`${DELIVERED}/direct`),
        add(`${DELIVERED}/direct/Data`, Buffer.from('bytes'), { format: 'b64' }),
        addNode(`${DEPLOYED}/C9`),
      ),
      get(DELIVERED),
    ),
  );

  expect(answer.statuses.slice(1).map(({ data }) => data)).toEqual(['507', '216', '216', '405', '200']);
  expect(answer.value(DELIVERED)).toBe('');
  expect((await handset.state()).packages).toEqual({});
});

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

async function corrupted(): Promise<Buffer> {
  const bytes = await samplePackage({ size: 5000 });
  // In the middle of the stored component: the directory is sound, the CRC is not.
  bytes.writeUInt8(bytes.readUInt8(2500) ^ 0xff, 2500);
  return bytes;
}

async function truncated(): Promise<Buffer> {
  return (await samplePackage()).subarray(0, -40);
}

const failures: readonly Failure[] = [
  { what: 'a damaged package', operation: 'Download', bytes: corrupted, code: 1407, status: '20' },
  { what: 'a damaged package', operation: 'DownloadInstall', bytes: corrupted, code: 1407, status: '70' },
  { what: 'a cut package', operation: 'DownloadInstallInactive', bytes: truncated, code: 1407, status: '70' },
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

test('synchronous results: the final code is the Status of the Exec, and no alert follows', async () => {
  const { server, packages, handset } = await rig({ results: 'sync' });

  const codes = await inSession(server, async (dm) => {
    const answers: (string | undefined)[] = [];
    const operations = [
      `${DOWNLOAD}/pkg42/Operations/DownloadInstall`,
      `${DEPLOYED}/C1/Operations/Deactivate`,
      `${DEPLOYED}/C1/Operations/Activate`,
      `${DEPLOYED}/C1/Operations/Remove`,
      `${DELIVERED}/pkg42/Operations/InstallInactive`,
      `${DELIVERED}/pkg42/Operations/Remove`,
    ];
    await dm.send(...describeDownload('pkg42', packages.url));
    for (const uri of operations) answers.push((await dm.send(exec(uri, 'c'))).code(1));
    packages.bytes = await corrupted();
    await dm.send(...describeDownload('bad', packages.url));
    answers.push((await dm.send(exec(`${DOWNLOAD}/bad/Operations/Download`))).code(1));
    return answers;
  });

  expect(codes).toEqual(['1200', '1200', '1200', '1200', '1200', '1200', '1407']);
  expect(server.reports).toEqual([]);
  expect((await handset.state()).reports).toEqual([]);
});

test('a report comes without a correlator when the Exec had none, in a session opened at once', async () => {
  const server = await newServer();
  const packages = await newPackageServer(await samplePackage());
  void server.script((dm) =>
    dm.send(...describeDownload('pkg42', packages.url), exec(`${DOWNLOAD}/pkg42/Operations/Download`)),
  );
  await newHandset(server, { poll: 0 });

  await expect.poll(() => server.reports).toHaveLength(1);
  expect(server.reports[0]).not.toHaveProperty('correlator');
});

test('a report is kept until it is acknowledged, and dropped after five sessions', async () => {
  const { server, packages, handset } = await rig({ poll: 0.05 });
  server.reportStatus = '500';
  void server.script((dm) =>
    dm.send(...describeDownload('pkg42', packages.url), exec(`${DOWNLOAD}/pkg42/Operations/Download`, 'job')),
  );

  await expect.poll(() => handset.events).toContainEqual(expect.objectContaining({ event: 'report-dropped' }));
  expect(server.reports).toHaveLength(5);
  expect((await handset.state()).reports).toEqual([]);
});

test('two operations at a time have a report each, with their own correlator', async () => {
  const { server, packages } = await rig({ installMs: 50 });

  await inSession(server, (dm) =>
    dm.send(
      ...describeDownload('one', packages.url, 'p-one'),
      ...describeDownload('two', packages.url, 'p-two'),
      exec(`${DOWNLOAD}/one/Operations/Download`, 'c-one'),
      exec(`${DOWNLOAD}/two/Operations/Download`, 'c-two'),
    ),
  );

  expect(resultsIn(await reportOf(server, 'c-one'))).toEqual([[1200, 'p-one', `${DELIVERED}/one`]]);
  expect(resultsIn(await reportOf(server, 'c-two'))).toEqual([[1200, 'p-two', `${DELIVERED}/two`]]);
});

test('the root of the object can have another name', async () => {
  const { server, packages } = await rig({ root: 'SCOMO' });

  const answer: Package = await inSession(server, (dm) =>
    dm.send(
      get('./SCOMO?prop=Type', './SCM'),
      ...describeDownload('pkg42', packages.url, 'p', './SCOMO'),
      exec('./SCOMO/Download/pkg42/Operations/DownloadInstall', 'job'),
    ),
  );

  expect(answer.value('./SCOMO?prop=Type')).toBe('urn:oma:mo:oma-scomo:1.0');
  expect(resultsIn(await reportOf(server, 'job'))).toEqual([[1200, 'com.acme.notes', './SCOMO/Inventory/Deployed/C1']]);
});

test('the events say what was executed and how operations ended', async () => {
  const { server, packages, handset } = await rig();
  packages.bytes = await corrupted();
  await install(server, packages.url);

  const { events }: HandsetUnderTest = handset;
  const uri = `${DOWNLOAD}/pkg42/Operations/DownloadInstall`;
  expect(events).toContainEqual(
    expect.objectContaining({ event: 'command-executed', command: 'Exec', targets: [uri], status: '202' }),
  );
  expect(events).toContainEqual(expect.objectContaining({ event: 'operation-started', uri }));
  expect(events).toContainEqual(
    expect.objectContaining({
      event: 'operation-finished',
      uri,
      resultCode: 1407,
      detail: 'The package is not valid: com.acme.notes.bin is damaged: its CRC-32 is wrong',
    }),
  );
});
