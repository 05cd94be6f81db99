import { expect, test } from 'vitest';
import { resultsIn } from './alert-data.ts';
import { add, addNode, container, describeDownload, exec, get, remove, replace } from './commands.ts';
import { samplePackage } from './package-server.ts';
import { DELIVERED, DEPLOYED, DOWNLOAD, inSession, install, inventory, operate, reportOf, rig } from './scomo-rig.ts';

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
