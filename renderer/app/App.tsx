/** The window: top bar, three columns, the trace and the status bar. */
import { TooltipProvider } from '../ui/Tooltip.tsx';
import { Splitter } from '../ui/Splitter.tsx';
import styles from './App.module.css';
import { firstLayout, setLayout, useLayout } from './layout.ts';

/** The whole window. */
export function App() {
  const { left, right, trace, traceOpen } = useLayout((layout) => layout);
  return (
    <TooltipProvider>
      <div className={styles.window}>
        <header className={styles.top}>SCOMO Workbench</header>
        <div className={styles.columns}>
          <nav className={styles.left} style={{ width: left }} aria-label="Handsets and packages" />
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
              <main className={styles.middle} aria-label="Handset" />
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
              <aside className={styles.right} style={{ width: right }} aria-label="Run" />
            </div>
            {traceOpen ? (
              <>
                <Splitter
                  label="Height of the trace"
                  orientation="horizontal"
                  after
                  value={trace}
                  min={100}
                  max={640}
                  onChange={(value) => setLayout({ trace: value })}
                  onReset={() => setLayout({ trace: firstLayout.trace })}
                />
                <section className={styles.trace} style={{ height: trace }} aria-label="Trace" />
              </>
            ) : null}
          </div>
        </div>
        <footer className={styles.status} />
      </div>
    </TooltipProvider>
  );
}
