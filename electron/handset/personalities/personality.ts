/**
 * What can bend about a handset: everything in which the clients of the field differ from each other and from the
 * standards (facts 1 and 7). A personality is data, one file each; the client reads the traits and never asks which
 * personality it has.
 */
import type { ScomoVersion } from '../../../shared/scomo/inventory-types.ts';
import type { List, Operation } from '../scomo/layout.ts';
import type { AccessName, Format } from '../tree/node.ts';
import type { Answered } from '../tree/tree-reading.ts';

export interface Personality {
  readonly object: ObjectTraits;
  readonly operating: OperatingTraits;
  readonly reporting: ReportingTraits;
  readonly commands: CommandTraits;
  readonly messages: MessageTraits;
}

/** How its SCOMO object is built. Names are the standard's; `spelling` says how this handset writes them. */
export interface ObjectTraits {
  readonly version: ScomoVersion;
  /** Name of the object's root below `./`. */
  readonly rootName: string;
  readonly spelling: Readonly<Record<string, string>>;
  /** Formats that differ: by name of the leaf. */
  readonly formats: Readonly<Record<string, Format>>;
  readonly operationFormat: 'null' | 'node';
  readonly operationAccess: AccessName;
  /**
   * What appears by itself when a server adds `<X>`. own: Status, State and Operations. all: the leaves that a server
   * would add, too, so that its Add is answered 418. none: not even the operations; a server must add those it needs.
   */
  readonly autoChildren: 'own' | 'all' | 'none';
  /** Without one, packages come into `Data` only (direct delivery). */
  readonly hasDownload: boolean;
  /** The one node under Download: a server cannot add another (403), nor delete it. */
  readonly fixedDownload?: string;
  /** Longest value by name of the leaf, octets; `<X>` limits node names. Longer ones are answered 413. */
  readonly limits: Readonly<Record<string, number>>;
  /** Optional leaves that its entries don't have. */
  readonly lacks: readonly string[];
}

/** How its operations run. */
export interface OperatingTraits {
  /** sync: the final result is the status of the Exec. async: 202, and a report later. */
  readonly results: Readonly<Record<List, Readonly<Partial<Record<Operation, 'sync' | 'async'>>>>>;
  /** Final results in a status: as SCOMO result codes, or as 200 and 500. */
  readonly finalCodes: 'scomo' | 'plain';
  /** Status of an Exec on an entry that is being worked on. */
  readonly busy: number;
  /** The leaf that an entry of Deployed must have before anything is done with it. */
  readonly deployedNeeds: 'ID' | 'PkgIDRef';
  /** Remove of an active component is answered so; absent where it is done. */
  readonly removeActive?: number;
  /** What becomes of the Download node when all went well: removed, or idle again. */
  readonly downloadNode: 'removed' | 'kept';
  /** Status of an entry whose install failed and whose package was deleted. */
  readonly packageDeleted: Readonly<Record<'Download' | 'Delivered', number>>;
}

/** How it reports the end of an operation. */
export interface ReportingTraits {
  readonly type: string;
  readonly format: string;
  readonly mark: { readonly success: string; readonly failure: string };
  readonly identifier: 'component' | 'package' | 'last-segment';
  /** What the report's Target names: what was made or changed, or a node of Deployed called like the entry. */
  readonly target: 'affected' | 'entry-below-deployed';
  /** echoed: that of the Exec. queued: the oldest that it still holds; without one it reports nothing. */
  readonly correlator: 'echoed' | 'queued';
}

/** How it executes commands. */
export interface CommandTraits {
  readonly answered: Answered;
  /** Where the Status of a Sequence stands: before those of its commands, or behind them. */
  readonly sequenceStatus: 'first' | 'last';
  /** rolled-back: as the standard says. unanswered: one after the other, never undone, without a Status of its own. */
  readonly atomic: 'rolled-back' | 'unanswered';
  /** One Status for all items of a command where they agree, or always one for each. */
  readonly statusPer: 'command' | 'item';
  /** Has it a way to ask its user? Otherwise alerts 1100 to 1104 are answered 406. */
  readonly canAsk: boolean;
}

/** How its messages look. */
export interface MessageTraits {
  readonly maxMsgSize: number;
  readonly maxObjSize: number;
  /** How the SessionID of a notification comes back: as it was sent, or with its two octets swapped. */
  readonly notifiedSession: 'as-sent' | 'octets-swapped';
}
