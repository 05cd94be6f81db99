/** What the person has in hand: everything else in the window follows it. */

export type HandsetTab = 'components' | 'tree' | 'device' | 'runs' | 'events' | 'console';

export interface Selection {
  readonly devId?: string | undefined;
  /** A cable without a known handset, by its port; never together with `devId`. */
  readonly port?: string | undefined;
  readonly tab: HandsetTab;
  /** Node in the tree, or the entry of the component table, of the selected handset. */
  readonly uri?: string | undefined;
  /** Package of the library, by digest. */
  readonly digest?: string | undefined;
  readonly runId?: string | undefined;
  /** Trace entry. */
  readonly traceId?: number | undefined;
}

/** What an action acts on; a row's button gives its own, the palette and the shortcuts take the selection. */
export type Focus = Omit<Selection, 'tab'>;
