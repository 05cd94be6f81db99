import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, describe, expect, test } from 'vitest';
import type { DoctorReport, Finding } from '../../../shared/contract/doctor.ts';
import { ok } from '../../../shared/result.ts';
import { scriptedWorkbench, type ScriptedWorkbench } from './scripted-workbench.ts';
import { typed, type Typed } from './typed.ts';

let workbench: ScriptedWorkbench;
let folder: string;

beforeEach(() => {
  workbench = scriptedWorkbench();
  folder = mkdtempSync(join(tmpdir(), 'scomo-doctor-'));
  workbench.answers.set('cables.list', () => ok([]));
});

afterEach(() => rmSync(folder, { recursive: true, force: true }));

const run = (...args: readonly string[]): Promise<Typed> => typed(workbench, folder, 'doctor', ...args);

const RULE = { title: 'udev rule', path: '/etc/udev/rules.d/x.rules', content: '# one\n# two\n' };

const BUSY: Finding = {
  code: 'port-busy',
  weight: 'trouble',
  about: '/dev/ttyUSB0',
  port: '/dev/ttyUSB0',
  found: '/dev/ttyUSB0 is held by minicom (process 7).',
  missing: 'The port for ourselves.',
  steps: ['Leave minicom.', 'Then try again.'],
  copy: [RULE],
  detail: 'EBUSY',
};

function found(...findings: readonly Finding[]): DoctorReport {
  const report: DoctorReport = {
    platform: 'linux',
    at: 0,
    findings: [...findings],
    looked: [{ about: '/dev/ttyUSB0', is: 'used by another program' }],
  };
  workbench.answers.set('doctor.run', () => ok(report));
  return report;
}

describe('scomo doctor', () => {
  test('ends with 0 when nothing is in trouble, remarks or not', async () => {
    found();
    expect(await run()).toMatchObject({ code: 0, out: expect.stringContaining('All is well.') as string });
    found({ ...BUSY, weight: 'remark' });
    expect(await run()).toMatchObject({
      code: 0,
      out: expect.stringContaining('Nothing is in trouble; 1 remark.') as string,
    });
  });

  test('ends with 1 when something is, and says what, why, and what to do', async () => {
    found(BUSY, { ...BUSY, about: '/dev/ttyUSB1' });
    const { code, out } = await run();
    expect(code).toBe(1);
    expect(out).toContain(
      [
        '✗ /dev/ttyUSB0  (port-busy)',
        '  Found:   /dev/ttyUSB0 is held by minicom (process 7).',
        '  Missing: The port for ourselves.',
        '  Do:      1. Leave minicom.',
        '           2. Then try again.',
        '  udev rule, /etc/udev/rules.d/x.rules:',
        '    # one',
        '    # two',
        '  (EBUSY)',
      ].join('\n'),
    );
    expect(out.split('# one')).toHaveLength(2);
    expect(out).toContain('2 troubles.');
  });

  test('hands the report out as one JSON document', async () => {
    const report = found(BUSY);
    const { code, out } = await run('--json');
    expect([code, JSON.parse(out)]).toEqual([1, report]);
  });

  test('waits until the cables have been asked who is there', async () => {
    found();
    const cable = { port: '/dev/ttyUSB0', where: '/dev/ttyUSB0', link: 'serial', named: true } as const;
    let state: 'identifying' | 'ready' = 'identifying';
    workbench.answers.set('cables.list', () => ok([{ ...cable, state }]));
    setTimeout(() => {
      state = 'ready';
      workbench.emit({ seq: 1, type: 'cable', cable: { ...cable, state } });
    }, 1_500);
    workbench.answers.set('doctor.run', () => {
      expect(state).toBe('ready');
      return ok(found());
    });
    expect(await run()).toMatchObject({ code: 0 });
  });

  test('is in the help, with its exit codes', async () => {
    const { code, out } = await run('--help');
    expect(code).toBe(0);
    expect(out).toContain('--install-udev');
    expect(out).toContain('1 when something is');
  });
});

describe('scomo doctor --install-udev', () => {
  test('shows the rule, and writes nothing unless the person says yes', async () => {
    const { code, err } = await run('--install-udev');
    expect(err).toContain('/etc/udev/rules.d/70-scomo-workbench.rules:');
    expect(err).toContain('TAG+="uaccess"');
    // Where it is installed already there is nothing to ask.
    expect([0, 5]).toContain(code);
  });
});
