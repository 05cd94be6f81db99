/**
 * How the window reaches the workbench. Two carriers, one contract: Electron's preload and the browser host's
 * WebSocket. Nothing throws across it; a carrier that has lost its workbench answers with a Failure.
 */
import type { Call } from '../../shared/contract/contract.ts';
import type { SequencedEvent } from '../../shared/contract/events.ts';
import type { Result } from '../../shared/result.ts';
import { electronCarrier } from './electron-carrier.ts';
import { socketCarrier } from './socket-carrier.ts';

/**
 * connecting: before the first answer. open: in use. lost: was open, tries again by itself. refused: the workbench
 * does not know our token (any more); only opening the link again helps.
 */
export type ConnectionState = 'connecting' | 'open' | 'lost' | 'refused';

export interface Carrier {
  readonly call: Call;
  /** Events in the workbench's order; gaps are the listener's business. Returns how to stop. */
  subscribe(listener: (event: SequencedEvent) => void): () => void;
  /** Hands a file over and answers its handle for `packages.add`. `onProgress` gets a share from 0 to 1. */
  handOver(file: File, onProgress: (share: number) => void): Promise<Result<string>>;
  /** Tells the state now and at every change. Returns how to stop. */
  watchConnection(listener: (state: ConnectionState) => void): () => void;
  dispose(): void;
}

/** The carrier for where this window runs. */
export function openCarrier(): Carrier {
  return window.workbench === undefined ? socketCarrier() : electronCarrier(window.workbench);
}
