import { expect, test } from 'vitest';
import { resultsIn } from './alert-data.ts';
import { describeDownload, exec, get } from './commands.ts';
import { samplePackage, corruptedPackage } from './package-server.ts';
import { newHandset, newPackageServer, newServer } from './rig.ts';
import { DELIVERED, DEPLOYED, DOWNLOAD, inSession, install, reportOf, rig } from './scomo-rig.ts';

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
    packages.bytes = await corruptedPackage();
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
  await expect.poll(async () => (await handset.state()).reports).toEqual([]);
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

  const answer = await inSession(server, (dm) =>
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
  packages.bytes = await corruptedPackage();
  await install(server, packages.url);

  const { events } = handset;
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
