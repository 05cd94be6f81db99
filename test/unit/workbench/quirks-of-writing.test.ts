/** What a step adds to its commands when a handset has more, or less, than was planned for (facts 6.6, 7). */
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import type { Run, RunCommand } from '../../../shared/runbook/run.ts';
import { admitted, complete, inventory, openBench, samplePackage, type Bench } from './bench.ts';

let bench: Bench;

beforeAll(async () => {
  bench = await openBench();
}, 30_000);

afterAll(() => bench.close());

/** The commands of the step of this kind, e.g. `Add …/PkgID 418`. */
function sent(run: Run, kind: 'describe-download' | 'execute'): readonly string[] {
  const commands = run.steps.find(({ action }) => action.kind === kind)?.commands ?? [];
  return commands.map(words);
}

function words({ cmd, uri, status }: RunCommand): string {
  return [cmd, uri.split('/').slice(-2).join('/'), status?.code].filter(Boolean).join(' ');
}

describe('a handset that makes no operation nodes by itself', () => {
  it('gets them when an Exec is answered 404, and the card shows what was sent', async () => {
    const devId = await admitted(bench, { personality: 'libdmclient' });
    const { digest } = await samplePackage(bench, 'acme-notes-2.0');
    const run = await complete(bench, devId, 'push-install', { digest });
    const commands = sent(run, 'execute');
    expect(commands.map((one) => one.replace(/^(\S+) \S+\//, '$1 '))).toEqual([
      'Exec DownloadInstall 404',
      'Add Operations 200',
      'Add DownloadInstall 200',
      expect.stringMatching(/^Exec DownloadInstall (200|202|1200)$/),
    ]);
    expect((await inventory(bench, devId)).deployed).toMatchObject([{ id: 'com.acme.notes', active: true }]);
  }, 40_000);
});
