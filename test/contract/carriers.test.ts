/** Every method of the contract on every carrier: what must be refused is refused, and never reaches the workbench. */
import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, beforeEach, describe, expect, test, vi } from 'vitest';
import { WebSocket } from 'ws';
import { type BrowserHost, startBrowserHost } from '../../electron/host/browser-host.ts';
import type { WorkbenchBridge } from '../../electron/preload/preload.ts';
import type { Workbench } from '../../electron/workbench/port.ts';
import { openWorkbench } from '../../electron/workbench/workbench.ts';
import type { SequencedEvent } from '../../shared/contract/events.ts';
import { methodNames } from '../../shared/contract/contract.ts';
import { ok, type Result } from '../../shared/result.ts';
import { badInputs, fullInput } from './inputs.ts';
import { recordingWorkbench } from './recording-workbench.ts';

const { electron, resetWorld, world } = await vi.hoisted(() => import('../unit/main/electron-stand-in.ts'));
vi.mock('electron', () => electron);

const recorder = recordingWorkbench();
const unknownNames = [
  '',
  'app',
  'app.',
  'app.quit',
  'runs.toString',
  '__proto__.x',
  'trace.get.more',
  'x'.repeat(1000),
];

/** How a carrier is asked; `undefined` is no answer at all. */
type Ask = (name: string, input: unknown) => Promise<Result<unknown> | undefined>;

interface Carrier {
  readonly name: string;
  open(workbench: Workbench): Promise<{ readonly ask: Ask; close(): Promise<void> }>;
}

const inProcess: Carrier = {
  name: 'in-process',
  async open(workbench) {
    return { ask: (name, input) => workbench.callUnchecked(name, input), close: async () => undefined };
  },
};

const ipc: Carrier = {
  name: 'Electron IPC',
  async open(workbench) {
    const { bridge, close } = await openWindow(workbench);
    return { ask: (name, input) => bridge.call(name, input), close };
  },
};

/** Without the preload in front, as a page that had broken out of it would ask. */
const bareIpc: Carrier = {
  name: 'Electron IPC without the preload',
  async open(workbench) {
    const { close } = await openWindow(workbench);
    return {
      ask: (name, input) => electron.ipcRenderer.invoke('scomo:call', { name, input }) as Promise<Result<unknown>>,
      close,
    };
  },
};

const webSocket: Carrier = {
  name: 'WebSocket',
  async open(workbench) {
    const host = await startHost(workbench);
    const socket = await connect(host, host.token);
    return {
      ask: (name, input) => askSocket(socket, name, input),
      async close() {
        socket.terminate();
        await host.close();
      },
    };
  },
};

const carriers = [inProcess, ipc, bareIpc, webSocket];

async function openWindow(workbench: Workbench): Promise<{ bridge: WorkbenchBridge; close(): Promise<void> }> {
  resetWorld();
  vi.resetModules();
  const { connectIpc } = await import('../../electron/main/ipc.ts');
  const window = new electron.BrowserWindow({});
  const disconnect = connectIpc(workbench, window.webContents as never);
  await import('../../electron/preload/preload.ts');
  return { bridge: world.exposed.get('workbench') as WorkbenchBridge, close: async () => disconnect() };
}

async function startHost(workbench: Workbench): Promise<BrowserHost> {
  const host = await startBrowserHost({ workbench, port: 0, pageFolder: tmpdir() });
  if (!host.ok) throw new Error(host.error.message);
  return host.value;
}

async function connect(host: BrowserHost, token: string, headers: Record<string, string> = {}): Promise<WebSocket> {
  const socket = new WebSocket(`${host.origin.replace('http', 'ws')}/ws`, { headers });
  socket.on('error', () => undefined);
  await new Promise((opened, refused) => {
    socket.once('open', opened);
    socket.once('unexpected-response', (_request, response) => refused(new Error(`HTTP ${response.statusCode ?? 0}`)));
  });
  socket.send(JSON.stringify({ token }));
  return socket;
}

let nextId = 1;
function askSocket(socket: WebSocket, method: string, input: unknown): Promise<Result<unknown> | undefined> {
  const id = nextId++;
  return new Promise((settle) => {
    function onMessage(data: Buffer): void {
      const answer = JSON.parse(data.toString()) as { id?: number; result: Result<unknown> };
      if (answer.id === id) end(answer.result);
    }
    function onClose(): void {
      end(undefined);
    }
    function end(answer: Result<unknown> | undefined): void {
      socket.off('message', onMessage);
      socket.off('close', onClose);
      settle(answer);
    }
    socket.on('message', onMessage);
    socket.on('close', onClose);
    socket.send(JSON.stringify({ id, method, input }));
  });
}

function codeOf(answer: Result<unknown> | undefined): string {
  return answer === undefined ? 'no answer' : answer.ok ? 'ok' : answer.error.code;
}

beforeEach(() => {
  recorder.calls.length = 0;
});

describe.each(carriers)('$name', ({ open }) => {
  let opened: Awaited<ReturnType<Carrier['open']>>;
  beforeAll(async () => {
    opened = await open(recorder);
  });
  afterAll(() => opened.close());

  test.each(methodNames)('%s takes what it should, and nothing else', async (name) => {
    expect(codeOf(await opened.ask(name, fullInput(name)))).toBe('ok');
    expect(recorder.calls).toEqual([{ name, input: fullInput(name) }]);
    for (const { what, input, code } of badInputs(name))
      expect(`${what} → ${codeOf(await opened.ask(name, input))}`).toBe(`${what} → ${code}`);
    expect(recorder.calls).toHaveLength(1);
  });

  test.each(unknownNames)('has no method %j', async (name) => {
    expect(codeOf(await opened.ask(name, {}))).toBe('unknown-method');
    expect(recorder.calls).toEqual([]);
  });
});

/** The window's own main frame after its page has been replaced: the object is the same, the origin is not. */
function frameOf(origin: string): { readonly origin: string } {
  const frame = world.contents?.mainFrame as { origin: string };
  frame.origin = origin;
  return frame;
}

describe('a wrong sender', () => {
  test.each([
    ['another frame of the window', () => ({ frame: { origin: 'app://scomo' } })],
    ['the window’s frame with another page in it', () => ({ frame: frameOf('https://evil.example') })],
    ['the window’s frame with no page in it', () => ({ frame: frameOf('null') })],
    ['a frame that is gone', () => ({ frame: null })],
    ['another window', () => ({ contents: new electron.BrowserWindow({}).webContents })],
  ])('of IPC, %s, is refused for every method', async (_who, sender) => {
    const { close } = await openWindow(recorder);
    const ours = world.contents;
    world.sender = sender();
    world.contents = ours;
    for (const name of methodNames) {
      const answer = (await electron.ipcRenderer.invoke('scomo:call', {
        name,
        input: fullInput(name),
      })) as Result<unknown>;
      expect(`${name} → ${codeOf(answer)}`).toBe(`${name} → not-allowed`);
    }
    expect(codeOf((await electron.ipcRenderer.invoke('scomo:hand-over', '/tmp/x.zip')) as Result<unknown>)).toBe(
      'not-allowed',
    );
    expect([recorder.calls, recorder.files]).toEqual([[], []]);
    await close();
  });

  test.each(['', 'wrong', 'x'.repeat(43)])(
    'of the WebSocket, with the token %j, is refused for every method',
    async (token) => {
      const host = await startHost(recorder);
      for (const name of methodNames) {
        const socket = await connect(host, token);
        expect(await askSocket(socket, name, fullInput(name))).toBeUndefined();
      }
      expect(recorder.calls).toEqual([]);
      await host.close();
    },
  );

  test('of the WebSocket, before any token, is refused for every method', async () => {
    const host = await startHost(recorder);
    for (const name of methodNames) {
      const socket = new WebSocket(`${host.origin.replace('http', 'ws')}/ws`);
      await new Promise((done) => socket.once('open', done));
      expect(await askSocket(socket, name, fullInput(name))).toBeUndefined();
    }
    expect(recorder.calls).toEqual([]);
    await host.close();
  });

  test.each([{ host: 'evil.example' }, { origin: 'https://evil.example' }, { origin: 'null' }])(
    'of the WebSocket, with %j, gets no connection even with the token',
    async (headers) => {
      const host = await startHost(recorder);
      await expect(connect(host, host.token, headers)).rejects.toThrow('HTTP 403');
      await host.close();
    },
  );
});

describe.each([
  ['null', null],
  ['a text', 'app.status'],
  ['a list', ['app.status', {}]],
  ['no input', { name: 'app.status' }],
  ['no name', { input: {} }],
  ['a name that is no text', { name: { toString: null }, input: {} }],
  ['an extra key', { name: 'app.status', input: {}, more: 1 }],
])('an IPC message that is %s', (_what, message) => {
  test('is answered with invalid-input', async () => {
    const { close } = await openWindow(recorder);
    const answer = (await electron.ipcRenderer.invoke('scomo:call', message)) as Result<unknown>;
    expect(codeOf(answer)).toBe('invalid-input');
    expect(recorder.calls).toEqual([]);
    await close();
  });
});

test.each([undefined, null, 7, '', 'relative.zip', { path: '/tmp/x.zip' }])(
  'handing over %j is refused',
  async (path) => {
    const { close } = await openWindow(recorder);
    expect(codeOf((await electron.ipcRenderer.invoke('scomo:hand-over', path)) as Result<unknown>)).toBe(
      'invalid-input',
    );
    expect(
      codeOf((await electron.ipcRenderer.invoke('scomo:hand-over', `/${'x'.repeat(40_000)}`)) as Result<unknown>),
    ).toBe('too-large');
    expect(recorder.files).toEqual([]);
    await close();
  },
);

describe('the real workbench', () => {
  let workbench: Workbench;
  let folder: string;

  beforeAll(async () => {
    folder = await mkdtemp(join(tmpdir(), 'scomo-contract-'));
    const opened = await openWorkbench({
      dataFolder: folder,
      dmPort: 0,
      host: 'in-process',
      handsetProgram: { command: process.execPath, args: ['--version'] },
      cables: 'none',
      samples: false,
    });
    if (!opened.ok) throw new Error(opened.error.message);
    workbench = opened.value;
  });
  afterAll(async () => {
    await workbench.close();
    await rm(folder, { recursive: true, force: true });
  });

  test.each(carriers)('refuses all of it over $name, and nothing of it changes or is told', async ({ open }) => {
    const events: SequencedEvent[] = [];
    const unsubscribe = workbench.subscribe((event) => events.push(event));
    const before = await workbench.call('app.snapshot', {});
    const { ask, close } = await open(workbench);
    for (const name of methodNames)
      for (const { what, input, code } of badInputs(name))
        expect(`${name}, ${what} → ${codeOf(await ask(name, input))}`).toBe(`${name}, ${what} → ${code}`);
    for (const name of unknownNames) expect(codeOf(await ask(name, {}))).toBe('unknown-method');
    await close();
    unsubscribe();
    expect(events).toEqual([]);
    expect(await workbench.call('app.snapshot', {})).toEqual(before);
    expect(before).toMatchObject(ok({ handsets: [], runs: [] }));
  });
});
