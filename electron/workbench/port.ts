/**
 * The workbench as its faces see it: the Electron shell, the browser host, the command line and the tests hold one
 * of these and nothing else. `openWorkbench` in workbench.ts makes it.
 */
import type { Call } from '../../shared/contract/contract.ts';
import type { SequencedEvent } from '../../shared/contract/events.ts';
import type { Result } from '../../shared/result.ts';
import type { CableSystem } from '../links/cable-system.ts';

export interface WorkbenchOptions {
  /** Everything the workbench keeps: database, package files, states of virtual handsets. Made when missing. */
  readonly dataFolder: string;
  /** Address the DM server listens on; 127.0.0.1 unless a person chose an interface. */
  readonly dmAddress?: string;
  /** Port of the DM server; 0 takes a free one. */
  readonly dmPort: number;
  /** Port of the DM server over HTTPS; absent: the one behind `dmPort`. 0 takes a free one. */
  readonly tlsPort?: number;
  /** A certificate of the person's own with its key, both PEM, instead of one of the private authority. */
  readonly tlsCertificate?: { readonly certificate: string; readonly key: string };
  /** Which face opened it; shown in the status bar. */
  readonly host: 'electron' | 'browser' | 'in-process';
  /** How to start a virtual handset: program and leading arguments. */
  readonly handsetProgram: {
    readonly command: string;
    readonly args: readonly string[];
    readonly env?: Readonly<Record<string, string>>;
  };
  /**
   * Starts a virtual handset in place of `handsetProgram` where no program can be started (Electron, whose binary
   * does not run as Node.js); takes the arguments that would have followed `handsetProgram.args`.
   */
  readonly startHandset?: (args: readonly string[]) => HandsetProcess;
  /** Who tells what hangs on this machine; the system itself unless said. `none`: no cable is taken up by itself. */
  readonly cables?: CableSystem | 'none';
  /** Put the sample packages into an empty library. */
  readonly samples: boolean;
}

/** The process of a virtual handset, however it was started. */
export interface HandsetProcess {
  /** Hears what the process writes to stdout and stderr, in pieces as they come. */
  onOutput(listener: (text: string) => void): void;
  /** Hears once that the process has ended; `code` is null when a signal ended it. */
  onExit(listener: (code: number | null) => void): void;
  /** Asks the process to end. */
  stop(): void;
}

/** Where a handed-over file comes from. A path is only ever given by a host, never by a user interface. */
export type FileSource =
  | { readonly fileName: string; readonly bytes: AsyncIterable<Uint8Array> }
  | { readonly path: string };

export interface Workbench {
  /** Calls a method of the contract. Inputs are checked here, whatever the carrier did. */
  readonly call: Call;
  /** Like `call` for carriers that have a name and an unchecked value; unknown names fail with `unknown-method`. */
  callUnchecked(name: string, input: unknown): Promise<Result<unknown>>;
  subscribe(listener: (event: SequencedEvent) => void): () => void;
  /** Takes a file in (copied while its SHA-256 is computed) and answers the handle for `packages.add`. */
  handOver(source: FileSource): Promise<Result<string>>;
  /** Where the DM server listens. */
  readonly listener: { readonly address: string; readonly port: number; readonly url: string };
  /** Ends sessions cleanly, stops virtual handsets, closes listener and database. Idempotent. */
  close(): Promise<void>;
}
