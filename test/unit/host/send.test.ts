/** `scomo send` against a real handset: a virtual one, over real sockets. */
import { writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, test, vi } from 'vitest';
import type { Workbench } from '../../../electron/workbench/port.ts';
import { admitted, handsetOf, must, openBench, start, until, type Bench } from '../workbench/bench.ts';
import { piped, type Typed } from './typed.ts';

let bench: Bench;
let devId: string;
/** The same workbench, which stays open when a command has ended. */
let workbench: Workbench;

/** A process has to start on a machine that may be busy, milliseconds. */
const SLOW_MS = 60_000;

vi.setConfig({ testTimeout: 2 * SLOW_MS });

beforeAll(async () => {
  bench = await openBench();
  devId = await admitted(bench);
  workbench = { ...bench.workbench, close: () => Promise.resolve() };
}, SLOW_MS);

afterAll(() => bench.close());

function send(...args: readonly string[]): Promise<Typed> {
  return piped('', workbench, bench.folder, 'send', devId, ...args);
}

describe('scomo send', () => {
  test('prints every command with its status and what was answered, and ends with 0', async () => {
    const { code, out } = await send('get ./DevInfo/Man ./DevInfo/Mod; alert 1100 "MINDT=1" "hello"');
    expect(code).toBe(0);
    expect(out.split('\n')).toEqual([
      'Get ./DevInfo/Man, ./DevInfo/Mod  [200 OK]',
      '  ./DevInfo/Man = Acme',
      expect.stringMatching(/^ {2}\.\/DevInfo\/Mod = /),
      'Alert 1100 display a text “hello”  [200 OK]',
      '',
    ]);
  });

  test('ends with 1 when the handset refuses one, and shows what was inside a sequence', async () => {
    const { code, out } = await send('sequence { get ./DevInfo/Man; get ./nothing }');
    expect(code).toBe(1);
    expect(out).toContain('Sequence of 2  [200 OK]\n  Get ./DevInfo/Man  [200 OK]\n    ./DevInfo/Man = Acme');
    expect(out).toContain('  Get ./nothing  [404 not found]');
  });

  test('takes commands from standard input, from a file, and values out of files', async () => {
    const fromInput = await piped('get ./DevInfo/Man', workbench, bench.folder, 'send', devId, '-', '--json');
    expect(JSON.parse(fromInput.out)).toMatchObject({ state: 'answered', answers: [{ cmd: 'Get', code: 200 }] });
    const value = join(bench.folder, 'value.txt');
    const file = join(bench.folder, 'commands.txt');
    writeFileSync(value, 'com.example.from-file');
    writeFileSync(file, `add ./SCM/Download/f1\nadd ./SCM/Download/f1/PkgID @${value}\nget ./SCM/Download/f1/PkgID`);
    const { code, out } = await send('--file', file);
    expect(out).toContain('./SCM/Download/f1/PkgID = com.example.from-file');
    expect(code).toBe(0);
    expect((await send('--file', join(bench.folder, 'none'))).code).toBe(2);
  });

  test('previews the message without sending it', async () => {
    const before = must(await bench.workbench.call('console.history', { devId, limit: 200 })).length;
    const xml = await send('delete ./SCM', '--preview');
    expect(xml.code).toBe(0);
    expect(xml.out).toContain('<LocURI>./SCM</LocURI>');
    expect(xml.err).toContain('! Delete ./SCM asks the handset to remove its SCOMO object');
    const wbxml = await send('get ./SCM', '--preview', 'wbxml');
    expect(wbxml.out).toMatch(/^00000000 {2}02 a4 01 6a 00 6d 6c/);
    expect(must(await bench.workbench.call('console.history', { devId, limit: 200 }))).toHaveLength(before);
  });

  test('ends with 2 and the place when the commands cannot be read', async () => {
    const wrong = await send('get ./a\n  fetch ./b');
    expect(wrong).toMatchObject({ code: 2, out: '' });
    expect(wrong.err).toContain('line 2, column 3');
    expect((await send('<Get><Item></Get>')).code).toBe(2);
    expect((await piped('', workbench, bench.folder, 'send', devId)).code).toBe(2);
  });

  test('ends with 4 when the handset does not come, and nothing goes out later', async () => {
    const away = await admitted(bench);
    must(await bench.workbench.call('handsets.stopVirtual', { devId: away }));
    await until(
      async () => (await handsetOf(bench.workbench, away))?.state === 'silent',
      'the session to be over',
      60_000,
    );
    const { code } = await piped('', workbench, bench.folder, 'send', away, 'get .', '--time-limit', '1');
    expect(code).toBe(4);
    await expect
      .poll(async () => must(await bench.workbench.call('console.history', { devId: away, limit: 1 }))[0]?.state)
      .toBe('cancelled');
  });

  test('ends with 5 while a step of a run is under way', async () => {
    const busy = await admitted(bench);
    // The step waits for a handset that does not come: it is under way for as long as this test takes.
    must(await bench.workbench.call('handsets.stopVirtual', { devId: busy }));
    const run = await start(bench, busy, 'read-inventory');
    must(await bench.workbench.call('runs.runStep', { runId: run.id }));
    const { code, err } = await piped('', workbench, bench.folder, 'send', busy, 'delete ./SCM/Download/x');
    expect(code).toBe(5);
    expect(err).toContain('under way');
  });
});
