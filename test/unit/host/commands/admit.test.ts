import { afterEach, beforeEach, expect, test } from 'vitest';
import { ok } from '../../../../shared/result.ts';
import { type CommandLine, openCommandLine } from '../command-line.ts';
import { account } from '../samples.ts';

let cli: CommandLine;

beforeEach(async () => {
  cli = await openCommandLine();
});

afterEach(() => cli.close());

test('admit prints what to type into the handset, and passes on what was said', async () => {
  cli.workbench.answers.set('handsets.admit', () => ok(account));
  const { code, out } = await cli.run('admit', 'IMEI:1', '--user', 'u', '--auth', 'md5');
  expect(code).toBe(0);
  expect(out).toContain('Server address      http://127.0.0.1:8990/dm');
  expect(out).toContain('User password       p');
  expect(cli.workbench.calls.at(-1)?.input).toEqual({ devId: 'IMEI:1', user: 'u', auth: 'md5' });
});
