import { spawnSync } from 'node:child_process';
import { resolve } from 'node:path';
import { describe, expect, test } from 'vitest';
import { createDice } from '../../../electron/handset/faults/dice.ts';
import { createFaults } from '../../../electron/handset/faults/faults.ts';
import { FAULTS, parseFault } from '../../../shared/contract/fault.ts';
import { resultsIn } from './alert-data.ts';
import { ask } from './ask.ts';
import { add, addNode, alert, exec, get } from './commands.ts';
import { samplePackage } from './package-server.ts';
import { newHandset, newServer } from './rig.ts';
import { DELIVERED, DEPLOYED, inSession, install, inventory, operate, reportOf, rig } from './scomo-rig.ts';
import type { Dialog, ScriptedServer } from './scripted-server.ts';

const MAIN = resolve(import.meta.dirname, '../../../electron/handset/main.ts');

function specs(...texts: readonly string[]) {
  return texts.flatMap((text) => {
    const parsed = parseFault(text);
    return parsed.ok ? [parsed.value] : [];
  });
}

/** The message that a fault without a point strikes with this seed, from 0. */
function firstHit(seed: number): number {
  const faults = createFaults(specs('drop-reply'), seed, () => {});
  return Array.from({ length: 20 }).findIndex(() => faults.strikes('drop-reply', ['message']) !== undefined);
}

/** What struck in this handset, as it was written. */
function struck(events: readonly { readonly event: string }[]): readonly unknown[] {
  return events.flatMap((event) => (event.event === 'fault' && 'fault' in event ? [event.fault] : []));
}

/** Executes an operation for the second time and answers its report. */
async function operateAgain(server: ScriptedServer, uri: string) {
  await inSession(server, (dm) => dm.send(exec(uri, 'again')));
  return reportOf(server, 'again');
}

/** The message that was lost had a nonce in it: the server has to be challenged once more before it may ask. */
async function readSettings(dm: Dialog) {
  await dm.send(get('.'));
  return dm.send(get('./Vendor/Settings'));
}

describe('when a fault strikes', () => {
  test('at the n-th time that its point comes, once', () => {
    const told: string[] = [];
    const faults = createFaults(specs('drop-reply@Get#2'), 1, (fault) => told.push(fault));
    const hits = [['Get'], ['message'], ['Get', 'Exec'], ['Get']].map(
      (points) => faults.strikes('drop-reply', points as ['Get']) !== undefined,
    );

    expect(hits).toEqual([false, false, true, false]);
    expect(told).toEqual(['drop-reply@Get#2']);
  });

  test('each time, with #*', () => {
    const faults = createFaults(specs('no-alert@Remove#*'), 1, () => {});

    expect([1, 2].map(() => faults.strikes('no-alert', ['Remove']) !== undefined)).toEqual([true, true]);
  });

  test('without a point: at a message that the seed chooses, the same one each time', () => {
    const hits = [1, 2, 3, 4, 5, 6, 7, 8].map(firstHit);

    expect(hits).toEqual([1, 2, 3, 4, 5, 6, 7, 8].map(firstHit));
    expect(new Set(hits).size).toBeGreaterThan(1);
    expect(Math.min(...hits)).toBeGreaterThanOrEqual(1);
  });

  test('without a point an operation fault strikes the first operation that it fits', () => {
    const faults = createFaults(specs('operation-fails'), 7, () => {});

    expect(faults.strikes('operation-fails', ['Activate'])).toBeDefined();
    expect(faults.strikes('operation-fails', ['Activate'])).toBeUndefined();
  });

  test('dice fall alike for the same seed and within their limits', () => {
    const [one, two] = [createDice(42), createDice(42)];
    const rolls = Array.from({ length: 200 }, () => one.roll(3, 9));

    expect(rolls).toEqual(Array.from({ length: 200 }, () => two.roll(3, 9)));
    expect([Math.min(...rolls), Math.max(...rolls)]).toEqual([3, 9]);
  });
});

test('--list names every fault with what it does, and the points', () => {
  const { stdout } = spawnSync(process.execPath, [MAIN, '--list'], { encoding: 'utf8' });

  for (const { name, what } of FAULTS) expect(stdout).toMatch(new RegExp(`^  ${name} +${RegExp.escape(what)}`, 'm'));
  expect(stdout).toContain('#* strikes each time');
});

test('a fault nobody knows is refused with those there are', () => {
  const flags = ['--user', 'u', '--password', 'p', '--server-id', 's', '--server-password', 'p', '--state', 'x'];
  const more = ['--server', 'http://h/', '--fault', 'drop-reply@Get', '--fault', 'explode'];
  const { stderr, status } = spawnSync(process.execPath, [MAIN, ...flags, ...more], { encoding: 'utf8' });

  expect(status).toBe(64);
  expect(stderr).toContain('--fault: There is no fault explode.');
  expect(stderr).toContain('drop-reply');
});

describe('messages', () => {
  test('drop-reply: what was told is done, nothing comes back, and the handset calls again', async () => {
    const server = await newServer();
    const handset = await newHandset(server, { faults: ['drop-reply@Add'], poll: 0.1 });
    void server.script((dm) => dm.send(addNode('./Vendor/Settings/A')));
    await expect.poll(() => struck(handset.events), { timeout: 5000 }).toEqual(['drop-reply@Add']);
    const answer = await server.script(readSettings);

    expect(answer.value('./Vendor/Settings')).toBe('A');
    expect(handset.events).toContainEqual(expect.objectContaining({ outcome: 'message-dropped' }));
  });

  test('repeat-message: the same MsgID comes twice', async () => {
    const server = await newServer();
    await newHandset(server, { faults: ['repeat-message@session'], poll: 0 });
    await expect.poll(() => server.received.length).toBeGreaterThan(2);

    expect(server.received.slice(0, 2).map(({ message }) => message.hdr.msgId)).toEqual(['1', '1']);
  });

  test('wrong-status: the node is there although the Status says otherwise', async () => {
    const [added, read] = await ask([[addNode('./Vendor/Settings/A')], [get('./Vendor/Settings')]], {
      faults: ['wrong-status@Add'],
    });

    expect(Number(added?.code(1))).toBeGreaterThanOrEqual(400);
    expect(read?.value('./Vendor/Settings')).toBe('A');
  });

  test('the wrong status is the same for the same seed', async () => {
    const codes = await Promise.all(
      [5, 5, 6, 7, 8].map(async (seed) => {
        const [answer] = await ask([[get('./DevInfo/Man')]], { faults: ['wrong-status@Get'], seed });
        return answer?.code(1);
      }),
    );

    expect(codes[0]).toBe(codes[1]);
    expect(new Set(codes).size).toBeGreaterThan(1);
  });

  test('wrong-nonce: a session begins with a credential that is refused, and goes on after the challenge', async () => {
    const server = await newServer();
    const handset = await newHandset(server, { faults: ['wrong-nonce@session#2'], poll: 0.1 });
    await server.script((dm) => Promise.resolve(dm.sessionId));
    const before = server.received.length;
    await server.script((dm) => Promise.resolve(dm.sessionId));
    const second = server.received.slice(before).map(({ message }) => message.hdr);

    expect(struck(handset.events)).toEqual(['wrong-nonce@session#2']);
    expect(second.map(({ msgId }) => msgId)).toEqual(['1', '2']);
    expect(second[0]?.cred?.data).not.toBe(second[1]?.cred?.data);
  });

  test('size-mismatch and truncated-chunk: a value that comes in chunks is 424, and nothing is kept', async () => {
    const codes = await Promise.all(
      ['size-mismatch', 'truncated-chunk'].map(async (fault) => {
        const server = await newServer();
        const code = server.script(async (dm) => {
          const uri = './Vendor/Settings/A';
          const meta = { size: 16 };
          const item = { target: { locURI: uri } };
          await dm.sendMore({ cmd: 'Add', items: [{ ...item, meta, data: 'eightsix', moreData: true }] });
          const last = await dm.send({ cmd: 'Add', items: [{ ...item, data: 'sixeight' }] });
          return [last.code(1), (await dm.send(get(uri))).code(1)];
        });
        await newHandset(server, { faults: [fault] });
        return code;
      }),
    );

    expect(codes).toEqual([
      ['424', '404'],
      ['424', '404'],
    ]);
  });

  test('delay-reply: the message comes, late', async () => {
    const started = performance.now();
    const [answer] = await ask([[get('./DevInfo/Man')]], { faults: ['delay-reply@Get'] });

    expect(answer?.code(1)).toBe('200');
    expect(performance.now() - started).toBeGreaterThan(1_000);
  });

  test('truncated-message: the server first gets what it cannot read', async () => {
    const [answer] = await ask([[get('./DevInfo/Man')]], { faults: ['truncated-message@Get'] });

    expect(answer?.code(1)).toBe('200');
  });

  test('user-says-no and user-says-nothing: a question is answered 304 and 408', async () => {
    const question = alert('1101', '', 'Go on?');
    const [answer] = await ask([[question, question, question]], {
      faults: ['user-says-no@Alert', 'user-says-nothing@Alert#2'],
    });

    expect([1, 2, 3].map((n) => answer?.code(n))).toEqual(['304', '408', '200']);
  });
});

describe('operations', () => {
  const download = './SCM/Download';

  test.each([
    ['download-404', 'DownloadInstall', 1402, '20'],
    ['download-500', 'DownloadInstall', 1500, '20'],
    ['download-short', 'Download', 1402, '20'],
    ['download-corrupt', 'DownloadInstall', 1407, '70'],
    ['storage-full', 'Download', 1404, '20'],
    ['operation-fails', 'Download', 1402, '20'],
    ['operation-fails', 'DownloadInstall', 1405, '60'],
    ['not-implemented', 'DownloadInstall', 1411, '20'],
    ['user-says-no', 'DownloadInstallInactive', 1401, '20'],
    ['user-says-nothing', 'Download', 1450, '20'],
  ])('%s@%s ends with %i and Status %s, and works the next time', async (fault, operation, result, status) => {
    const { server, packages } = await rig({ faults: [`${fault}@${operation}`] });
    const failed = await install(server, packages.url, operation);
    const nodes = await inSession(server, inventory);
    const again = await operateAgain(server, `${download}/pkg42/Operations/${operation}`);

    expect(resultsIn(failed)[0]?.[0]).toBe(result);
    expect(nodes['Download/pkg42/Status']).toBe(status);
    expect(resultsIn(again)[0]?.[0]).toBe(1200);
  });

  test.each([
    ['operation-fails@Install', `${DELIVERED}/pkg42/Operations/Install`, 1405],
    ['storage-full@Install', `${DELIVERED}/pkg42/Operations/Install`, 1406],
    ['operation-fails@Remove', `${DELIVERED}/pkg42/Operations/Remove`, 1408],
    ['operation-fails@Activate', `${DEPLOYED}/C1/Operations/Activate`, 1409],
    ['operation-fails@Deactivate', `${DEPLOYED}/C1/Operations/Deactivate`, 1410],
    ['not-implemented@Activate', `${DEPLOYED}/C1/Operations/Activate`, 1411],
  ])('%s: %s ends with %i, and works the next time', async (fault, uri, result) => {
    const { server, packages } = await rig({ faults: [fault] });
    await install(server, packages.url, 'DownloadInstall');
    const [failed, again] = [await operate(server, uri), await operateAgain(server, uri)];

    expect(resultsIn(failed)[0]?.[0]).toBe(result);
    expect(resultsIn(again)[0]?.[0]).toBe(1200);
  });

  test('storage-full@Data: a package that is written is answered 420', async () => {
    const data = (await samplePackage()).toString('base64');
    const [answer] = await ask(
      [[addNode(`${DELIVERED}/p`), add(`${DELIVERED}/p/Data`, data, { format: 'b64' }), get(`${DELIVERED}/p`)]],
      { faults: ['storage-full@Data'] },
    );

    expect(answer?.code(2)).toBe('420');
    expect(answer?.value(`${DELIVERED}/p`)).not.toContain('Data');
  });

  test('alert-twice and alert-other-correlator', async () => {
    const { server, packages } = await rig({
      faults: ['alert-twice@DownloadInstall', 'alert-other-correlator@Deactivate'],
    });
    const report = await install(server, packages.url, 'DownloadInstall');
    await inSession(server, (dm) => dm.send(exec(`${DEPLOYED}/C1/Operations/Deactivate`, 'job')));
    await expect.poll(() => server.reports.length, { timeout: 5000 }).toBe(3);

    expect(server.reports[1]).toMatchObject({ correlator: report.correlator });
    expect(server.reports[2]?.correlator).toMatch(/^job-\d{4}$/);
  });

  test('no-alert: the operation is done and nothing is told', async () => {
    const { server, packages, handset } = await rig({ faults: ['no-alert@DownloadInstall', 'no-alert@Deactivate'] });
    const entry = `${download}/pkg42`;
    void server.script((dm) =>
      dm.send(
        addNode(entry),
        add(`${entry}/PkgID`, 'p'),
        add(`${entry}/PkgURL`, packages.url),
        exec(`${entry}/Operations/DownloadInstall`, 'job'),
      ),
    );
    await expect
      .poll(() => handset.events, { timeout: 5000 })
      .toContainEqual(expect.objectContaining({ event: 'operation-finished', resultCode: 1200 }));
    await inSession(server, (dm) => Promise.resolve(dm.sessionId));

    expect(server.reports).toEqual([]);
    expect((await handset.state()).reports).toEqual([]);
  });

  test('reboot@DownloadInstall: the handset comes up again and ends what it began, once', async () => {
    const { server, packages, handset } = await rig({ faults: ['reboot@DownloadInstall'] });
    const report = await install(server, packages.url, 'DownloadInstall');

    expect(handset.events).toContainEqual({ event: 'rebooted' });
    expect(resultsIn(report)[0]?.[0]).toBe(1200);
    expect((await handset.state()).executed).toEqual({ [`${download}/pkg42/Operations/DownloadInstall`]: 1 });
  });

  test('reboot@Add: what was told is done, its answer never comes', async () => {
    const server = await newServer();
    const handset = await newHandset(server, { faults: ['reboot@Add'], poll: 0.1 });
    void server.script((dm) => dm.send(addNode('./Vendor/Settings/A')));
    await expect.poll(() => handset.events, { timeout: 5000 }).toContainEqual({ event: 'rebooted' });
    const answer = await server.script(readSettings);

    expect(answer.value('./Vendor/Settings')).toBe('A');
  });
});
