import { writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { afterEach, beforeEach, describe, expect, test, vi } from 'vitest';
import { fail } from '../../../../shared/result.ts';
import { type CommandLine, openCommandLine } from '../command-line.ts';
import { notes } from '../scripted-workbench.ts';

let cli: CommandLine;

beforeEach(async () => {
  cli = await openCommandLine();
});

afterEach(() => cli.close());

describe('running', () => {
  test('each step with its proof on stdout, waits on stderr, the outcome last', async () => {
    const { code, out, err } = await cli.run('activate', 'IMEI:1', 'notes');
    expect(code).toBe(0);
    expect(out.split('\n')).toEqual([
      '✓ Read the inventory — read back by s1 (0 ms)',
      '✓ Activate notes — read back by s2 (0 ms)',
      'Activate notes: done, 2 of 2 steps done in 0 ms',
      '',
    ]);
    expect(err).toContain('… Activate notes — waiting for the handset to call\n');
  });

  test('with --json one document on stdout, and a line per step on stderr', async () => {
    const { out, err } = await cli.run('activate', 'IMEI:1', 'notes', '--json');
    expect(JSON.parse(out)).toMatchObject({
      runbook: 'activate',
      state: 'done',
      steps: [
        { id: 's1', state: 'done' },
        { id: 's2', operation: 'Deployed/Activate', proof: 'read back by s2' },
      ],
    });
    expect(
      err
        .trim()
        .split('\n')
        .map((line) => (JSON.parse(line) as { step: { id: string } }).step.id),
    ).toEqual(['s1', 's2']);
  });

  test('on a terminal one line is written over, and never longer than the terminal', async () => {
    const { out, err } = await cli.type(['activate', 'IMEI:1', 'notes'], { isTTY: true }).done;
    expect(out).toContain('✓ Activate notes');
    const shown = err.split('\r\u001B[2K');
    expect(shown.length).toBeGreaterThan(3);
    for (const line of shown) expect(line.length).toBeLessThan(60);
  });

  test.each([
    ['operation-failed', 1],
    ['not-proven', 1],
    ['handset-not-there', 4],
    ['no-result', 4],
    ['not-now', 5],
    ['package-changed', 5],
  ])('a step that fails with %s ends it with %i, and the run does not stay in the way', async (failure, expected) => {
    cli.workbench.failures.set('Activate notes', fail(failure, 'It went wrong.', 'Look at it.').error);
    const { code, out } = await cli.run('activate', 'IMEI:1', 'notes');
    expect(code).toBe(expected);
    expect(out).toContain('✗ Activate notes — It went wrong. (0 ms)\n  → Look at it.\n');
    expect(out).toContain('Activate notes: failed, 1 of 2 steps done');
    expect(cli.workbench.run().state).toBe('aborted');
    expect(cli.workbench.calls.at(-1)?.input).toMatchObject({ undo: false });
  });

  test('--undo takes back, --keep-run leaves it', async () => {
    cli.workbench.failures.set('Activate notes', fail('operation-failed', 'No.', 'Look.').error);
    await cli.run('activate', 'IMEI:1', 'notes', '--undo');
    expect(cli.workbench.calls.at(-1)).toMatchObject({ name: 'runs.abort', input: { undo: true } });
    const kept = await cli.run('activate', 'IMEI:1', 'notes', '--keep-run', '--json');
    expect(kept.code).toBe(1);
    expect(cli.workbench.run().state).toBe('failed');
    expect(JSON.parse(kept.out)).toMatchObject({ state: 'failed', error: { code: 'operation-failed' } });
  });

  test('what is refused before it starts ends with 5', async () => {
    cli.workbench.answers.set('runs.start', () => fail('run-unfinished', 'A run is not finished.', 'Finish it.'));
    expect((await cli.run('activate', 'IMEI:1', 'notes')).code).toBe(5);
  });

  test('a time limit gives the run up: 4', async () => {
    cli.workbench.hangs.add('Activate notes');
    const { code, err } = await cli.run('activate', 'IMEI:1', 'notes', '--time-limit', '1');
    expect(code).toBe(4);
    expect(err).toContain('time limit');
    expect(cli.workbench.run().state).toBe('aborted');
  });

  test('ended by the person: 130, the run stands and can be gone on with', async () => {
    cli.workbench.hangs.add('Activate notes');
    const { done } = cli.type(['activate', 'IMEI:1', 'notes']);
    await vi.waitFor(() => expect(cli.workbench.run().state).toBe('waiting'));
    cli.ending.abort();
    const { code, err } = await done;
    expect(code).toBe(130);
    expect(err).toContain('scomo runs resume run-1');
    expect(cli.workbench.runCalls()).not.toContain('runs.abort');
  });

  test('runs: list, resume after a failure, abort', async () => {
    cli.workbench.failures.set('Activate notes', fail('operation-failed', 'No.', 'Look.').error);
    await cli.run('activate', 'IMEI:1', 'notes', '--keep-run');
    expect((await cli.run('runs')).out).toContain('run-1  IMEI:1  Activate notes  failed  2 of 2');
    cli.workbench.failures.clear();
    expect((await cli.run('runs', 'resume', 'run-1')).code).toBe(0);
    expect(cli.workbench.run().state).toBe('done');

    cli.workbench.hangs.add('Deactivate notes');
    const { done } = cli.type(['deactivate', 'IMEI:1', 'notes']);
    await vi.waitFor(() => expect(cli.workbench.run().state).toBe('waiting'));
    const aborted = await cli.run('runs', 'abort', 'run-1', '--reason', 'it is late');
    expect(aborted.out).toBe('Deactivate notes: aborted\n');
    expect((await done).code).toBe(1);
  });

  test.each([
    [['push', 'D', notes.pkgId], 'push-install', { digest: notes.digest }],
    [['push', 'D', notes.digest, '--descriptor'], 'push-install', { digest: notes.digest, delivery: 'descriptor' }],
    [['push', 'D', notes.digest, '--in-session'], 'push-install', { digest: notes.digest, delivery: 'in-session' }],
    [
      ['update', 'D', 'notes', notes.pkgId, '--in-session'],
      'update-component',
      {
        componentId: 'notes',
        digest: notes.digest,
        deactivateFirst: false,
        removeReplaced: true,
        delivery: 'in-session',
      },
    ],
    [['push', 'D', notes.digest.slice(0, 8), '--deliver-only'], 'deliver-package', { digest: notes.digest }],
    [['push', 'D', notes.digest, '--then-activate'], 'push-inactive-activate', { digest: notes.digest }],
    [['install', 'D', 'p'], 'install-delivered', { pkgId: 'p', inactive: false }],
    [['install', 'D', 'p', '--inactive'], 'install-delivered', { pkgId: 'p', inactive: true }],
    [['deactivate', 'D', 'notes'], 'deactivate', { componentId: 'notes' }],
    [
      ['update', 'D', 'notes', notes.pkgId, '--deactivate-first'],
      'update-component',
      { componentId: 'notes', digest: notes.digest, deactivateFirst: true, removeReplaced: true },
    ],
    [
      ['update', 'D', 'notes', notes.pkgId, '--keep-replaced'],
      'update-component',
      { componentId: 'notes', digest: notes.digest, deactivateFirst: false, removeReplaced: false },
    ],
    [['remove', 'D', 'notes'], 'remove-component', { componentId: 'notes' }],
    [['remove', 'D', '--package', 'p'], 'remove-delivered', { pkgId: 'p' }],
    [['remove', 'D', 'notes', '--ask-user'], 'remove-component', { componentId: 'notes', askUser: true }],
    [
      ['activate', 'D', 'notes', '--ask-text', 'May we?', '--ask-time', '30', '--tell-user'],
      'activate',
      { componentId: 'notes', askUser: true, askText: 'May we?', askSeconds: 30, tellUser: true },
    ],
  ])('%j starts %s', async (args, runbook, params) => {
    expect((await cli.run(...args)).code).toBe(0);
    expect(cli.workbench.calls.find(({ name }) => name === 'runs.start')?.input).toEqual({
      devId: 'D',
      runbook,
      params,
    });
    expect(cli.workbench.run().state).toBe('done');
  });

  test('push --inactive leaves the activation out and says why', async () => {
    const { code, out } = await cli.run('push', 'D', notes.pkgId, '--inactive');
    expect(code).toBe(0);
    expect(out).toContain('– Activate Notes 2.0 — skipped: Left inactive, as the command asked for.');
    expect(out).toContain('✓ Check that Notes 2.0 is there, inactive');
    expect(out).toContain('✓ Clean up the download');
    expect(cli.workbench.run().state).toBe('done');
  });

  test('push takes a file in first', async () => {
    const file = join(cli.folder, 'new.zip');
    await writeFile(file, 'bytes');
    expect((await cli.run('push', 'D', file)).code).toBe(0);
    expect(cli.workbench.files).toEqual([{ path: file }]);
  });
});
