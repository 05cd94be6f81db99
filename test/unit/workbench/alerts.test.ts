import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import type { WorkbenchEvent } from '../../../shared/contract/events.ts';
import type { Command, Item } from '../../../shared/syncml/message.ts';
import { ACCOUNT, basicCred, codes, message, packageOne } from '../server/scripted-handset.ts';
import { admitted, handsetOf, must, openBench, runOf, samplePackage, start, until, type Bench } from './bench.ts';

const DEV_ID = 'IMEI:351234567890123';

let bench: Bench;

beforeAll(async () => {
  bench = await openBench();
}, 30_000);

afterAll(() => bench.close());

function alert(cmdId: string, data: '1224' | '1226', items: readonly Item[], correlator?: string): Command {
  return { cmd: 'Alert', cmdId, data, items, ...(correlator === undefined ? {} : { correlator }) };
}

/** One message over HTTP, as a handset that proves itself at once. */
async function call(sessionId: string, more: readonly Command[]): Promise<readonly string[]> {
  const body = message({ msgId: '1', sessionId, commands: packageOne(more), cred: basicCred() });
  const reply = await fetch(bench.workbench.listener.url, {
    method: 'POST',
    headers: { 'content-type': 'application/vnd.syncml.dm+xml' },
    body: Buffer.from(body),
  });
  return codes(new Uint8Array(await reply.arrayBuffer()));
}

describe('what a handset tells on its own', () => {
  it('is kept, told to the windows and acknowledged, one entry per Item', async () => {
    const { user, password } = ACCOUNT;
    must(await bench.workbench.call('handsets.admit', { devId: DEV_ID, user, password, auth: 'basic' }));
    const told: WorkbenchEvent[] = [];
    const stop = bench.workbench.subscribe((event) => void told.push(event));
    const meta = { type: 'com.microsoft/MDM/LoginStatus', format: 'chr' };
    const statuses = await call('1', [
      alert('3', '1224', [
        { meta, data: 'user' },
        { meta: { type: 'com.acme/battery', format: 'int' }, data: '17' },
      ]),
      alert('4', '1226', [{ meta: { type: 'urn:oma:at:scomo:1.1:userrequest', format: 'chr' }, data: '' }], 'theirs'),
      alert('5', '1224', []),
    ]);
    stop();
    expect(statuses.filter((one) => one.startsWith('Alert'))).toEqual([
      'Alert 200',
      'Alert 200',
      'Alert 200',
      'Alert 200',
    ]);
    const kept = must(await bench.workbench.call('alerts.list', { devId: DEV_ID }));
    expect(kept.map(({ code, type, data, fate }) => [code, type, data, fate])).toEqual([
      [1224, undefined, '', 'nobody'],
      [1226, 'urn:oma:at:scomo:1.1:userrequest', '', 'nobody'],
      [1224, 'com.acme/battery', '17', 'nobody'],
      [1224, 'com.microsoft/MDM/LoginStatus', 'user', 'nobody'],
    ]);
    expect(told.flatMap((event) => (event.type === 'alert' ? [event.alert.data] : []))).toEqual(['user', '17', '', '']);
    expect((await handsetOf(bench.workbench, DEV_ID))?.unseenAlerts).toBe(4);
    must(await bench.workbench.call('alerts.seen', { devId: DEV_ID, upTo: kept[0]?.id ?? 0 }));
    expect((await handsetOf(bench.workbench, DEV_ID))?.unseenAlerts).toBe(0);
  });

  it('is read only for a handset that is here', async () => {
    const unknown = { ok: false, error: { code: 'handset-unknown' } };
    expect(await bench.workbench.call('alerts.list', { devId: 'IMEI:0' })).toMatchObject(unknown);
    expect(await bench.workbench.call('alerts.seen', { devId: 'IMEI:0', upTo: 1 })).toMatchObject(unknown);
  });
});

describe('a report that its run no longer waits for', () => {
  it('is kept as late, with its run, and the inventory is read again', async () => {
    const devId = await admitted(bench);
    const { digest } = await samplePackage(bench, 'acme-notes-2.0');
    const run = await start(bench, devId, 'push-install', { digest });
    must(await bench.workbench.call('runs.runAll', { runId: run.id }));
    // Waiting for the handset to call is not enough: the operation must be on its way.
    const isAccepted = async () => (await runOf(bench, run.id)).steps.some(({ waiting }) => waiting?.kind === 'result');
    await until(isAccepted, 'the operation to be accepted');
    must(await bench.workbench.call('runs.abort', { runId: run.id, reason: 'too slow', undo: false }));
    const list = async () => must(await bench.workbench.call('alerts.list', { devId }));
    await until(async () => (await list()).length > 0, 'the late report');
    expect(await list()).toMatchObject([{ fate: 'late', runId: run.id, code: 1226, seen: false }]);
    await until(async () => {
      const { inventory } = must(await bench.workbench.call('tree.inventory', { devId }));
      return inventory?.deployed.length === 1;
    }, 'the component in the inventory');
  }, 60_000);
});
