import { stat } from 'node:fs/promises';
import { afterEach, beforeEach, describe, expect, test } from 'vitest';
import { fail, ok } from '../../../../shared/result.ts';
import { type CommandLine, openCommandLine } from '../command-line.ts';
import { account, handset } from '../samples.ts';
import { library } from '../scripted-workbench.ts';

let cli: CommandLine;

beforeEach(async () => {
  cli = await openCommandLine();
});

afterEach(() => cli.close());

describe('demo', () => {
  beforeEach(() => {
    cli.workbench.answers.set('packages.list', () => ok(library));
    cli.workbench.answers.set('handsets.addVirtual', () => ok({ devId: 'IMEI:1' }));
    cli.workbench.answers.set('handsets.list', () => ok([{ ...handset, state: 'new' }]));
    cli.workbench.answers.set('handsets.admit', () => ok(account));
  });

  test('is not content with steps that passed: every operation must have been executed', async () => {
    const { code, out } = await cli.run('demo');
    expect(code).toBe(1);
    expect(out).toContain('✓ Start a virtual handset — IMEI:1 called over http');
    expect(out).toContain('Not executed: Download/Download, Download/DownloadInstall,');
    expect(out).toMatch(/\n\d+ passed, 1 failed\n$/);
    await expect(stat(cli.opened[0]?.dataFolder ?? '')).rejects.toThrow(/ENOENT/);
  });

  test('ends with the first failure, says what to do, and counts it', async () => {
    cli.workbench.failures.set(
      'Activate notes',
      fail('operation-failed', 'The handset reports 1401.', 'Free memory.').error,
    );
    const { code, out } = await cli.run('demo', '--json');
    expect(code).toBe(1);
    const { failed, passed, steps } = JSON.parse(out) as {
      failed: number;
      passed: number;
      steps: { state: string; title: string }[];
    };
    expect([failed, steps.filter(({ state }) => state === 'done').length]).toEqual([1, passed]);
    expect(steps.at(-1)).toMatchObject({ title: 'Activate notes', state: 'failed', error: { next: 'Free memory.' } });
    expect(cli.workbench.run().state).toBe('aborted');
    expect(cli.workbench.closed()).toBe(1);
  });

  test('without the samples there is nothing to show', async () => {
    cli.workbench.answers.set('packages.list', () => ok([]));
    const { code, out } = await cli.run('demo');
    expect(code).toBe(1);
    expect(out).toContain('✗ Find the sample packages');
  });
});
