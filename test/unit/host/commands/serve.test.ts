import { readFile, stat, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { afterEach, beforeEach, describe, expect, test, vi } from 'vitest';
import { ok } from '../../../../shared/result.ts';
import { type CommandLine, openCommandLine, type Ran } from '../command-line.ts';
import { handset } from '../samples.ts';

let cli: CommandLine;

beforeEach(async () => {
  cli = await openCommandLine();
});

afterEach(() => cli.close());

interface Ready {
  readonly address: string;
  readonly done: Promise<Ran>;
}

async function serve(...args: readonly string[]): Promise<Ready> {
  await writeFile(join(cli.folder, 'index.html'), '<!doctype html>');
  const typed = cli.type(['serve', ...args]);
  await vi.waitFor(() => expect(typed.out()).toContain('\n'));
  return { address: typed.out(), done: typed.done };
}

describe('serving', () => {
  test('prints READY with the address, serves there, and ends cleanly', async () => {
    const { address, done } = await serve('--dm-port', '0', '--no-samples', '--no-open');
    const [, origin = '', token = ''] =
      /^READY (http:\/\/127\.0\.0\.1:\d+)\/#t=([A-Za-z0-9_-]{43})\n$/.exec(address) ?? [];
    expect(await (await fetch(origin)).text()).toBe('<!doctype html>');
    expect(cli.opened).toMatchObject([{ dmPort: 0, samples: false, host: 'browser' }]);

    const running = join(cli.folder, 'running.json');
    expect(JSON.parse(await readFile(running, 'utf8'))).toEqual({ url: origin, token, pid: process.pid });
    expect((await stat(running)).mode & 0o777).toBe(0o600);

    cli.ending.abort();
    expect((await done).code).toBe(0);
    expect(cli.workbench.closed()).toBe(1);
    await expect(stat(running)).rejects.toThrow(/ENOENT/);
    await expect(fetch(origin)).rejects.toThrow('fetch failed');
  });

  test('other commands talk to it: calls, files, events and refusals', async () => {
    cli.workbench.answers.set('handsets.list', () => ok([handset]));
    const { done } = await serve();
    expect((await cli.run('handsets')).out).toContain('Bench phone');
    const file = join(cli.folder, 'ü x.zip');
    await writeFile(file, 'bytes');
    const pushed = await cli.run('push', 'IMEI:1', file);
    expect(pushed.out).toContain('✓ Download and install — read back by s4');
    expect(pushed.code).toBe(0);
    expect(cli.workbench.files).toMatchObject([{ fileName: 'ü x.zip', size: 5 }]);
    expect((await cli.run('admit', 'x'.repeat(300))).code).toBe(2);
    expect(cli.opened).toHaveLength(1);
    cli.ending.abort();
    await done;
  });

  test('a workbench that ends in the middle of a run is told: 3', async () => {
    const { done } = await serve();
    cli.workbench.hangs.add('Activate notes');
    const other = cli.type(['activate', 'IMEI:1', 'notes'], { ending: new AbortController().signal });
    await vi.waitFor(() => expect(cli.workbench.run().state).toBe('waiting'));
    cli.ending.abort();
    await done;
    const { code, err } = await other.done;
    expect(code).toBe(3);
    expect(err).toContain('connection to the running workbench');
  });

  test('a file left behind is not believed', async () => {
    cli.workbench.answers.set('handsets.list', () => ok([]));
    const running = join(cli.folder, 'running.json');
    for (const text of [
      'not json',
      '{}',
      JSON.stringify({ url: 'http://127.0.0.1:9', token: 't', pid: 2 ** 22 + 1 }),
      JSON.stringify({ url: 'http://127.0.0.1:9', token: 't', pid: process.pid }),
      JSON.stringify({ url: 'http://evil.example:80', token: 't', pid: process.pid }),
    ]) {
      await writeFile(running, text);
      expect((await cli.run('handsets')).code).toBe(0);
    }
    expect(cli.opened).toHaveLength(5);
  });

  test('a token that is no longer right is told: 3', async () => {
    const { address, done } = await serve();
    const url = new URL(address.slice('READY '.length)).origin;
    await writeFile(join(cli.folder, 'running.json'), JSON.stringify({ url, token: 'old', pid: process.pid }));
    const { code, err } = await cli.run('handsets');
    expect(code).toBe(3);
    expect(err).toContain('did not accept the token');
    cli.ending.abort();
    await done;
  });

  test('a port that is taken: 3, and the workbench is closed again', async () => {
    const { address, done } = await serve();
    const { port } = new URL(address.slice('READY '.length));
    const second = await cli.run('serve', '--port', port, '--data', join(cli.folder, 'other'));
    expect(second.code).toBe(3);
    expect(second.err).toContain(`Port ${port}`);
    expect(cli.workbench.closed()).toBe(1);
    cli.ending.abort();
    await done;
  });
});
