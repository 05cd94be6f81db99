/**
 * What the workbench tells its user interfaces. `seq` grows by one per event for all carriers alike; a reader
 * that misses a number asks for `app.snapshot` (and `tree.snapshot` of what it shows) again.
 */
import type { Run } from '../runbook/run.ts';
import type { KeptAlert } from './alerts.ts';
import type { AppStatus } from './app.ts';
import type { Cable, CableNotice } from './cables.ts';
import type { ConsoleEntry, Snippet } from './console.ts';
import type { Handset } from './handsets.ts';
import type { LibraryPackage } from './packages.ts';
import type { TraceEntry } from './trace.ts';
import type { TreeRow } from './tree.ts';

export type WorkbenchEvent =
  | { readonly type: 'status'; readonly status: AppStatus }
  | { readonly type: 'handset'; readonly handset: Handset }
  | { readonly type: 'handset-removed'; readonly devId: string }
  | { readonly type: 'cable'; readonly cable: Cable }
  | { readonly type: 'cable-removed'; readonly port: string }
  | { readonly type: 'cable-notices'; readonly notices: readonly CableNotice[] }
  | { readonly type: 'package'; readonly package: LibraryPackage }
  | { readonly type: 'package-removed'; readonly digest: string }
  | { readonly type: 'run'; readonly run: Run }
  | { readonly type: 'run-removed'; readonly runId: string }
  /**
   * Nodes that were read: `rows` are new or changed (or only read again: same value, newer time), `removed` are
   * gone. `version` is the tree's version afterwards; the one before was `version - 1`.
   */
  | {
      readonly type: 'tree';
      readonly devId: string;
      readonly version: number;
      readonly scomoRoot?: string;
      readonly scomoVersion?: '1.0' | '1.1';
      readonly rows: readonly TreeRow[];
      readonly removed: readonly string[];
    }
  /** More changed than is worth sending: ask for the snapshot again. */
  | { readonly type: 'tree-reset'; readonly devId: string; readonly version: number }
  /** A handset told something that no run waited for. */
  | { readonly type: 'alert'; readonly alert: KeptAlert }
  | { readonly type: 'trace'; readonly entry: TraceEntry }
  | { readonly type: 'trace-cleared' }
  /** Commands of the console were sent, answered, or taken back. */
  | { readonly type: 'console'; readonly entry: ConsoleEntry }
  | { readonly type: 'console-cleared'; readonly devId: string }
  | { readonly type: 'snippets'; readonly snippets: readonly Snippet[] }
  /** A package on its way to a handset; `sent` of `size` octets. */
  | {
      readonly type: 'delivery';
      readonly devId: string;
      readonly runId: string;
      readonly digest: string;
      readonly sent: number;
      readonly size: number;
      readonly done: boolean;
    };

export type SequencedEvent = WorkbenchEvent & { readonly seq: number };
