/** What a handset tells its environment while it runs: one JSON line each with `--json`. */

export type HandsetEvent =
  | { readonly event: 'session-started'; readonly sessionId: string; readonly alert: '1200' | '1201' }
  | { readonly event: 'session-ended'; readonly sessionId: string; readonly outcome: string }
  | {
      readonly event: 'command-executed';
      readonly sessionId: string;
      readonly command: string;
      readonly targets: readonly string[];
      readonly status: string;
    }
  | { readonly event: 'operation-started'; readonly uri: string; readonly correlator?: string }
  | {
      readonly event: 'operation-finished';
      readonly uri: string;
      readonly resultCode: number;
      readonly correlator?: string;
      /** Why it failed, in more words than the server gets. */
      readonly detail?: string;
    }
  | { readonly event: 'report-dropped'; readonly uri: string; readonly resultCode: number }
  | { readonly event: 'notification'; readonly taken: boolean; readonly sessionId?: string; readonly why?: string }
  /** A fault that was asked for has struck. */
  | { readonly event: 'fault'; readonly fault: string }
  | { readonly event: 'rebooted' }
  | { readonly event: 'trouble'; readonly message: string; readonly detail?: string };

export type Tell = (event: HandsetEvent) => void;
