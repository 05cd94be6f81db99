import { spawnSync } from 'node:child_process';
import { createSocket } from 'node:dgram';
import { resolve } from 'node:path';
import { describe, expect, test } from 'vitest';
import type { HandsetOptions } from '../../../electron/handset/options.ts';
import { PERSONALITIES, type PersonalityName } from '../../../shared/contract/virtual-handset.ts';
import { encodeNotification, RESYNC_NONCES } from '../../../shared/dm/notification.ts';
import { resultsIn } from './alert-data.ts';
import { ask } from './ask.ts';
import { add, addNode, alert, container, describeDownload, exec, get, replace } from './commands.ts';
import { corruptedPackage } from './package-server.ts';
import { newHandset, newServer } from './rig.ts';
import { inSession, inventory, reportOf, rig } from './scomo-rig.ts';
import { ACCOUNT, type Dialog, type Draft, type Package, type ScriptedServer } from './scripted-server.ts';

const MAIN = resolve(import.meta.dirname, '../../../electron/handset/main.ts');
const SETTINGS = './Vendor/Settings';

/** Code of the only command of a package. */
async function code(dm: Dialog, command: Draft): Promise<string | undefined> {
  return (await dm.send(command)).code(1);
}

/** Describes a download where the handset takes one, executes an operation of it, and answers the report. */
async function fetch(server: ScriptedServer, url: string, lists: string, operation: string) {
  const entry = `${lists}/pkg42`;
  await inSession(server, (dm) =>
    dm.send(
      addNode(entry),
      add(`${entry}/PkgID`, 'acme-notes-2.1'),
      add(`${entry}/PkgURL`, url),
      exec(`${entry}/Operations/${operation}`, operation),
    ),
  );
  return reportOf(server, operation);
}

function withTraits(personality: PersonalityName, more: Partial<HandsetOptions> = {}) {
  return rig({ personality, ...more });
}

test('--list names every personality with what is different about it', () => {
  const { stdout, status } = spawnSync(process.execPath, [MAIN, '--list'], { encoding: 'utf8' });

  expect(status).toBe(0);
  for (const { name, title, hint } of PERSONALITIES) {
    expect(stdout).toContain(`  ${name} `);
    expect(stdout).toContain(`${title}. ${hint}`);
  }
});

test('a personality nobody knows is refused', () => {
  const flags = ['--user', 'u', '--password', 'p', '--server-id', 's', '--server-password', 'p', '--state', 'x'];
  const more = ['--server', 'http://h/', '--personality', 'nokia'];
  const { stderr, status } = spawnSync(process.execPath, [MAIN, ...flags, ...more], { encoding: 'utf8' });

  expect(status).toBe(64);
  expect(stderr).toContain('--personality: ');
});

describe('spec-1.1', () => {
  test('has the 1.1 identifier, its further nodes, and reports of its own type', async () => {
    const { server, packages } = await withTraits('spec-1.1');
    const answer = await inSession(server, (dm) =>
      dm.send(
        get('./SCM?prop=Type', './SCM'),
        ...describeDownload('pkg42', packages.url),
        add('./SCM/Download/pkg42/Reboot', '1', { format: 'int' }),
        exec('./SCM/Download/pkg42/Operations/Download', 'job'),
      ),
    );
    const report = await reportOf(server, 'job');

    expect(answer.value('./SCM?prop=Type')).toBe('urn:oma:mo:oma-scomo:1.1');
    expect(answer.value('./SCM')).toBe('Download/Inventory/Blacklisted/Whitelisted/CheckUpdateFreq');
    expect(answer.code(5)).toBe('200');
    expect(report.items[0]?.meta?.type).toBe('urn:oma:at:scomo:1.1:OperationComplete');
    expect(await inSession(server, inventory)).toMatchObject({ 'Inventory/Delivered/pkg42/Reboot': '1' });
  });

  test('a 1.0 handset has no Reboot', async () => {
    const [answer] = await ask([[addNode('./SCM/Download/p'), add('./SCM/Download/p/Reboot', '1', { format: 'int' })]]);

    expect(answer?.code(2)).toBe('405');
  });
});

describe('redbend', () => {
  test('has one download node that takes values by Replace only, and lets no other be added', async () => {
    const { server, packages } = await withTraits('redbend');
    const dp = './SCOMO/Download/RB_DP';
    const answer = await inSession(server, (dm) =>
      dm.send(
        addNode('./SCOMO/Download/pkg42'),
        add(`${dp}/PkgID`, 'acme-notes-2.1'),
        replace(`${dp}/PkgID`, 'acme-notes-2.1'),
        replace(`${dp}/PkgURL`, packages.url),
        get(`${dp}/Operations/DownloadInstall?prop=Format`),
        exec(`${dp}/Operations/DownloadInstall`, 'job'),
      ),
    );
    const report = await reportOf(server, 'job');

    expect([1, 2, 3, 4, 6].map((n) => answer.code(n))).toEqual(['403', '418', '200', '200', '202']);
    expect(answer.value(`${dp}/Operations/DownloadInstall?prop=Format`)).toBe('node');
    expect(resultsIn(report)).toEqual([[1200, 'com.acme.notes', './SCOMO/Inventory/Deployed/C1']]);
    expect(await inSession(server, (dm) => inventory(dm, './SCOMO'))).toMatchObject({
      'Download/RB_DP/Status': '10',
      'Inventory/Delivered/RB_DP/PkgID': 'acme-notes-2.1',
    });
  });

  test('makes up a DevId with a blank', async () => {
    const { handset } = await rig({ personality: 'redbend', devId: 'IMEI: 004400000000001' });

    expect(handset.devId).toBe('IMEI: 004400000000001');
  });
});

describe('mediatek', () => {
  test('answers all but downloads at once, spells Deactive, and keeps the Download node', async () => {
    const { server, packages } = await withTraits('mediatek');
    const report = await fetch(server, packages.url, './SCOMO/Download', 'DownloadInstall');
    const codes = await inSession(server, async (dm) => [
      await code(dm, exec('./SCOMO/Inventory/Deployed/C1/Operations/Deactivate')),
      await code(dm, exec('./SCOMO/Inventory/Deployed/C1/Operations/Deactive')),
      await code(dm, exec('./SCOMO/Inventory/Deployed/C1/Operations/Activate')),
      await code(dm, exec('./SCOMO/Inventory/Deployed/C1/Operations/Remove')),
    ]);

    expect(resultsIn(report)).toEqual([[1200, 'acme-notes-2.1', './SCOMO/Inventory/Deployed/pkg42']]);
    expect(codes).toEqual(['404', '1200', '1200', '1200']);
    expect(await inSession(server, (dm) => inventory(dm, './SCOMO'))).toMatchObject({ 'Download/pkg42/Status': '10' });
  });

  test('of two operations with one correlator, whichever ends first reports with it, and the other not at all', async () => {
    const { server, packages, handset } = await withTraits('mediatek', { installMs: 100 });
    await inSession(server, (dm) =>
      dm.send(
        ...describeDownload('silent', packages.url, 'silent', './SCOMO'),
        ...describeDownload('one', packages.url, 'one', './SCOMO'),
        exec('./SCOMO/Download/silent/Operations/Download'),
        exec('./SCOMO/Download/one/Operations/Download', 'first'),
      ),
    );
    const report = await reportOf(server, 'first');
    await expect
      .poll(() => handset.events.filter(({ event }) => event === 'operation-finished'), { timeout: 5000 })
      .toHaveLength(2);
    await inSession(server, (dm) => Promise.resolve(dm.sessionId));

    expect(report.items).toHaveLength(1);
    expect(server.reports).toHaveLength(1);
  });
});

describe('verizon', () => {
  test('has lower-case lists and reports a damaged delivered package with Status 70', async () => {
    const { server, packages } = await withTraits('verizon');
    const report = await fetch(server, packages.url, './SCM/download', 'DownloadInstall');

    expect(resultsIn(report)).toEqual([[1200, 'com.acme.notes', './SCM/inventory/deployed/C1']]);

    const bad = './SCM/inventory/delivered/bad';
    const data = (await corruptedPackage()).toString('base64');
    await inSession(server, (dm) =>
      dm.send(
        addNode(bad),
        add(`${bad}/PkgID`, 'bad'),
        add(`${bad}/Data`, data, { format: 'b64' }),
        exec(`${bad}/Operations/Install`, 'install'),
      ),
    );
    expect(resultsIn(await reportOf(server, 'install'))).toEqual([[1407, 'bad', bad]]);
    const read = await inSession(server, (dm) => dm.send(get(`${bad}/Status`)));
    expect(read.value(`${bad}/Status`)).toBe('70');
  });
});

describe('symbian', () => {
  test('reports as the draft had it, marked warning, with the last segment of the target', async () => {
    const { server, packages } = await withTraits('symbian');
    const report = await fetch(server, packages.url, './SCOMO/Download', 'DownloadInstallInactivate');

    expect(report.items[0]).toMatchObject({
      meta: {
        type: 'org.openmobilealliance.dm.softwarecomponent.OperationComplete',
        format: 'text/plain',
        mark: 'warning',
      },
    });
    expect(resultsIn(report)).toEqual([[1200, 'C1', './SCOMO/Inventory/Deployed/C1']]);
  });

  test('State is text, Description octets, long values 413, and Remove is refused while active', async () => {
    const { server, packages } = await withTraits('symbian');
    const entry = './SCOMO/Download/long';
    const added = await inSession(server, (dm) =>
      dm.send(
        addNode(entry),
        add(`${entry}/PkgID`, 'x'.repeat(257)),
        add(`${entry}/Description`, 'Grüße'),
        add(`${entry}/PkgType`, 'x'.repeat(101)),
        addNode(`./SCOMO/Download/${'n'.repeat(33)}`),
        get(`${entry}/Description`, `${entry}/Status?prop=Format`),
      ),
    );
    expect([1, 2, 3, 4, 5].map((n) => added.code(n))).toEqual(['200', '413', '200', '413', '413']);
    expect(added.items[0]).toMatchObject({ meta: { format: 'b64' }, data: Buffer.from('Grüße').toString('base64') });
    expect(added.value(`${entry}/Status?prop=Format`)).toBe('chr');

    await fetch(server, packages.url, './SCOMO/Download', 'DownloadInstall');
    const operations = './SCOMO/Inventory/Deployed/C1/Operations';
    const codes = await inSession(server, async (dm) => [
      await code(dm, exec(`${operations}/Remove`)),
      await code(dm, exec(`${operations}/Deactivate`)),
      await code(dm, exec(`${operations}/Remove`)),
    ]);
    expect(codes).toEqual(['403', '200', '200']);
  });
});

describe('libdmclient', () => {
  const traits = { personality: 'libdmclient' } as const;

  test('refuses lists and most properties', async () => {
    const uris = ['./SCM?list=Struct', './SCM?list=TNDS', './SCM?prop=VerNo', './SCM?prop=Type'];
    const [answer] = await ask([uris.map((uri) => get(uri))], traits);

    expect([1, 2, 3, 4].map((n) => answer?.code(n))).toEqual(['406', '406', '406', '200']);
  });

  test('one Status per item, the Status of a Sequence last, none for an Atomic, which is not undone', async () => {
    const [answer, read] = await ask(
      [
        [
          get('./DevInfo/Man', './DevInfo/Mod'),
          container('Sequence', add(`${SETTINGS}/A`, '1')),
          container('Atomic', add(`${SETTINGS}/B`, '1'), replace(`${SETTINGS}/nowhere`, '1')),
        ],
        [get(`${SETTINGS}/B`)],
      ],
      traits,
    );

    expect(named(answer)).toEqual([
      ['Get', '200', './DevInfo/Man'],
      ['Get', '200', './DevInfo/Mod'],
      ['Add', '200', `${SETTINGS}/A`],
      ['Sequence', '200', undefined],
      ['Add', '200', `${SETTINGS}/B`],
      ['Replace', '404', `${SETTINGS}/nowhere`],
    ]);
    expect(read?.value(`${SETTINGS}/B`)).toBe('1');
  });

  test('asks nobody', async () => {
    const [answer] = await ask([[alert('1101', '', 'Go on?')]], traits);

    expect(answer?.code(1)).toBe('406');
  });

  test('needs the operation that is to be executed from the server', async () => {
    const { server, packages } = await withTraits('libdmclient');
    const operations = './SCM/Download/pkg42/Operations';
    const answer = await inSession(server, (dm) =>
      dm.send(
        ...describeDownload('pkg42', packages.url),
        exec(`${operations}/Download`, 'job'),
        addNode(operations),
        add(`${operations}/Download`, '', { format: 'null' }),
        exec(`${operations}/Download`, 'job'),
      ),
    );

    expect([4, 5, 6, 7].map((n) => answer.code(n))).toEqual(['404', '200', '200', '202']);
    expect(resultsIn(await reportOf(server, 'job'))).toHaveLength(1);
  });

  test('swaps the octets of the SessionID of a notification', async () => {
    const server = await newServer();
    const handset = await newHandset(server, { ...traits, poll: 0 });
    await expect.poll(() => server.nonces.server).toBeDefined();
    const notification = encodeNotification({
      sessionId: 0x1234,
      uiMode: 'background',
      initiator: 'server',
      serverId: ACCOUNT.serverId,
      serverPassword: ACCOUNT.serverPassword,
      nonce: server.nonces.server ?? RESYNC_NONCES['zero-octets'],
    });
    const socket = createSocket('udp4');
    if (notification.ok) socket.send(notification.value, handset.notifyPort, '127.0.0.1', () => socket.close());

    await expect
      .poll(() => handset.events)
      .toContainEqual(expect.objectContaining({ event: 'session-started', sessionId: '3412', alert: '1200' }));
  });
});

function named(answer: Package | undefined) {
  return answer?.statuses.slice(1).map(({ cmdName, data, targetRefs }) => [cmdName, data, targetRefs[0]]);
}
