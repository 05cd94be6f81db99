/** The carrier inside Electron: the preload's `window.workbench`, which speaks the contract over IPC. */
import type { Input, MethodName, Output } from '../../shared/contract/contract.ts';
import type { SequencedEvent } from '../../shared/contract/events.ts';
import { fail, type Failure, type Result } from '../../shared/result.ts';
import type { Carrier } from './carrier.ts';

/** What electron/preload puts on the window. */
export interface PreloadBridge {
  call<N extends MethodName>(name: N, input: Input<N>): Promise<Result<Output<N>>>;
  subscribe(listener: (event: SequencedEvent) => void): () => void;
  handOver(file: File): Promise<Result<string>>;
  /** Hears the ids of actions chosen in the native menu. */
  onAction?(listener: (id: string) => void): () => void;
}

declare global {
  interface Window {
    readonly workbench?: PreloadBridge;
  }
}

/** Wraps the preload's bridge. The workbench lives and dies with the window, so the connection is always open. */
export function electronCarrier(bridge: PreloadBridge): Carrier {
  return {
    async call(name, input) {
      try {
        return await bridge.call(name, input);
      } catch (error) {
        return broken(error);
      }
    },
    subscribe: (listener) => bridge.subscribe(listener),
    async handOver(file, onProgress) {
      try {
        const result = await bridge.handOver(file);
        onProgress(1);
        return result;
      } catch (error) {
        return broken(error);
      }
    },
    watchConnection(listener) {
      listener('open');
      return () => undefined;
    },
    dispose: () => undefined,
  };
}

function broken(error: unknown): { readonly ok: false; readonly error: Failure } {
  return fail('carrier-broken', 'The window could not reach the workbench.', 'Close the window and open it again.', {
    detail: String(error),
    retryable: true,
  });
}
