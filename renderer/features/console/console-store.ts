/** What a person composes, per handset. It outlives the window: a half-written command is not lost by a reload. */
import { useStore } from 'zustand';
import { persist } from 'zustand/middleware';
import { createStore } from 'zustand/vanilla';

export type ConsoleView = 'answer' | 'message' | 'bytes' | 'history' | 'snippets';

export interface ConsoleState {
  /** By DevId. */
  readonly texts: Readonly<Record<string, string>>;
  readonly view: ConsoleView;
  /** The entry whose answer is shown, by DevId; absent: the newest. */
  readonly shown: Readonly<Record<string, number>>;
  /** Notes about a text that came from elsewhere, by DevId, until it is changed. */
  readonly notes: Readonly<Record<string, readonly string[]>>;
}

const FIRST: ConsoleState = { texts: {}, view: 'answer', shown: {}, notes: {} };

export const consoleStore = createStore<ConsoleState>()(
  persist(() => FIRST, { name: 'scomo.console', partialize: ({ texts, view }) => ({ texts, view }) }),
);

/** Reads from it. */
export function useConsole<T>(selector: (state: ConsoleState) => T): T {
  return useStore(consoleStore, selector);
}

export function textOf(state: ConsoleState, devId: string): string {
  return state.texts[devId] ?? '';
}

/** Replaces what is composed; `notes` say what of it could not be taken over. */
export function compose(devId: string, text: string, notes: readonly string[] = []): void {
  consoleStore.setState((state) => ({
    texts: { ...state.texts, [devId]: text },
    notes: { ...state.notes, [devId]: notes },
  }));
}

export function showView(view: ConsoleView): void {
  consoleStore.setState({ view });
}

/** Shows the answer to an entry; undefined: to the newest. */
export function showEntry(devId: string, id: number | undefined): void {
  consoleStore.setState((state) => {
    const { [devId]: _before, ...others } = state.shown;
    return { view: 'answer', shown: id === undefined ? others : { ...others, [devId]: id } };
  });
}

/** Forgets everything, e.g. between tests. */
export function resetConsole(): void {
  consoleStore.setState(FIRST, true);
}
