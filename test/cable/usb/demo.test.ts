import { execFile } from 'node:child_process';
import { resolve } from 'node:path';
import { promisify } from 'node:util';
import { expect, it } from 'vitest';
import { publish } from '../../matrix/markdown-table.ts';
import { demoRuns, demoTable } from '../demo-runs.ts';

/** As it is built: a machine in software takes long to strip types from hundreds of files. */
const SCOMO = resolve(import.meta.dirname, '../../../dist/host/cli.js');

it('scomo demo --link usb plugs a handset into the kernel’s USB bus and does the whole main job over it', async () => {
  const { stdout } = await promisify(execFile)(process.execPath, [...process.execArgv, SCOMO, 'demo', '--link', 'usb']);
  const lines = stdout.trim().split('\n');
  const runs = demoRuns(stdout);
  publish('usb-runs', 'The runs of the demo over USB', demoTable(runs));
  expect(lines).toContainEqual(expect.stringMatching(/^✓ Start a virtual handset — .+ on usb:0421:0508:\d{15} /));
  expect(runs).toHaveLength(14);
  expect(runs.filter(({ proof }) => proof === undefined)).toEqual([]);
  expect(lines.at(-2)).toContain('Delivered/Install');
  expect(lines.at(-1)).toMatch(/^\d\d passed, 0 failed$/);
});
