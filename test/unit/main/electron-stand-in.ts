/**
 * What our code uses of Electron, for tests without its binary. Main and page talk through a real MessageChannel, so
 * that everything on the way is cloned as Electron clones it. Use with
 * `const { electron, world } = await vi.hoisted(() => import('./electron-stand-in.ts')); vi.mock('electron', () => electron);`
 */
import { EventEmitter } from 'node:events';
import { MessageChannel } from 'node:worker_threads';

type Handler = (...args: never[]) => unknown;

interface Frame {
  readonly origin: string;
}

/** Everything that a test may look at or turn; `reset` makes it new. */
export const world = {
  app: new EventEmitter(),
  contents: undefined as StandInContents | undefined,
  window: undefined as EventEmitter | undefined,
  windowOptions: undefined as Record<string, unknown> | undefined,
  /** The frame and contents that `ipcRenderer` speaks for; by default the window's own. */
  sender: undefined as { frame?: Frame | null; contents?: unknown } | undefined,
  exposed: new Map<string, unknown>(),
  handlers: new Map<string, Handler>(),
  session: new Map<string, Handler>(),
  schemes: [] as unknown[],
  menu: undefined as readonly MenuTemplate[] | undefined,
  errorBoxes: [] as string[][],
  exits: [] as number[],
  quits: 0,
  paths: new Map<string, string>(),
  hasLock: true,
  forks: [] as { readonly args: readonly unknown[]; readonly child: { readonly stdout: EventEmitter } }[],
  /** Paths of the File objects that are real files of this test. */
  realFiles: new WeakMap<object, string>(),
};

export interface MenuTemplate {
  readonly label?: string;
  readonly role?: string;
  readonly submenu?: readonly MenuTemplate[];
  readonly click?: () => void;
}

const pristine = { ...world };

/** A fresh world; the main and preload modules are to be imported anew after it. */
export function resetWorld(): void {
  ipcRenderer.removeAllListeners();
  Object.assign(world, pristine, {
    app: new EventEmitter(),
    exposed: new Map(),
    handlers: new Map(),
    session: new Map(),
    schemes: [],
    errorBoxes: [],
    exits: [],
    paths: new Map(),
    forks: [],
    realFiles: new WeakMap(),
  });
}

/** Takes one value through structured clone, as both processes would. */
function clone<T>(value: T): Promise<T> {
  const { port1, port2 } = new MessageChannel();
  return new Promise((settle, refuse) => {
    port2.once('message', (message: T) => {
      settle(message);
      port1.close();
    });
    try {
      port1.postMessage(value);
    } catch (error) {
      port1.close();
      refuse(error instanceof Error ? error : new Error(String(error)));
    }
  });
}

class StandInContents extends EventEmitter {
  readonly mainFrame: Frame = { origin: 'app://scomo' };
  destroyed = false;
  reloads = 0;
  openHandler: ((details: { url: string }) => unknown) | undefined;
  isDestroyed(): boolean {
    return this.destroyed;
  }
  private sending: Promise<unknown> = Promise.resolve();
  send(channel: string, value: unknown): void {
    this.sending = this.sending.then(async () => ipcRenderer.emit(channel, { sender: this }, await clone(value)));
  }
  setWindowOpenHandler(handler: (details: { url: string }) => unknown): void {
    this.openHandler = handler;
  }
  reload(): void {
    this.reloads += 1;
  }
}

class BrowserWindow extends EventEmitter {
  readonly webContents = new StandInContents();
  readonly loaded: string[] = [];
  shown = 0;
  focused = 0;
  constructor(options: Record<string, unknown>) {
    super();
    world.windowOptions = options;
    world.window = this;
    world.contents = this.webContents;
    world.app.emit('web-contents-created', {}, this.webContents);
  }
  async loadURL(url: string): Promise<void> {
    this.loaded.push(url);
  }
  show(): void {
    this.shown += 1;
  }
  isMinimized(): boolean {
    return false;
  }
  focus(): void {
    this.focused += 1;
  }
}

const ipcRenderer = Object.assign(new EventEmitter(), {
  async invoke(channel: string, message: unknown): Promise<unknown> {
    const handler = world.handlers.get(channel);
    if (handler === undefined) throw new Error(`No handler registered for '${channel}'`);
    const contents = world.sender?.contents ?? world.contents;
    const frame = world.sender?.frame === undefined ? world.contents?.mainFrame : world.sender.frame;
    const invoke = handler as (event: unknown, message: unknown) => unknown;
    return clone(await invoke({ sender: contents, senderFrame: frame }, await clone(message)));
  },
});

function keep(name: string): (handler: Handler) => void {
  return (handler) => world.session.set(name, handler);
}

const defaultSession = {
  setPermissionRequestHandler: keep('request'),
  setPermissionCheckHandler: keep('check'),
  setDevicePermissionHandler: keep('device'),
  webRequest: { onBeforeRequest: keep('network') },
  protocol: { handle: (scheme: string, handler: Handler) => world.session.set(`protocol:${scheme}`, handler) },
};

/** The module `electron`. */
export const electron = {
  app: {
    on: (name: string, listener: (...args: unknown[]) => void) => world.app.on(name, listener),
    isPackaged: true,
    enableSandbox: () => world.app.emit('stand-in:sandboxed'),
    getPath: (name: string) => world.paths.get(name) ?? '',
    setPath: (name: string, path: string) => world.paths.set(name, path),
    requestSingleInstanceLock: () => world.hasLock,
    whenReady: async () => undefined,
    quit: () => {
      world.quits += 1;
    },
    exit: (code: number) => world.exits.push(code),
  },
  BrowserWindow,
  nativeTheme: { shouldUseDarkColors: true },
  dialog: { showErrorBox: (...texts: string[]) => world.errorBoxes.push(texts) },
  session: { defaultSession },
  protocol: { registerSchemesAsPrivileged: (schemes: unknown[]) => world.schemes.push(...schemes) },
  Menu: {
    buildFromTemplate: (template: readonly MenuTemplate[]) => template,
    setApplicationMenu: (template: readonly MenuTemplate[]) => {
      world.menu = template;
    },
  },
  ipcMain: {
    handle: (channel: string, handler: Handler) => world.handlers.set(channel, handler),
    removeHandler: (channel: string) => world.handlers.delete(channel),
  },
  utilityProcess: {
    fork: (...args: unknown[]) => {
      const child = Object.assign(new EventEmitter(), {
        stdout: new EventEmitter(),
        stderr: new EventEmitter(),
        kill: () => child.emit('exit', 0),
      });
      world.forks.push({ args, child });
      return child;
    },
  },
  ipcRenderer,
  contextBridge: { exposeInMainWorld: (name: string, api: unknown) => world.exposed.set(name, api) },
  webUtils: {
    getPathForFile: (file: unknown) => {
      if (!(file instanceof File)) throw new TypeError('not a File');
      return world.realFiles.get(file) ?? '';
    },
  },
};
