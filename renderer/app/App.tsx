/** The window: top bar, three columns, the trace and the status bar. */
import { HandsetList } from '../features/handsets/HandsetList.tsx';
import { HandsetView } from '../features/handsets/HandsetView.tsx';
import { DropTarget } from '../features/packages/DropTarget.tsx';
import { PackageList } from '../features/packages/PackageList.tsx';
import { RunPanel } from '../features/runs/RunPanel.tsx';
import { TracePanel } from '../features/trace/TracePanel.tsx';
import { EmptyState } from '../ui/EmptyState.tsx';
import { Splitter } from '../ui/Splitter.tsx';
import { TooltipProvider } from '../ui/Tooltip.tsx';
import { actions } from './actions.ts';
import styles from './App.module.css';
import { ConnectionBanner } from './ConnectionBanner.tsx';
import { Dialogs } from './Dialogs.tsx';
import { CALM_TRACE, firstLayout, setLayout, unsizedTrace, useLayout } from './layout.ts';
import { Notices } from './Notices.tsx';
import { useShortcuts } from './shortcuts.ts';
import { StatusBar } from './StatusBar.tsx';
import { useWindow, type WindowState } from './store.ts';
import { TopBar } from './TopBar.tsx';
import { useViewport } from './viewport.ts';

/** The whole window. */
export function App() {
  useShortcuts(actions);
  const refused = useWindow((state) => state.connection === 'refused' && !state.loaded);
  return (
    <TooltipProvider>
      <div className={styles.window}>
        <TopBar />
        <ConnectionBanner />
        {refused ? <NoLink /> : <Columns />}
        <StatusBar />
      </div>
      <Dialogs />
      <Notices />
      <DropTarget />
    </TooltipProvider>
  );
}

function Columns() {
  const layout = useLayout((each) => each);
  const viewport = useViewport();
  const devId = useWindow(managedDevId);
  // What was remembered from a bigger window must leave the middle column room to breathe.
  const left = Math.min(layout.left, Math.max(180, viewport.width * 0.3));
  const right = Math.min(layout.right, Math.max(280, viewport.width - left - 420));
  const isCalm = useWindow((state) => state.handsets.size === 0 && state.trace.entries.length === 0);
  const wanted = layout.trace === firstLayout.trace ? unsizedTrace(isCalm, viewport.height) : layout.trace;
  const trace = Math.min(wanted, Math.max(CALM_TRACE, viewport.height * 0.6));
  return (
    <div className={styles.columns}>
      <nav className={styles.left} style={{ width: left }} aria-label="Handsets and packages">
        <HandsetList />
        <PackageList />
      </nav>
      <Splitter
        label="Width of the handset list"
        orientation="vertical"
        value={left}
        min={180}
        max={420}
        onChange={(value) => setLayout({ left: value })}
        onReset={() => setLayout({ left: firstLayout.left })}
      />
      <div className={styles.rest}>
        <div className={styles.work}>
          <main className={styles.middle}>
            <HandsetView />
          </main>
          {devId === undefined ? null : (
            <>
              <Splitter
                label="Width of the run panel"
                orientation="vertical"
                after
                value={right}
                min={280}
                max={640}
                onChange={(value) => setLayout({ right: value })}
                onReset={() => setLayout({ right: firstLayout.right })}
              />
              <aside className={styles.right} style={{ width: right }} aria-label="Run">
                <RunPanel devId={devId} />
              </aside>
            </>
          )}
        </div>
        {layout.traceOpen ? (
          <>
            <Splitter
              label="Height of the trace"
              orientation="horizontal"
              after
              value={trace}
              min={CALM_TRACE}
              max={640}
              onChange={(value) => setLayout({ trace: value })}
              onReset={() => setLayout({ trace: firstLayout.trace })}
            />
            <section className={styles.trace} style={{ height: trace }} aria-label="Trace">
              <TracePanel />
            </section>
          </>
        ) : null}
      </div>
    </div>
  );
}

/** The selected handset once it can have runs: admitted, and known from at least one call. */
function managedDevId({ handsets, selection }: WindowState): string | undefined {
  const state = selection.devId === undefined ? undefined : handsets.get(selection.devId)?.state;
  return state === undefined || state === 'new' || state === 'expected' ? undefined : selection.devId;
}

function NoLink() {
  return (
    <EmptyState title="This window does not know its workbench">
      Open the link that the workbench printed when it started: it ends with #t= and a long word. Without it, anybody on
      this machine could manage your handsets.
    </EmptyState>
  );
}
