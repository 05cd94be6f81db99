import { afterEach, beforeEach, describe, expect, test } from 'vitest';
import { exitCodes } from '../../../../electron/host/exit-codes.ts';
import { fail, ok } from '../../../../shared/result.ts';
import { type CommandLine, openCommandLine } from '../command-line.ts';

let cli: CommandLine;

beforeEach(async () => {
  cli = await openCommandLine();
});

afterEach(() => cli.close());

describe('using it', () => {
  test('help lists every command and every exit code, and ends with 0', async () => {
    const { code, out } = await cli.run('--help');
    expect(code).toBe(0);
    for (const name of 'serve demo handset handsets cables admit bootstrap notify https inventory tree packages push install activate deactivate update remove runs trace'.split(
      ' ',
    ))
      expect(out).toMatch(new RegExp(`^  ${name}\\b`, 'm'));
    for (const { code, meaning } of exitCodes) expect(out).toContain(`${code}`.padEnd(5) + meaning);
  });

  test.each([
    [['frobnicate']],
    [['handsets', '--frobnicate']],
    [['push', 'IMEI:1']],
    [['push', 'IMEI:1', 'a', '--inactive', '--deliver-only']],
    [['admit', 'IMEI:1', '--auth', 'digest']],
    [['serve', '--port', '70000']],
    [['serve', '--port', 'eighty']],
    [['trace', '--limit', '0']],
    [['remove', 'IMEI:1']],
    [['remove', 'IMEI:1', 'c', '--package', 'p']],
    [['push', 'IMEI:1', '/no/such/file.zip']],
  ])('%j is wrong usage: 2, with a word about it on stderr', async (args) => {
    const { code, out, err } = await cli.run(...args);
    expect([code, out]).toEqual([2, '']);
    expect(err).not.toBe('');
  });

  test('no command at all shows the help', async () => {
    const { code, err } = await cli.run();
    expect(code).toBe(2);
    expect(err).toContain('Usage: scomo');
  });

  test('a workbench that does not open: 3, what happened and what to do', async () => {
    const openWorkbench = async () => fail('database-newer', 'The database is newer.', 'Install the newer version.');
    const { code, err } = await cli.type(['handsets'], { openWorkbench }).done;
    expect([code, err]).toEqual([3, 'The database is newer.\n→ Install the newer version.\n']);
    const json = await cli.type(['handsets', '--json'], { openWorkbench }).done;
    expect(JSON.parse(json.out)).toMatchObject({ error: { code: 'database-newer' } });
    expect(json.err).toBe('');
  });

  test('a bug of ours ends with 3, never with a stack trace', async () => {
    const { code, err } = await cli.type(['handsets'], { openWorkbench: () => Promise.reject(new Error('boom')) }).done;
    expect(code).toBe(3);
    expect(err).toContain('boom');
  });

  test('what is only looked up takes any port; what needs a handset takes the one it calls', async () => {
    cli.workbench.answers.set('handsets.list', () => ok([]));
    await cli.run('handsets');
    await cli.run('handsets', '--dm-port', '7');
    await cli.run('activate', 'IMEI:1', 'notes');
    expect(cli.opened.map(({ dmPort }) => dmPort)).toEqual([0, 7, 8990]);
    expect(cli.opened[0]).toMatchObject({ dataFolder: cli.folder, host: 'in-process' });
    expect(cli.workbench.closed()).toBe(3);
  });
});
