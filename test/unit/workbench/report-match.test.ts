import { array, assert, constantFrom, nat, property, tuple } from 'fast-check';
import { describe, expect, it } from 'vitest';
import type { HandsetAlert } from '../../../electron/server/session-events.ts';
import { takeReport } from '../../../electron/workbench/runs/report-taking.ts';
import type { Run, RunCommand, RunParams, RunbookId, Step } from '../../../shared/runbook/run.ts';
import { formatAlertData } from '../../../shared/scomo/alert.ts';
import type { Inventory } from '../../../shared/scomo/inventory-types.ts';
import { createBenchHandset, DIGEST, NOTES_21, planned } from '../shared/runbook/bench.ts';

const TYPE = 'urn:oma:at:scomo:1.0:OperationComplete';
const OLD_TYPE = 'org.openmobilealliance.dm.softwarecomponent.OperationComplete';
const EXEC: RunCommand = {
  cmd: 'Exec',
  uri: './SCM/Download/P1/Operations/DownloadInstall',
  correlator: 'run-1.s4.1',
  status: { code: 202, word: 'Accepted' },
};

/** The step of a push that waits for its result, with these commands sent. */
function waiting(commands: readonly RunCommand[] = [EXEC], runbook: RunbookId = 'push-install', params?: RunParams) {
  const run = planned(runbook, params ?? { digest: DIGEST }, NOTES_21);
  const at = run.steps.findIndex(({ action }) => action.kind === 'execute');
  const step: Step = { ...(run.steps[at] as Step), state: 'waiting', sent: true, commands };
  return { run: { ...run, current: at, steps: run.steps.map((one, index) => (index === at ? step : one)) }, step };
}

function alert(more: Partial<HandsetAlert>, code = 1200, identifier?: string): HandsetAlert {
  return { code: 1226, type: TYPE, data: formatAlertData(code, identifier), ...more };
}

function take(
  one: HandsetAlert,
  { run, step }: { readonly run: Run; readonly step: Step } = waiting(),
  inventory?: Inventory,
): string | undefined {
  const taken = takeReport(run, step, one, inventory);
  return taken?.kind === 'taken' ? taken.rule : taken?.kind;
}

describe('a report finds its command', () => {
  it.each<readonly [string, Partial<HandsetAlert>, string | undefined, string | undefined]>([
    ['its Correlator', { correlator: 'run-1.s4.1' }, undefined, 'Correlator'],
    ['its Correlator, whatever the Source', { correlator: 'run-1.s4.1', source: './X' }, undefined, 'Correlator'],
    ['its Correlator, whatever the type', { correlator: 'run-1.s4.1', type: 'urn:x' }, undefined, 'Correlator'],
    ['the executed node', { source: EXEC.uri }, undefined, 'Source URI'],
    ['the executed node without ./', { source: EXEC.uri.slice(2) }, undefined, 'Source URI'],
    ['the executed node in another case', { source: EXEC.uri.toLowerCase() }, undefined, 'Source URI'],
    ['the executed node, with an empty Correlator', { correlator: '', source: EXEC.uri }, undefined, 'Source URI'],
    ['the old type', { type: OLD_TYPE, source: EXEC.uri }, undefined, 'Source URI'],
    ['the entry as target', { target: 'SCM/Download/P1' }, undefined, 'target'],
    ['the ID of its component', {}, 'com.acme.notes', 'target'],
    ['its PkgID', {}, 'acme-notes-2.1', 'target'],
    ['the last segment of the target', { target: './SCM/Inventory/Deployed/com.acme.notes' }, undefined, 'target'],
    [
      'the ID, with the same operation elsewhere',
      { source: './SCM/Inventory/Delivered/P1/Operations/DownloadInstall' },
      'com.acme.notes',
      'target',
    ],
    ['the ID, in another type of SCOMO', { type: 'urn:oma:at:scomo:1.1:somethingnew' }, 'com.acme.notes', 'target'],
  ])('by %s', (_by, more, identifier, rule) => {
    expect(take(alert(more, 1200, identifier))).toBe(rule);
  });

  it.each<readonly [string, HandsetAlert]>([
    [
      "carries somebody else's Correlator",
      alert({ correlator: 'other', source: EXEC.uri, target: './SCM/Download/P1' }, 1200, 'com.acme.notes'),
    ],
    ['is on another node', alert({ source: './SCM/Download/P2/Operations/DownloadInstall' })],
    [
      'is on another operation of the same component',
      alert({ source: './SCM/Inventory/Deployed/C1/Operations/Activate' }, 1200, 'com.acme.notes'),
    ],
    ['names somebody else', alert({}, 1200, 'com.acme.maps')],
    ['says nothing but that something is done', alert({})],
    [
      'is none of SCOMO, and only names it',
      alert({ type: 'org.openmobilealliance.dm.firmwareupdate.update' }, 1200, 'com.acme.notes'),
    ],
    ['has no result', { code: 1226, type: TYPE, source: EXEC.uri, data: 'soon' }],
    ['is a client event', { ...alert({ source: EXEC.uri }), code: 1224 }],
  ])('and is left alone when it %s', (_why, one) => {
    expect(take(one)).toBeUndefined();
  });

  it('and one that was refused at once only by its Correlator: the handset did it all the same', () => {
    const refused = waiting([{ ...EXEC, status: { code: 403, word: 'Forbidden' } }]);
    expect(take(alert({ correlator: 'run-1.s4.1' }), refused)).toBe('Correlator');
    expect(take(alert({ source: EXEC.uri }), refused)).toBeUndefined();
  });

  it('by the ID that the last reading shows at its node, when a step has several', () => {
    const handset = createBenchHandset();
    for (const [node, id] of Object.entries({ C1: 'com.acme.notes', C2: 'com.acme.maps' }))
      handset.deployed.set(node, { ID: id, PkgIDRef: 'acme-notes-2.1', Status: 10, State: 10 });
    const uris = ['C1', 'C2'].map((node) => `./SCM/Inventory/Deployed/${node}/Operations/Activate`);
    const two = waiting(uris.map((uri, index) => ({ ...EXEC, uri, correlator: `c.${index}` })));
    const taken = takeReport(two.run, two.step, alert({}, 1409, 'com.acme.maps'), handset.inventory());
    expect(taken?.kind === 'taken' && taken.commands.map(({ result }) => result?.code)).toEqual([undefined, 1409]);
    expect(take(alert({}, 1409, 'com.acme.radio'), two, handset.inventory())).toBeUndefined();
  });
});

function takeAll(reports: readonly (readonly [code: number, identifier: string])[]): RunCommand | undefined {
  let { run, step } = waiting();
  for (const [code, identifier] of reports) {
    const taken = takeReport(run, step, alert({ correlator: 'run-1.s4.1' }, code, identifier), undefined);
    if (taken?.kind !== 'taken') continue;
    step = { ...step, commands: taken.commands };
    run = { ...run, steps: run.steps.map((one) => (one.id === step.id ? step : one)) };
  }
  return step.commands[0];
}

describe('several reports on one operation', () => {
  it('are all kept, and the first failure counts', () => {
    const command = takeAll([
      [1200, 'a'],
      [1405, 'b'],
      [1200, 'c'],
      [1406, 'd'],
    ]);
    expect(command?.result?.code).toBe(1405);
    expect(command?.reports?.map(({ code, identifier }) => [code, identifier])).toEqual([
      [1200, 'a'],
      [1405, 'b'],
      [1200, 'c'],
      [1406, 'd'],
    ]);
    expect(command?.reports?.every(({ matched }) => matched === 'Correlator')).toBe(true);
  });

  it('change nothing when they come again', () => {
    assert(
      property(
        array(tuple(constantFrom(1200, 1251, 1405, 1408, 1501), constantFrom('a', 'b', 'c')), {
          minLength: 1,
          maxLength: 8,
        }),
        array(nat(7), { maxLength: 8 }),
        (reports, again) => {
          const repeated = [...reports, ...again.flatMap((at) => reports.slice(at, at + 1))];
          const once = takeAll(reports);
          expect(takeAll(repeated)).toEqual(once);
          const failures = reports.filter(([code]) => code >= 1400);
          expect((once?.result?.code ?? 0) >= 1400).toBe(failures.length > 0);
        },
      ),
    );
  });

  it('stop being kept where no package has so many components', () => {
    const many = Array.from({ length: 80 }, (_, index) => [1200, `c${index}`] as const);
    expect(takeAll(many)?.reports).toHaveLength(64);
  });
});
