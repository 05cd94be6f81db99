import { afterEach, beforeEach, expect, test } from 'vitest';
import { ok } from '../../../../shared/result.ts';
import { type CommandLine, openCommandLine } from '../command-line.ts';
import { handset } from '../samples.ts';

let cli: CommandLine;

beforeEach(async () => {
  cli = await openCommandLine();
});

afterEach(() => cli.close());

test('handsets: an aligned table, or JSON', async () => {
  cli.workbench.answers.set('handsets.list', () =>
    ok([handset, { ...handset, devId: 'IMEI:22', name: 'IMEI:22', state: 'new' }]),
  );
  const { out } = await cli.run('handsets');
  expect(out).toBe(
    [
      'DevId    Name         State  Link  Last seen  Proved itself  Nodes  Now',
      'IMEI:1   Bench phone  ready  http  30 s ago   yes               42  –',
      'IMEI:22  –            new    http  30 s ago   yes               42  –',
      '',
    ].join('\n'),
  );
  expect(JSON.parse((await cli.run('handsets', '--json')).out)).toMatchObject([
    { devId: 'IMEI:1' },
    { devId: 'IMEI:22' },
  ]);
});

test('text of a handset cannot drive the terminal', async () => {
  cli.workbench.answers.set('handsets.list', () => ok([{ ...handset, name: 'evil\u001B[2Jname\n' }]));
  const { out } = await cli.run('handsets');
  expect(out).not.toContain('\u001B');
  expect(out.split('\n')).toHaveLength(3);
});

test('handsets: one that was refused for its old TLS says how to let it in', async () => {
  cli.workbench.answers.set('handsets.list', () => ok([{ ...handset, refusedTls: { version: 'TLSv1', at: 1 } }]));
  expect((await cli.run('handsets')).out).toContain('refused: it called over old TLS (`scomo https --allow-legacy`)');
});
