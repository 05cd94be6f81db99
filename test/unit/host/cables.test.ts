import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import type { Cable, ObexModeRow } from '../../../shared/contract/cables.ts';
import { fail, ok } from '../../../shared/result.ts';
import { recordingWorkbench, type RecordingWorkbench } from '../../contract/recording-workbench.ts';
import { type Typed, typed } from './typed.ts';

let workbench: RecordingWorkbench;
let folder: string;

beforeEach(() => {
  folder = mkdtempSync(join(tmpdir(), 'scomo-cables-'));
  workbench = recordingWorkbench();
});
afterEach(() => rmSync(folder, { recursive: true, force: true }));

const run = (...args: readonly string[]): Promise<Typed> => typed(workbench, folder, 'cables', ...args);

const READY: Cable = {
  port: '/dev/ttyACM0',
  where: '/dev/ttyACM0',
  link: 'serial',
  state: 'ready',
  name: 'Acme A1',
  devId: 'IMEI:1',
  named: false,
};
const USB: Cable = { ...READY, port: 'usb:0421:0508:1', where: 'USB 1-2', link: 'usb', devId: 'IMEI:2' };
const BUSY = { code: 'port-busy', message: 'It is used.', next: 'Close it.', retryable: true };

function there(...cables: readonly Cable[]): void {
  workbench.answers.set('cables.list', () => ok([...cables]));
  workbench.answers.set('cables.notices', () => ok([]));
}

describe('scomo cables', () => {
  it('lists them, each with what stands in its way, and why not all can be found', async () => {
    there(
      READY,
      { ...USB, state: 'busy', failure: BUSY, holder: { pid: 7, name: 'ModemManager' } },
      { ...READY, port: '/dev/ttyUSB1', where: '/dev/ttyUSB1', state: 'plugged', notAsked: 'may-be-anything' },
    );
    workbench.answers.set('cables.notices', () =>
      ok([{ code: 'no-port-list', message: 'No list.', next: 'Name the port.', retryable: true }]),
    );
    const { code, out } = await run();
    expect(code).toBe(0);
    const [title, ready, busy, asked, notice] = out.split('\n');
    expect(title).toMatch(/^Cable +At +State +Name +DevId +Heard +What stands in the way$/);
    expect(ready).toMatch(/ready +Acme A1 +IMEI:1 +– +–$/);
    expect(busy).toContain('ModemManager (process 7) has it');
    expect(asked).toContain('scomo cables retry /dev/ttyUSB1');
    expect(notice).toBe('No list. Name the port.');
    expect(JSON.parse((await run('--json')).out)).toMatchObject({ cables: [READY, {}, {}], notices: [{}] });
  });

  it('counts down for a handset that is expected back, and says when nothing is there', async () => {
    there({ ...READY, state: 'gone', backUntil: 1_090_000 });
    expect((await run('list')).out).toMatch(/coming back, 1 min 30 s left/);
    there();
    expect((await run('list')).out).toContain('Nothing is plugged in.');
  });

  it('adds a port and says who is there', async () => {
    there(READY);
    workbench.answers.set('cables.add', () => ok(READY));
    const { code, out } = await run('add', '/dev/ttyACM0');
    expect([code, workbench.calls.find(({ name }) => name === 'cables.add')?.input]).toEqual([
      0,
      { port: '/dev/ttyACM0' },
    ]);
    expect(out).toContain('Acme A1');
  });

  it('says how the line of a port is driven', async () => {
    there(READY);
    workbench.answers.set('cables.add', () => ok(READY));
    await run('add', '/dev/ttyUSB0', '--speed', '57600', '--rtscts');
    const { input } = workbench.calls.find(({ name }) => name === 'cables.add') ?? {};
    expect(input).toEqual({ port: '/dev/ttyUSB0', speed: 57_600, rtscts: true });
  });

  it('ends with the reason when what was added or asked again is in trouble', async () => {
    there({ ...READY, state: 'busy', failure: BUSY });
    workbench.answers.set('cables.add', () => ok(READY));
    workbench.answers.set('cables.retry', () => ok({}));
    const added = await run('add', '/dev/ttyACM0');
    expect([added.code, added.err.includes('It is used.')]).toEqual([1, true]);
    expect(await run('retry', '/dev/ttyACM0')).toMatchObject({ code: 1 });
    workbench.answers.set('cables.add', () => fail('port-missing', 'There is none.', 'Look.'));
    expect(await run('add', '/dev/none')).toMatchObject({ code: 5 });
  });

  it('takes a cable by its name or its place, and knows when there is none', async () => {
    there(READY, USB);
    workbench.answers.set('cables.remove', () => ok({}));
    workbench.answers.set('cables.retry', () => ok({}));
    expect((await run('remove', 'USB 1-2')).out).toContain('Removed USB 1-2.');
    expect(workbench.calls.at(-1)).toMatchObject({ name: 'cables.remove', input: { port: USB.port } });
    expect((await run('retry', USB.port)).code).toBe(0);
    expect(await run('remove', 'USB 9-9')).toMatchObject({ code: 5 });
  });
});

describe('scomo cables modes', () => {
  const mode: ObexModeRow = {
    id: 'own-1',
    name: 'Cradle',
    commands: ['AT*EOBEX', 'AT+X'],
    agreedBy: ['ok'],
    settleMs: 0,
    leave: 'escape',
    own: true,
    worksFor: ['Acme A1'],
  };

  it('lists the ways to switch a handset', async () => {
    workbench.answers.set('cables.modes', () => ok([mode]));
    expect((await run('modes')).out).toMatch(/own-1 +Cradle \(own\) +AT\*EOBEX, AT\+X +any +Acme A1/);
  });

  it('adds one of your own, with what most handsets do where nothing is said', async () => {
    workbench.answers.set('cables.saveMode', () => ok(mode));
    const { code, out } = await run('modes', 'add', 'at*eobex', 'AT+X', '--name', 'Cradle');
    expect([code, out.includes('Cradle (own)')]).toEqual([0, true]);
    const usual = { name: 'Cradle', agreedBy: ['connect', 'ok'], settleMs: 300, leave: 'escape' };
    expect(workbench.calls.at(-1)?.input).toEqual({ ...usual, commands: ['AT*eobex', 'AT+X'] });
  });

  it('changes one as it is told, and removes it', async () => {
    workbench.answers.set('cables.saveMode', () => ok(mode));
    workbench.answers.set('cables.removeMode', () => ok({}));
    const how = ['--agreed-by', 'silence', '--settle', '0', '--leave', 'disconnect', '--manufacturer', 'acme'];
    await run('modes', 'add', 'AT+Y', '--name', 'Dock', '--change', 'own-1', ...how);
    expect(workbench.calls.at(-1)?.input).toEqual({
      id: 'own-1',
      name: 'Dock',
      manufacturer: 'acme',
      commands: ['AT+Y'],
      agreedBy: ['silence'],
      settleMs: 0,
      leave: 'disconnect',
    });
    expect((await run('modes', 'remove', 'own-1')).out).toBe('Removed own-1.\n');
  });

  it('says what is wrong: no name, no such answer, one of the workbench', async () => {
    expect(await run('modes', 'add', 'AT+Y')).toMatchObject({ code: 2 });
    expect(await run('modes', 'add', 'AT+Y', '--name', 'x', '--agreed-by', 'yes')).toMatchObject({ code: 2 });
    expect(await run('modes', 'add', 'AT+Y', '--name', 'x', '--settle', 'soon')).toMatchObject({ code: 2 });
    workbench.answers.set('cables.removeMode', () => fail('mode-built-in', 'It belongs to us.', 'Add your own.'));
    const { code, err } = await run('modes', 'remove', 'cprot');
    expect([code, err]).toEqual([5, 'It belongs to us.\n→ Add your own.\n']);
  });
});
