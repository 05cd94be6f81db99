/** The raw console against real handsets: virtual ones, over real sockets, with a real database. */
import { afterAll, beforeAll, describe, expect, it, vi } from 'vitest';
import type { ConsoleEntry } from '../../../shared/contract/console.ts';
import type { SequencedEvent } from '../../../shared/contract/events.ts';
import { admitted, must, newHandset, openBench, start, until, type Bench } from './bench.ts';

let bench: Bench;
let devId: string;
let events: SequencedEvent[];

/** A process has to start on a machine that may be busy, milliseconds. */
const SLOW_MS = 60_000;

vi.setConfig({ testTimeout: 2 * SLOW_MS });

beforeAll(async () => {
  bench = await openBench();
  events = [];
  bench.workbench.subscribe((event) => events.push(event));
  devId = await admitted(bench, { encoding: 'wbxml' });
}, SLOW_MS);

afterAll(() => bench.close());

/** Sends and waits until the handset has answered and the mirror is up to date. */
async function send(text: string, to = devId): Promise<ConsoleEntry> {
  const { id } = must(await bench.workbench.call('console.send', { devId: to, text }));
  return settled(id, to);
}

async function entry(id: number, to = devId): Promise<ConsoleEntry> {
  const found = must(await bench.workbench.call('console.history', { devId: to, limit: 200 })).find(
    (one) => one.id === id,
  );
  if (found === undefined) throw new Error(`no entry ${id}`);
  return found;
}

async function settled(id: number, to = devId): Promise<ConsoleEntry> {
  await until(async () => !['waiting', 'sending'].includes((await entry(id, to)).state), 'the console to be answered');
  // What follows from the answer comes in the same session.
  await until(() => !isBusy(to), 'the session to be free');
  return entry(id, to);
}

function isBusy(to: string): boolean {
  const last = events.findLast((event) => event.type === 'handset' && event.handset.devId === to);
  return last?.type === 'handset' && last.handset.activity !== undefined;
}

async function row(uri: string): Promise<unknown> {
  return must(await bench.workbench.call('tree.snapshot', { devId })).rows.find(([at]) => at === uri);
}

describe('composed commands', () => {
  it('are answered with status, meaning and results, and what was read is in the tree', async () => {
    const read = await send('get ./DevInfo/Man ./DevInfo/Nothing\nget ./DevDetail?list=StructData');
    expect(read.state).toBe('answered');
    const [man, list] = read.answers;
    expect(man).toMatchObject({
      cmd: 'Get',
      about: './DevInfo/Man, ./DevInfo/Nothing',
      code: 404,
      word: 'not found',
      results: [{ uri: './DevInfo/Man', value: 'Acme', octets: 4 }],
    });
    expect(list?.code).toBe(200);
    expect(list?.results.length).toBeGreaterThan(5);
    expect(await row('./DevInfo/Man')).toMatchObject({ 2: 'Acme' });
    expect(read.mirror?.read).toContain('./DevInfo/Man');
  });

  it('change the handset, and the tree shows it at once', async () => {
    const added = await send('sequence {\n add ./SCM/Download/raw1\n add ./SCM/Download/raw1/PkgID "raw"\n}');
    expect(added.answers[0]).toMatchObject({ cmd: 'Sequence', code: 200, children: [{ code: 200 }, { code: 200 }] });
    expect(added.mirror).toMatchObject({ read: ['./SCM/Download/raw1'], gone: [] });
    expect(await row('./SCM/Download/raw1/PkgID')).toMatchObject({ 2: 'raw' });
    await send('replace ./SCM/Download/raw1/PkgID "raw2"');
    expect(await row('./SCM/Download/raw1/PkgID')).toMatchObject({ 2: 'raw2' });
    const deleted = await send('delete ./SCM/Download/raw1');
    expect(deleted.mirror).toMatchObject({ gone: ['./SCM/Download/raw1'] });
    expect(await row('./SCM/Download/raw1')).toBeUndefined();
  });

  it('ask the person who holds the handset', async () => {
    const asked = await send('alert 1101 "MAXDT=10" "Go on?"');
    expect(asked.answers[0]).toMatchObject({ cmd: 'Alert', code: 200 });
  });

  it('may be markup, also a whole message out of the trace', async () => {
    const read = await send('<Get><CmdID>7</CmdID><Item><Target><LocURI>./DevInfo/Mod</LocURI></Target></Item></Get>');
    expect(read.answers[0]).toMatchObject({ cmd: 'Get', code: 200, results: [{ uri: './DevInfo/Mod' }] });
  });

  it('are refused with the place and the next step when they cannot be read', async () => {
    expect(await bench.workbench.call('console.send', { devId, text: 'get ./a\nfetch' })).toMatchObject({
      error: { code: 'command-unknown', detail: 'line 2, column 1' },
    });
    expect(await bench.workbench.call('console.send', { devId, text: '<Get><Item></Get>' })).toMatchObject({
      error: { code: 'xml-malformed' },
    });
    expect(await bench.workbench.call('console.send', { devId, text: '<Put><CmdID>1</CmdID></Put>' })).toMatchObject({
      error: { code: 'markup-command-unknown' },
    });
  });

  it('go to no handset that is unknown or was not admitted', async () => {
    const stranger = await newHandset(bench);
    expect(await bench.workbench.call('console.send', { devId: stranger, text: 'get .' })).toMatchObject({
      error: { code: 'handset-not-admitted' },
    });
    expect(await bench.workbench.call('console.send', { devId: 'IMEI:0', text: 'get .' })).toMatchObject({
      error: { code: 'handset-unknown' },
    });
  });
});

describe('while the handset is away', () => {
  it('commands wait visibly, can be taken back, and go out when it comes', async () => {
    const away = await admitted(bench);
    await until(async () => !(await inSession(away)), 'the session to end', 30_000);
    must(await bench.workbench.call('handsets.stopVirtual', { devId: away }));
    const first = must(await bench.workbench.call('console.send', { devId: away, text: 'get ./DevInfo/Man' }));
    const second = must(await bench.workbench.call('console.send', { devId: away, text: 'get ./DevInfo/Mod' }));
    expect(first.state).toBe('waiting');
    must(await bench.workbench.call('console.cancel', { id: second.id }));
    expect(await settled(second.id, away)).toMatchObject({ state: 'cancelled' });
    expect((await entry(first.id, away)).state).toBe('waiting');
    must(await bench.workbench.call('handsets.startVirtual', { devId: away }));
    expect(await settled(first.id, away)).toMatchObject({ state: 'answered', answers: [{ code: 200 }] });
    expect(await bench.workbench.call('console.cancel', { id: first.id })).toMatchObject({
      error: { code: 'sent-already' },
    });
  });
});

describe('while a step of a run is under way', () => {
  it('what only reads is sent, what could change something is refused with the reason', async () => {
    const busy = await admitted(bench);
    // The step waits for a handset that does not come yet: it is under way for as long as it takes.
    must(await bench.workbench.call('handsets.stopVirtual', { devId: busy }));
    const run = await start(bench, busy, 'read-inventory');
    must(await bench.workbench.call('runs.runStep', { runId: run.id }));
    expect(await bench.workbench.call('console.send', { devId: busy, text: 'delete ./SCM/Download/x' })).toMatchObject({
      error: { code: 'run-under-way', retryable: true },
    });
    const read = must(await bench.workbench.call('console.send', { devId: busy, text: 'get ./DevInfo/Man' }));
    must(await bench.workbench.call('handsets.startVirtual', { devId: busy }));
    expect(await settled(read.id, busy)).toMatchObject({ state: 'answered', answers: [{ code: 200 }] });
  });
});

describe('the preview', () => {
  it('is the message in both encodings, made as the outbox makes it, without credentials', async () => {
    const text = 'get ./SCM?list=StructData\nexec ./x correlator=j1';
    const preview = must(await bench.workbench.call('console.preview', { devId, text }));
    expect(preview).toMatchObject({ commands: 2, onlyReads: false, speaks: 'wbxml', warnings: [], notes: [] });
    if ('code' in preview.xml || 'code' in preview.wbxml) throw new Error('not encoded');
    expect(preview.xml.text).toContain('<Correlator>j1</Correlator>');
    expect(preview.xml.text).not.toContain('Cred');
    await send('get ./SCM?list=StructData');
    const { entries } = must(await bench.workbench.call('trace.list', { devId, limit: 20 }));
    const out = entries.find(
      ({ direction, summary }) => direction === 'out' && summary.includes('./SCM?list=StructData'),
    );
    const sent = must(await bench.workbench.call('trace.get', { id: out?.id ?? 0 }));
    const get = (markup: string): string =>
      markup.slice(markup.indexOf('<Get>'), markup.indexOf('</Get>')).replace(/<CmdID>\d+/, '');
    expect(get(preview.xml.text)).toBe(get(sent.text));
    expect(preview.wbxml.parts.at(-1)?.[1]).toBe(preview.wbxml.octets);
    expect(preview.wbxml.parts.map(([, , , , says]) => says)).toContain('"./SCM?list=StructData"');
  });

  it('warns of what could cost the handset or its connection', async () => {
    const preview = must(await bench.workbench.call('console.preview', { devId, text: 'delete ./SCM' }));
    expect(preview.warnings).toMatchObject([
      { kind: 'danger', text: expect.stringContaining('SCOMO object') as unknown },
    ]);
  });
});

describe('what was sent', () => {
  it('can be taken out of the trace to be changed and sent again', async () => {
    await send('replace ./DevDetail/Nothing int 7\nexec ./nowhere correlator="a b"');
    const { entries } = must(await bench.workbench.call('trace.list', { devId, limit: 20 }));
    const out = entries.find(({ direction, summary }) => direction === 'out' && summary.includes('./nowhere'));
    expect(must(await bench.workbench.call('console.fromTrace', { id: out?.id ?? 0 }))).toMatchObject({
      text: 'replace ./DevDetail/Nothing int 7\nexec ./nowhere correlator="a b"',
      notes: ['Status and Results are not sent: they answer another message.'],
    });
  });

  it('keeps the reports that come later for its correlator', async () => {
    const slow = await admitted(bench, { results: 'async' });
    const sent = await send(
      'add ./SCM/Download/r1\nadd ./SCM/Download/r1/PkgID "r1"\nadd ./SCM/Download/r1/PkgURL "http://127.0.0.1:9/none.zip"\nexec ./SCM/Download/r1/Operations/Download correlator=raw-7',
      slow,
    );
    expect(sent.answers[3]?.code).toBe(202);
    await until(async () => (await entry(sent.id, slow)).reports.length > 0, 'the report');
    expect((await entry(sent.id, slow)).reports[0]).toMatchObject({ correlator: 'raw-7' });
  });

  it('is history, newest first, until it is cleared', async () => {
    const all = must(await bench.workbench.call('console.history', { devId, limit: 200 }));
    expect(all.map(({ id }) => id)).toEqual(all.map(({ id }) => id).toSorted((a, b) => b - a));
    const older = must(await bench.workbench.call('console.history', { devId, limit: 2, before: all[1]?.id ?? 0 }));
    expect(older.map(({ id }) => id)).toEqual(all.slice(2, 4).map(({ id }) => id));
    must(await bench.workbench.call('console.clearHistory', { devId }));
    expect(must(await bench.workbench.call('console.history', { devId, limit: 200 }))).toEqual([]);
  });
});

describe('snippets', () => {
  it('are kept, changed and removed; built-in ones stay', async () => {
    const { workbench } = bench;
    const made = must(await workbench.call('console.saveSnippet', { name: 'Mine', text: 'get .' }));
    expect(await workbench.call('console.saveSnippet', { name: 'mine', text: 'get .' })).toMatchObject({
      error: { code: 'snippet-name-taken' },
    });
    must(await workbench.call('console.saveSnippet', { id: made.id, name: 'Mine too', text: 'get ./DevInfo' }));
    const all = must(await workbench.call('console.snippets', {}));
    expect(all.filter(({ builtIn }) => !builtIn)).toEqual([
      { id: made.id, name: 'Mine too', text: 'get ./DevInfo', builtIn: false },
    ]);
    expect(await workbench.call('console.removeSnippet', { id: all[0]?.id ?? '' })).toMatchObject({
      error: { code: 'snippet-built-in' },
    });
    must(await workbench.call('console.removeSnippet', { id: made.id }));
    expect(await workbench.call('console.removeSnippet', { id: made.id })).toMatchObject({
      error: { code: 'snippet-unknown' },
    });
  });

  it('keep no secret, whether new or changed', async () => {
    const { workbench } = bench;
    const text = 'replace ./DMAcc/a/AppAuth/b/AAuthSecret "geheim"';
    const made = must(await workbench.call('console.saveSnippet', { name: 'Account', text }));
    const changed = must(await workbench.call('console.saveSnippet', { id: made.id, name: 'Account', text }));
    const all = must(await workbench.call('console.snippets', {}));

    for (const one of [made, changed, all.find(({ id }) => id === made.id)])
      expect(one?.text).toBe(text.replace('geheim', '******'));
    expect(await workbench.call('console.saveSnippet', { name: 'Half', text: text.slice(0, -1) })).toMatchObject({
      error: { code: 'secret-not-found' },
    });
    must(await workbench.call('console.removeSnippet', { id: made.id }));
  });

  it('that come with the workbench are commands that can be previewed', async () => {
    for (const { text } of must(await bench.workbench.call('console.snippets', {})))
      expect(await bench.workbench.call('console.preview', { devId, text })).toMatchObject({ ok: true });
  });
});

async function inSession(of: string): Promise<boolean> {
  return must(await bench.workbench.call('handsets.list', {})).some(
    (one) => one.devId === of && one.state === 'in-session',
  );
}
