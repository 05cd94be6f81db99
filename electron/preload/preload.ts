/**
 * The bridge between the page and the main process, and all that the page can reach: the contract's methods by name,
 * the stream of events, handing over a file, and the menu's actions. Runs sandboxed; knows no schemas, no paths
 * leave it towards the page.
 */
import { contextBridge, ipcRenderer, webUtils } from 'electron';
import { isMethodName } from '../../shared/contract/names.ts';
import { fail, type Result } from '../../shared/result.ts';

type Listener<T> = (value: T) => void;

/** What the page finds as `window.workbench`. */
export interface WorkbenchBridge {
  /** Calls `area.method` of the contract; a name that the contract does not have is refused here already. */
  call(name: string, input: unknown): Promise<Result<unknown>>;
  /** Hears every event of the workbench; answers the function that ends it. */
  subscribe(listener: Listener<unknown>): () => void;
  /** Hands over a file that the person dropped or chose; answers the handle for `packages.add`. */
  handOver(file: File): Promise<Result<string>>;
  /** Hears the ids of actions chosen in the native menu; answers the function that ends it. */
  onAction(listener: Listener<string>): () => void;
}

const bridge: WorkbenchBridge = {
  call(name, input) {
    if (!isMethodName(name)) return Promise.resolve(unknownMethod());
    return ipcRenderer.invoke('scomo:call', { name, input }) as Promise<Result<unknown>>;
  },
  subscribe: relay('scomo:event'),
  handOver(file) {
    const path = pathOf(file);
    if (path === '') return Promise.resolve(notAFile());
    return ipcRenderer.invoke('scomo:hand-over', path) as Promise<Result<string>>;
  },
  onAction: relay('scomo:action'),
};

contextBridge.exposeInMainWorld('workbench', bridge);

/** Passes on what main pushes over one channel, without Electron's event object, which would expose the sender. */
function relay<T>(channel: string): (listener: Listener<T>) => () => void {
  return (listener) => {
    function onMessage(_event: unknown, value: T): void {
      listener(value);
    }
    ipcRenderer.on(channel, onMessage);
    return () => {
      ipcRenderer.off(channel, onMessage);
    };
  };
}

/** Empty for anything that is not a file on disk: text dressed up as a file, an object of the page's making. */
function pathOf(file: File): string {
  try {
    return webUtils.getPathForFile(file);
  } catch {
    return '';
  }
}

function unknownMethod(): Result<never> {
  return fail('unknown-method', 'The workbench has no such method.', 'Restart the workbench to load its own page.');
}

function notAFile(): Result<never> {
  return fail('not-a-file', 'This is not a file on this computer.', 'Save it to disk first, then drop or choose it.');
}
