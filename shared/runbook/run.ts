/**
 * What a run is: one execution of a runbook on one handset, as plain data.
 *
 * A run is the fold of its journal: `run = events.reduce(reduceRun, undefined)` (reducer.ts). The workbench
 * writes every event to the journal before it acts on it, so a run that is reloaded stands exactly where it stood.
 */
import type { NodeChange } from '../dm/node.ts';
import type { Failure } from '../result.ts';
import type { OperationName } from '../scomo/inventory-types.ts';

export type RunbookId =
  | 'read-inventory'
  | 'push-install'
  | 'push-inactive-activate'
  | 'deliver-package'
  | 'install-delivered'
  | 'activate'
  | 'deactivate'
  | 'update-component'
  | 'remove-component'
  | 'remove-delivered';

/** What the person chose when starting the run. Which of these a runbook needs stands in built-in.ts. */
export interface RunParams {
  /** SHA-256 of a package of the library, 64 lower-case hex digits. */
  readonly digest?: string;
  /** ID of a deployment component. */
  readonly componentId?: string;
  /** PkgID of a delivery package on the handset. */
  readonly pkgId?: string;
  /** update-component: deactivate the installed component before the new package is pushed. */
  readonly deactivateFirst?: boolean;
  /** update-component: remove the package that the new one replaced. */
  readonly removeReplaced?: boolean;
  /** Ask the person who holds the handset before the first operation (Alert 1101). */
  readonly askUser?: boolean;
  /** The question in own words, at most 200 characters; the title of the run unless said. */
  readonly askText?: string;
  /** How long the handset waits for the person, seconds; 120 unless said. */
  readonly askSeconds?: number;
  /** Show the person who holds the handset what was done, when all is done (Alert 1100). */
  readonly tellUser?: boolean;
  /** install-delivered: leave the components inactive (InstallInactive instead of Install). */
  readonly inactive?: boolean;
  /**
   * How the package gets there: fetched from PkgURL, which leads to the package itself or to a Download OTA descriptor
   * of it, or written into `Data` in the session. Unless said, what the handset can (delivery-steps.ts).
   */
  readonly delivery?: 'direct-url' | 'descriptor' | 'in-session';
}

/** What the library knows of the package a run pushes; copied into the run so that it never changes under it. */
export interface RunPackage {
  readonly digest: string;
  readonly size: number;
  readonly fileName: string;
  readonly pkgId: string;
  readonly name: string;
  readonly version?: string;
  readonly pkgType: string;
  readonly envType?: string;
  readonly components: readonly { readonly id: string; readonly name?: string; readonly version?: string }[];
}

/** A text that is known now, or a fact that an earlier step of the run will have learnt. */
export type Known = string | { readonly fact: string };

/** The entry of the inventory a step works on; looked up afresh in the last reading when the step runs. */
export type StepTarget =
  /** `nodeName` chooses among several nodes that describe the same package. */
  | { readonly subtree: 'Download'; readonly pkgId: Known; readonly nodeName?: string }
  | { readonly subtree: 'Delivered'; readonly pkgId: Known; readonly nodeName?: string }
  | { readonly subtree: 'Deployed'; readonly componentId: Known }
  /** Every component that names this package; used when the library does not list the components. */
  | { readonly subtree: 'Deployed'; readonly componentsOf: Known };

/** What a read-back must show for the step to be done. */
export type Expectation =
  | {
      readonly what: 'component';
      readonly id: Known;
      readonly present: boolean;
      readonly version?: Known;
      readonly active?: boolean;
    }
  | {
      readonly what: 'package';
      readonly pkgId: Known;
      /** Chooses among several nodes that hold the same package. */
      readonly nodeName?: string;
      readonly present: boolean;
      readonly state?: 'delivered' | 'installed';
    }
  | { readonly what: 'download'; readonly pkgId: Known; readonly present: boolean; readonly nodeName?: string }
  /** Some component that names this package in PkgIDRef; used when the library does not list the components. */
  | { readonly what: 'components-of'; readonly pkgId: Known; readonly active?: boolean };

export type StepAction =
  /**
   * Read the SCOMO object. `learn` names the component whose PkgIDRef and Version become facts; `newPkgId` is the
   * package that will replace it, which is never taken for the replaced one.
   */
  | { readonly kind: 'read-inventory'; readonly learn?: { readonly componentId: string; readonly newPkgId?: string } }
  /** Compare the stored package file with its digest; nothing is sent before this has passed. */
  | { readonly kind: 'check-package'; readonly digest: string }
  /** Create `Download/<nodeName>` with PkgID, PkgURL and the optional descriptive nodes. */
  | { readonly kind: 'describe-download'; readonly nodeName: string; readonly package: RunPackage }
  /** Create `Inventory/Delivered/<nodeName>` and write the package's octets into its `Data`, in chunks. */
  | {
      readonly kind: 'deliver-data';
      readonly nodeName: string;
      readonly package: RunPackage;
      /** A question for the person who holds the handset; only a yes lets the package come. */
      readonly ask?: string;
      /** How long the handset waits for the person, seconds. */
      readonly askSeconds?: number;
    }
  /** Execute one operation and prove its effect. `skipIfAbsent`: nothing to do is success. */
  | {
      readonly kind: 'execute';
      readonly operation: OperationName;
      readonly target: StepTarget;
      readonly expect: readonly Expectation[];
      readonly skipIfAbsent?: boolean;
      /** A question for the person who holds the handset; only a yes lets the operation begin. */
      readonly ask?: string;
      /** How long the handset waits for the person, seconds. */
      readonly askSeconds?: number;
    }
  /** Delete a node with its sub-tree, e.g. a Download node that the handset left behind. */
  | { readonly kind: 'delete-node'; readonly target: StepTarget; readonly skipIfAbsent: boolean }
  /** Only read back. */
  | { readonly kind: 'verify'; readonly expect: readonly Expectation[] }
  /** Show the person who holds the handset a text. A handset that cannot show it does no harm. */
  | { readonly kind: 'tell-user'; readonly text: string };

/** How a report found its command (facts 7): its Correlator, the executed node, or what the operation is about. */
export type MatchRule = 'Correlator' | 'Source URI' | 'target';

/** One report of a handset on one operation; a package with several components may bring several. */
export interface CommandReport {
  readonly code: number;
  readonly word: string;
  readonly matched: MatchRule;
  /** ID of the component, or PkgID. */
  readonly identifier?: string;
  /** URI of the node that the operation made or changed. */
  readonly target?: string;
}

/** One command of a step, before and after it was sent. */
export interface RunCommand {
  readonly cmd: 'Add' | 'Replace' | 'Delete' | 'Get' | 'Exec' | 'Copy' | 'Alert' | 'Sequence' | 'Atomic';
  /** Empty for an Alert (it is for the person, its `value` is the text) and for Sequence and Atomic. */
  readonly uri: string;
  /** It travels inside the Sequence or Atomic that stands before it. */
  readonly within?: 'Sequence' | 'Atomic';
  /** Alert: false when there is only something to read (1100). */
  readonly asks?: boolean;
  readonly value?: string;
  /** Octets of a value that is no text: the package's file. */
  readonly octets?: number;
  readonly format?: string;
  readonly correlator?: string;
  /** Status of the command, e.g. 200 or 202, with its meaning. */
  readonly status?: { readonly code: number; readonly word: string };
  /** Final result of an operation, e.g. 1200, from a synchronous Status or a generic alert; of several the worst. */
  readonly result?: { readonly code: number; readonly word: string };
  /** Every report that came, in order, without repetitions. */
  readonly reports?: readonly CommandReport[];
}

export type StepState = 'pending' | 'running' | 'waiting' | 'done' | 'failed' | 'skipped';

export interface WaitingFor {
  /** In plain words, e.g. `the handset's report on DownloadInstall`. */
  readonly what: string;
  /** `handset`: for a session; `result`: for the final result of an operation. */
  readonly kind: 'handset' | 'result';
  readonly since: number;
  /** When the step gives up, milliseconds since the epoch. */
  readonly until: number;
}

/** A report of a download agent; `result` is the SCOMO result that it stands for, absent when all went well. */
export interface DownloadNotify {
  readonly code: number;
  readonly name: string;
  readonly word: string;
  readonly result?: number;
  readonly at: number;
}

export interface Step {
  /** Stable within the run: `s1`, `s2`, … and `u1`, … for undo steps. */
  readonly id: string;
  /** Plain words, imperative: `Activate Notes 2.1`. */
  readonly title: string;
  /** Why, or what will be there afterwards; one short sentence. */
  readonly hint: string;
  readonly action: StepAction;
  /** Longest wait for handset and result together, milliseconds. */
  readonly timeLimitMs: number;
  readonly state: StepState;
  /** 0 before the first try. */
  readonly attempt: number;
  /** Planned commands before the step runs, what was sent and answered afterwards. */
  readonly commands: readonly RunCommand[];
  /** True once the commands of this attempt were handed to a session: never send again without reading back. */
  readonly sent: boolean;
  /** An earlier attempt was sent and its final result never came: read back before anything is sent again. */
  readonly unknownOutcome?: boolean;
  /** Was the effect there already before the first attempt sent anything? Absent while nothing was sent. */
  readonly metBefore?: boolean;
  /** True once any attempt sent a command that may have changed the handset. */
  readonly touched?: boolean;
  readonly startedAt?: number;
  readonly endedAt?: number;
  readonly waiting?: WaitingFor;
  /** What the handset's download agent reported last in this attempt (facts 5.2). */
  readonly notify?: DownloadNotify;
  /** What the read-back showed, e.g. `State read back: 20 → 10 Inactive`. Only a proven step is done. */
  readonly proof?: string;
  /** What changed in the tree between before and after. */
  readonly changes: readonly NodeChange[];
  readonly error?: Failure;
  readonly skipReason?: string;
  /** For undo steps: the step that this one takes back. */
  readonly undoes?: string;
}

/**
 * ready: stands before `current`, nothing runs. running: the current step works. waiting: the current step waits
 * for the handset. paused: like ready, but a person stopped a run-all. failed: the current step failed.
 * undoing: takes steps back. Terminal: done, aborted.
 */
export type RunState = 'ready' | 'running' | 'waiting' | 'paused' | 'failed' | 'undoing' | 'aborted' | 'done';

export interface Run {
  readonly id: string;
  readonly devId: string;
  readonly runbook: RunbookId;
  readonly title: string;
  readonly params: RunParams;
  readonly package?: RunPackage;
  readonly createdAt: number;
  readonly endedAt?: number;
  /** `step`: stop after each step; `all`: go on until something needs a person. */
  readonly mode: 'step' | 'all';
  readonly state: RunState;
  /** Index into `steps` of the current step; `steps.length` when all are through. */
  readonly current: number;
  /** A person asked to stop after the step that runs now. */
  readonly pauseRequested?: boolean;
  /** Why a person gave the run up; present from then on, also while steps are taken back. */
  readonly abortReason?: string;
  readonly steps: readonly Step[];
  /** What steps have learnt, e.g. `replacedPkgId`. */
  readonly facts: Readonly<Record<string, string>>;
  /** Number of events folded in so far; the next event carries this number. */
  readonly seq: number;
}

/** A person's or the workbench's event; `at` is milliseconds since the epoch. `seq` starts at 0 and has no gaps. */
export type RunEvent = { readonly seq: number; readonly at: number } & (
  | {
      readonly type: 'created';
      readonly id: string;
      readonly devId: string;
      readonly runbook: RunbookId;
      readonly title: string;
      readonly params: RunParams;
      readonly package?: RunPackage;
      readonly steps: readonly PlannedStep[];
    }
  /** The commands of the current step, worked out again (the tree may have changed since). */
  | { readonly type: 'planned'; readonly step: string; readonly commands: readonly RunCommand[] }
  /** Run one step (`step`) or go on (`all`). Also resumes a paused run and retries a failed step (attempt + 1). */
  | { readonly type: 'started'; readonly step: string; readonly mode: 'step' | 'all' }
  /**
   * About to hand commands to the session. Journaled first. `commands` here and in `answered` is everything this
   * attempt has sent so far and is about to send, in order, so that the card shows it whole.
   */
  | {
      readonly type: 'sending';
      readonly step: string;
      readonly commands: readonly RunCommand[];
      /** Did the handset show the step's effect already before anything was sent? */
      readonly metBefore?: boolean;
    }
  /** Statuses or results came in; the commands with what is known of them now. */
  | { readonly type: 'answered'; readonly step: string; readonly commands: readonly RunCommand[] }
  | { readonly type: 'waiting'; readonly step: string; readonly waiting: WaitingFor }
  /** The download agent of the handset has reported; the operation's own result is still to come. */
  | { readonly type: 'notified'; readonly step: string; readonly notify: DownloadNotify }
  /** What was waited for has come: the handset is in session, or has reported. */
  | { readonly type: 'continued'; readonly step: string }
  | {
      readonly type: 'done';
      readonly step: string;
      readonly proof: string;
      readonly changes: readonly NodeChange[];
      readonly facts?: Readonly<Record<string, string>>;
    }
  | { readonly type: 'failed'; readonly step: string; readonly error: Failure; readonly changes: readonly NodeChange[] }
  | { readonly type: 'skipped'; readonly step: string; readonly reason: string }
  /** Stop going on after the current step; a running step finishes. */
  | { readonly type: 'paused' }
  /** Give up. Pending steps become skipped; `undo` steps (maybe none) are appended and run in order. */
  | { readonly type: 'aborted'; readonly reason: string; readonly undo: readonly PlannedStep[] }
);

/** A step as a plan makes it, before anything happened. */
export type PlannedStep = Pick<Step, 'id' | 'title' | 'hint' | 'action' | 'timeLimitMs'> & { readonly undoes?: string };
