/** The raw console of a handset: any command, seen before it goes out, with its answer. */
import { useMemo, useRef } from 'react';
import type { ConsoleEntry } from '../../../shared/contract/console.ts';
import { looksLikeMarkup } from '../../../shared/console/command.ts';
import { parseCommands } from '../../../shared/console/parse.ts';
import { ActionButton } from '../../app/ActionButton.tsx';
import { perform } from '../../app/action.ts';
import { firstLayout, setLayout, useLayout } from '../../app/layout.ts';
import { useWindow } from '../../app/store.ts';
import { EmptyState } from '../../ui/EmptyState.tsx';
import { Splitter } from '../../ui/Splitter.tsx';
import { Tabs } from '../../ui/Tabs.tsx';
import { treeStoreOf } from '../inventory/tree-stores.ts';
import { sendCommands } from './actions/send-commands.ts';
import { Answer } from './Answer.tsx';
import { BytesPreview } from './BytesPreview.tsx';
import { CommandEditor } from './CommandEditor.tsx';
import styles from './ConsolePane.module.css';
import { compose, showView, textOf, useConsole, type ConsoleView } from './console-store.ts';
import { History } from './History.tsx';
import { MessagePreview } from './MessagePreview.tsx';
import { Snippets } from './Snippets.tsx';
import { StatusLine } from './StatusLine.tsx';
import { treeNames } from './tree-names.ts';
import { useHistory } from './use-history.ts';
import { usePreview } from './use-preview.ts';

const NO_NOTES: readonly string[] = [];

/** Everything of the tab. */
export function ConsolePane({ devId }: { readonly devId: string }) {
  const text = useConsole((state) => textOf(state, devId));
  const notes = useConsole((state) => state.notes[devId] ?? NO_NOTES);
  const view = useConsole((state) => state.view);
  const shown = useConsole((state) => state.shown[devId]);
  const height = useLayout((layout) => layout.commands);
  const entries = useHistory(devId);
  const preview = usePreview(devId, text);
  const tree = useMemo(() => treeNames(treeStoreOf(devId).table), [devId]);
  const parsed = useMemo(() => (text.trim() === '' || looksLikeMarkup(text) ? undefined : parseCommands(text)), [text]);
  const syntax = parsed?.ok === false ? parsed.error : undefined;
  const failure = syntax ?? (preview?.ok === false && parsed?.ok !== true ? preview.error : undefined);
  const entry = entries.find((each) => each.id === shown) ?? entries[0];
  return (
    <div className={styles.pane}>
      <div className={styles.commands} style={{ height }}>
        <CommandEditor
          value={text}
          onChange={(next) => compose(devId, next)}
          onSend={() => void perform(sendCommands, { devId })}
          recall={useRecall(devId, text, entries)}
          tree={tree}
          wrong={syntax}
          describedBy="console-status"
        />
      </div>
      <Splitter
        label="Height of the commands"
        orientation="horizontal"
        value={height}
        min={62}
        max={480}
        onChange={(value) => setLayout({ commands: value })}
        onReset={() => setLayout({ commands: firstLayout.commands })}
      />
      <div className={styles.bar}>
        <StatusLine id="console-status" failure={failure} preview={preview} notes={notes} />
        <RunNote devId={devId} />
        <ActionButton action={sendCommands} at={{ devId }} kind="primary" showShortcut />
      </div>
      <Tabs
        label="About these commands"
        value={view}
        onChange={showView}
        tabs={TABS.map(({ value, label }) => ({
          value,
          label,
          remark: value === 'history' && entries.length > 0 ? String(entries.length) : undefined,
        }))}
      >
        <div className={styles.view}>
          {view === 'answer' ? entry === undefined ? <NoAnswer /> : <Answer entry={entry} /> : null}
          {view === 'message' || view === 'bytes' ? (
            preview?.ok === true ? (
              view === 'message' ? (
                <MessagePreview preview={preview.value} />
              ) : (
                <BytesPreview preview={preview.value} />
              )
            ) : (
              <EmptyState compact title="No message yet">
                Write commands above, or take a snippet; the message is shown as it would go out.
              </EmptyState>
            )
          ) : null}
          {view === 'history' ? <History devId={devId} entries={entries} /> : null}
          {view === 'snippets' ? <Snippets devId={devId} text={text} /> : null}
        </div>
      </Tabs>
    </div>
  );
}

const TABS: readonly { readonly value: ConsoleView; readonly label: string }[] = [
  { value: 'answer', label: 'Answer' },
  { value: 'message', label: 'Message' },
  { value: 'bytes', label: 'Bytes' },
  { value: 'history', label: 'History' },
  { value: 'snippets', label: 'Snippets' },
];

function NoAnswer() {
  return (
    <EmptyState compact title="Nothing was sent from here yet">
      One command per line: get ./DevInfo?list=StructData reads, add, replace, delete, copy, exec and alert do what they
      say, sequence and atomic hold others in braces. SyncML markup may be pasted as well.
    </EmptyState>
  );
}

/** Why commands may be refused while a run works. */
function RunNote({ devId }: { readonly devId: string }) {
  const isBusy = useWindow((state) =>
    [...state.runs.values()].some((run) => run.devId === devId && (run.state === 'running' || run.state === 'waiting')),
  );
  if (!isBusy) return null;
  return <p className={styles.run}>A step is under way: only reading is sent, so that its proof stays its own.</p>;
}

/** ↑ goes back through what was sent, ↓ forward, and at the end to what was being written. */
function useRecall(
  devId: string,
  text: string,
  entries: readonly ConsoleEntry[],
): (direction: -1 | 1) => string | undefined {
  const place = useRef<{
    readonly devId: string;
    readonly index: number;
    readonly shown: string;
    readonly draft: string;
  }>(undefined);
  const texts = useMemo(() => [...new Set(entries.map((entry) => entry.text))], [entries]);
  return (direction) => {
    const now = place.current;
    // A recalled text that was changed is a new one.
    const isWalking = now?.devId === devId && now.shown === text;
    const index = (isWalking ? now.index : -1) - direction;
    const draft = isWalking ? now.draft : text;
    const next = index === -1 ? draft : texts[index];
    if (next === undefined || index < -1) return undefined;
    place.current = { devId, index, shown: next, draft };
    return next;
  };
}
