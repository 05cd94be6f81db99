import { mkdtemp, mkdir, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, describe, expect, test, vi } from 'vitest';
import { connectWorkbench } from '../../../electron/host/remote-workbench.ts';
import { readRunning } from '../../../electron/host/running-file.ts';
import type { WorkbenchBridge } from '../../../electron/preload/preload.ts';
import type { WorkbenchOptions } from '../../../electron/workbench/port.ts';
import { fail, ok } from '../../../shared/result.ts';
import { recordingWorkbench, type RecordingWorkbench } from '../../contract/recording-workbench.ts';

// One stand-in for the whole file, while our own modules are imported anew for each test.
const { electron, resetWorld, world } = await vi.hoisted(() => import('./electron-stand-in.ts'));
vi.mock('electron', () => electron);

let workbench: RecordingWorkbench;
let opened: WorkbenchOptions[];
let dist: string;

beforeEach(async () => {
  resetWorld();
  vi.resetModules();
  workbench = recordingWorkbench();
  opened = [];
  dist = await mkdtemp(join(tmpdir(), 'scomo-shell-'));
  world.paths.set('appData', dist);
  await mkdir(join(dist, 'renderer', 'assets'), { recursive: true });
  await writeFile(join(dist, 'renderer', 'index.html'), '<!doctype html>');
  await writeFile(join(dist, 'renderer', 'assets', 'index-1.js'), 'export {};');
  await writeFile(join(dist, 'secret.txt'), 'not of the page');
});

afterEach(async () => {
  for (const signal of ['SIGINT', 'SIGTERM', 'SIGHUP', 'disconnect']) process.removeAllListeners(signal);
  await rm(dist, { recursive: true, force: true });
});

async function start(args: readonly string[] = [], open = async () => ok(workbench)): Promise<void> {
  const { runShell } = await import('../../../electron/main/shell.ts');
  await runShell({
    args,
    dist,
    openWorkbench: (options) => {
      opened.push(options);
      return open();
    },
  });
}

async function loadPage(): Promise<WorkbenchBridge> {
  await import('../../../electron/preload/preload.ts');
  return world.exposed.get('workbench') as WorkbenchBridge;
}

function contents(): NonNullable<typeof world.contents> {
  if (world.contents === undefined) throw new Error('no window is open');
  return world.contents;
}

function isPrevented(name: string, event: Record<string, unknown>): boolean {
  const preventDefault = vi.fn<() => void>();
  contents().emit(name, { ...event, preventDefault });
  return preventDefault.mock.calls.length > 0;
}

async function get(url: string, method = 'GET'): Promise<Response> {
  const answer = world.session.get('protocol:app') as unknown as (request: Request) => Promise<Response>;
  return answer(new Request(url, { method }));
}

describe('starting', () => {
  test('opens one isolated, sandboxed window on our own protocol', async () => {
    await start();
    expect(world.windowOptions?.['webPreferences']).toMatchObject({
      contextIsolation: true,
      sandbox: true,
      nodeIntegration: false,
      webviewTag: false,
      webSecurity: true,
      devTools: false,
      preload: join(dist, 'preload', 'preload.cjs'),
    });
    expect(world.window).toMatchObject({ loaded: ['app://scomo/'], shown: 0 });
    world.window?.emit('ready-to-show');
    expect(world.window).toMatchObject({ shown: 1 });
    expect(world.schemes).toEqual([
      { scheme: 'app', privileges: expect.objectContaining({ standard: true, secure: true }) as unknown },
    ]);
  });

  test('keeps its data where the command line looks for it', async () => {
    await start();
    expect(opened).toMatchObject([
      { dataFolder: join(dist, 'scomo-workbench'), dmPort: 8990, host: 'electron', samples: true },
    ]);
    expect(world.paths.get('userData')).toBe(join(dist, 'scomo-workbench'));
  });

  test('takes the arguments of the launcher and leaves Chromium its own', async () => {
    await start(['--data', dist, '--dm-port=0', '--dm-address', '10.0.0.5', '--no-samples', '--ozone-platform=x11']);
    expect(opened).toMatchObject([{ dataFolder: dist, dmPort: 0, dmAddress: '10.0.0.5', samples: false }]);
  });

  test('says which argument is wrong and ends', async () => {
    await start(['--dm-port', 'many']);
    expect(world.errorBoxes.flat().join(' ')).toContain('--dm-port');
    expect(world.exits).toEqual([1]);
    expect(opened).toEqual([]);
  });

  test('a second instance gives way to the first, whose window comes to the front', async () => {
    await start();
    world.app.emit('second-instance');
    expect(world.window).toMatchObject({ focused: 1 });

    resetWorld();
    vi.resetModules();
    opened = [];
    world.paths.set('appData', dist);
    world.hasLock = false;
    await start();
    expect(world.quits).toBe(1);
    expect(opened).toEqual([]);
    expect(world.window).toBeUndefined();
  });

  test('a workbench that does not open says what happened and what to do, and ends with a code', async () => {
    await start(
      [],
      async () => fail('database-newer', 'The database is newer.', 'Install the newer version.') as never,
    );
    expect(world.errorBoxes).toHaveLength(1);
    expect(world.errorBoxes[0]?.[1]).toBe('The database is newer.\n\nInstall the newer version.');
    expect(world.exits).toEqual([1]);
    expect(world.window).toBeUndefined();
  });

  test('so does a data folder that cannot be made', async () => {
    await start(['--data', join(dist, 'secret.txt', 'below-a-file')]);
    expect(world.errorBoxes[0]?.[1]).toContain('below-a-file');
    expect(world.exits).toEqual([1]);
    expect(opened).toEqual([]);
  });

  test('so does one that breaks while it opens', async () => {
    await start([], () => Promise.reject(new Error('out of memory')));
    expect(world.errorBoxes[0]?.[1]).toContain('out of memory');
    expect(world.exits).toEqual([1]);
  });

  test('starts virtual handsets as utility processes', async () => {
    await start();
    const child = opened[0]?.startHandset?.(['--dev-id', 'VIRTUAL:1']);
    expect(world.forks[0]?.args.slice(0, 2)).toEqual([join(dist, 'host', 'handset.js'), ['--dev-id', 'VIRTUAL:1']]);
    const heard: unknown[] = [];
    child?.onOutput((text) => heard.push(text));
    child?.onExit((code) => heard.push(code));
    world.forks[0]?.child.stdout.emit('data', Buffer.from('ready\n'));
    child?.stop();
    expect(heard).toEqual(['ready\n', 0]);
  });
});

describe('ending', () => {
  test('lets a command line of this machine reach its workbench until it quits', async () => {
    await start();
    const running = await readRunning(opened[0]?.dataFolder ?? '');
    if (running === undefined) throw new Error('There is no running.json.');
    const client = await connectWorkbench(running);
    if (!client.ok) throw new Error(client.error.message);
    workbench.answers.set('runs.list', () => ok([]));
    expect(await client.value.call('runs.list', {})).toEqual(ok([]));
    await client.value.close();
    world.app.emit('will-quit', { preventDefault: () => undefined });
    await vi.waitFor(() => expect(world.quits).toBe(1));
    expect(await readRunning(opened[0]?.dataFolder ?? '')).toBeUndefined();
  });

  test('closing the window quits, and quitting waits until the workbench is closed', async () => {
    await start();
    world.app.emit('window-all-closed');
    expect(world.quits).toBe(1);
    const preventDefault = vi.fn<() => void>();
    world.app.emit('will-quit', { preventDefault });
    expect(preventDefault).toHaveBeenCalledTimes(1);
    await vi.waitFor(() => expect(world.quits).toBe(2));
    expect(workbench.closed()).toBe(1);
    world.app.emit('will-quit', { preventDefault });
    expect(preventDefault).toHaveBeenCalledTimes(1);
  });

  test.each(['SIGTERM', 'SIGINT', 'disconnect'])('%s ends it', async (signal) => {
    await start();
    process.emit(signal as 'disconnect');
    expect(world.quits).toBe(1);
  });
});

describe('what the page may do', () => {
  beforeEach(() => start());

  test.each(['https://example.com/', 'file:///etc/passwd', 'app://scomo/other.html', 'app://evil/', 'javascript:1'])(
    'may not navigate to %s',
    (url) => {
      expect(isPrevented('will-navigate', { url })).toBe(true);
      expect(isPrevented('will-frame-navigate', { url, isMainFrame: true })).toBe(true);
    },
  );

  test('may load itself again, in the main frame only', () => {
    expect(isPrevented('will-navigate', { url: 'app://scomo/' })).toBe(false);
    expect(isPrevented('will-frame-navigate', { url: 'app://scomo/', isMainFrame: true })).toBe(false);
    expect(isPrevented('will-frame-navigate', { url: 'app://scomo/', isMainFrame: false })).toBe(true);
  });

  test('opens no windows and embeds no pages', () => {
    expect(contents().openHandler?.({ url: 'https://example.com/' })).toEqual({ action: 'deny' });
    expect(isPrevented('will-attach-webview', {})).toBe(true);
    expect(isPrevented('will-redirect', { url: 'app://scomo/' })).toBe(true);
  });

  test.each([
    'media',
    'geolocation',
    'notifications',
    'usb',
    'serial',
    'hid',
    'fileSystem',
    'clipboard-read',
    'openExternal',
  ])('is denied the permission %s', (permission) => {
    const decide = vi.fn<(granted: boolean) => void>();
    world.session.get('request')?.(...([contents(), permission, decide] as never[]));
    expect(decide).toHaveBeenCalledExactlyOnceWith(false);
    expect(world.session.get('check')?.(...([contents(), permission] as never[]))).toBe(false);
  });

  test('may copy text, and reaches no device', () => {
    expect(world.session.get('check')?.(...([contents(), 'clipboard-sanitized-write'] as never[]))).toBe(true);
    expect(world.session.get('device')?.()).toBe(false);
  });

  test.each([
    ['app://scomo/assets/index-1.js', false],
    ['blob:app://scomo/1', false],
    ['https://example.com/', true],
    ['http://127.0.0.1:8990/dm', true],
    ['ws://127.0.0.1/', true],
    ['file:///etc/passwd', true],
  ])('a request for %s is cancelled: %s', (url, cancel) => {
    const decide = vi.fn<(answer: unknown) => void>();
    world.session.get('network')?.(...([{ url }, decide] as never[]));
    expect(decide).toHaveBeenCalledExactlyOnceWith({ cancel });
  });

  test('is drawn again when its process dies', () => {
    contents().emit('render-process-gone', {}, { reason: 'crashed' });
    expect(contents().reloads).toBe(1);
  });
});

describe('the app:// protocol', () => {
  beforeEach(() => start());

  test('serves the page with a policy that allows nothing but itself', async () => {
    const response = await get('app://scomo/');
    expect(await response.text()).toBe('<!doctype html>');
    expect(response.headers.get('content-type')).toBe('text/html; charset=utf-8');
    expect(response.headers.get('x-content-type-options')).toBe('nosniff');
    expect(response.headers.get('content-security-policy')).toBe(
      "default-src 'none'; script-src 'self'; style-src 'self'; font-src 'self'; img-src 'self' data:; " +
        "connect-src 'self'; frame-ancestors 'none'; base-uri 'none'; form-action 'none'",
    );
    const script = await get('app://scomo/assets/index-1.js');
    expect(script.headers.get('content-type')).toBe('text/javascript; charset=utf-8');
    expect(script.headers.get('content-security-policy')).toBeTruthy();
  });

  test.each([
    'app://scomo/../secret.txt',
    'app://scomo/%2e%2e/secret.txt',
    'app://scomo/..%2fsecret.txt',
    'app://scomo/assets/..%5c..%5csecret.txt',
    'app://scomo//secret.txt',
    'app://scomo/assets',
    'app://scomo/.hidden',
    'app://scomo/C:/secret.txt',
    'app://scomo/secret.txt%00.html',
    'app://evil/index.html',
    'http://scomo/index.html',
  ])('does not serve %s', async (url) => {
    const response = await get(url);
    expect(response.status).toBe(404);
    expect(await response.text()).not.toContain('not of the page');
  });

  test('only reads', async () => {
    expect((await get('app://scomo/', 'POST')).status).toBe(405);
    const head = await get('app://scomo/', 'HEAD');
    expect([head.status, await head.text()]).toEqual([200, '']);
  });
});

describe('the bridge', () => {
  let bridge: WorkbenchBridge;

  beforeEach(async () => {
    await start();
    bridge = await loadPage();
  });

  test('is all that the page can reach', () => {
    expect([...world.exposed.keys()]).toEqual(['workbench']);
    expect(Object.keys(bridge).toSorted()).toEqual(['call', 'handOver', 'onAction', 'subscribe']);
    expect([...world.handlers.keys()].toSorted()).toEqual(['scomo:call', 'scomo:hand-over']);
  });

  test('carries a call to the workbench and its answer back', async () => {
    workbench.answers.set('handsets.wake', () => fail('cannot-wake', 'It gave no address.', 'Let it call.'));
    expect(await bridge.call('app.status', {})).toEqual(ok({}));
    expect(await bridge.call('handsets.wake', { devId: 'IMEI:1' })).toMatchObject({
      ok: false,
      error: { code: 'cannot-wake' },
    });
    expect(workbench.calls).toEqual([
      { name: 'app.status', input: {} },
      { name: 'handsets.wake', input: { devId: 'IMEI:1' } },
    ]);
  });

  test('refuses a name that the contract does not have before it leaves the page', async () => {
    world.handlers.clear();
    expect(await bridge.call('app.quit', {})).toMatchObject({ error: { code: 'unknown-method' } });
    expect(await bridge.call('__proto__', {})).toMatchObject({ error: { code: 'unknown-method' } });
  });

  test('pushes events in order, and stops when nobody listens or the window is gone', async () => {
    const heard: unknown[] = [];
    const unsubscribe = bridge.subscribe((event) => heard.push(event));
    workbench.emit({ seq: 1, type: 'trace-cleared' });
    workbench.emit({ seq: 2, type: 'run-removed', runId: 'r1' });
    await vi.waitFor(() => expect(heard).toHaveLength(2));
    expect(heard).toEqual([
      { seq: 1, type: 'trace-cleared' },
      { seq: 2, type: 'run-removed', runId: 'r1' },
    ]);
    unsubscribe();
    contents().destroyed = true;
    workbench.emit({ seq: 3, type: 'trace-cleared' });
    const before = workbench.listeners();
    world.window?.emit('closed');
    expect(workbench.listeners()).toBe(before - 1);
    expect(world.handlers.size).toBe(0);
    expect(heard).toHaveLength(2);
  });

  test('hands over a real file by its path, which the page never sees', async () => {
    const file = new File(['zip'], 'notes.zip');
    world.realFiles.set(file, join(dist, 'notes.zip'));
    expect(await bridge.handOver(file)).toEqual(ok('h1'));
    expect(workbench.files).toEqual([{ path: join(dist, 'notes.zip') }]);
  });

  test('hands over nothing that is not a file on disk', async () => {
    for (const file of [new File(['x'], 'made-up.zip'), { path: '/etc/passwd' }, '/etc/passwd', undefined])
      expect(await bridge.handOver(file as File)).toMatchObject({ error: { code: 'not-a-file' } });
    expect(workbench.files).toEqual([]);
  });

  test('tells the page which action the person chose in the menu', async () => {
    const heard: string[] = [];
    bridge.onAction((action) => heard.push(action));
    for (const menu of world.menu ?? []) for (const item of menu.submenu ?? []) item.click?.();
    await vi.waitFor(() => expect(heard).toContain('runs.run-step'));
    expect(new Set(heard).size).toBe(heard.length);
  });

  test('a failure inside the workbench is an answer, not a broken call', async () => {
    workbench.answers.set('app.status', () => {
      throw new Error('disk on fire');
    });
    expect(await bridge.call('app.status', {})).toMatchObject({ error: { code: 'internal', detail: 'disk on fire' } });
  });
});

describe('main.ts', () => {
  test('starts the real workbench behind the window, and closes it', async () => {
    const argv = [...process.argv];
    process.argv = [argv[0] ?? '', '--data', dist, '--dm-port', '0', '--no-samples'];
    try {
      await import('../../../electron/main/main.ts');
      await vi.waitFor(() => expect(world.window).toBeDefined());
    } finally {
      process.argv = argv;
    }
    const bridge = await loadPage();
    const status = await bridge.call('app.status', {});
    expect(status).toMatchObject({ ok: true, value: { host: 'electron', dataFolder: dist } });
    const snapshot = await bridge.call('app.snapshot', {});
    expect(snapshot).toMatchObject({ ok: true, value: { handsets: [], packages: [] } });

    const file = new File(['bytes'], 'notes.zip');
    world.realFiles.set(file, join(dist, 'secret.txt'));
    const handle = await bridge.handOver(file);
    if (!handle.ok) throw new Error(handle.error.message);
    expect(await bridge.call('packages.add', { handle: handle.value })).toMatchObject({
      ok: true,
      value: { fileName: 'secret.txt', size: 'not of the page'.length },
    });

    world.app.emit('will-quit', { preventDefault: () => undefined });
    await vi.waitFor(() => expect(world.quits).toBe(1));
  });
});
