/** Nothing runs on this handset: what could be done, each with what it does and why it cannot be done now. */
import { RUNBOOKS, type Runbook } from '../../../shared/runbook/built-in.ts';
import { perform, whyNot, type Action } from '../../app/action.ts';
import { useWindow } from '../../app/store.ts';
import { Button } from '../../ui/Button.tsx';
import styles from './ChooseRunbook.module.css';
import { runbookActions } from './run-actions.ts';

const GROUPS: readonly { readonly appliesTo: Runbook['appliesTo']; readonly head: string }[] = [
  { appliesTo: 'handset', head: 'With the handset' },
  { appliesTo: 'package', head: 'With a package of the library' },
  { appliesTo: 'component', head: 'With a component on the handset' },
  { appliesTo: 'delivery-package', head: 'With a delivered package' },
];

export interface ChooseRunbookProps {
  readonly devId: string;
  /** Back to the run that is over; undefined when there is none. */
  readonly onBack: (() => void) | undefined;
}

/** The list of runbooks. */
export function ChooseRunbook({ devId, onBack }: ChooseRunbookProps) {
  const name = useWindow((state) => state.handsets.get(devId)?.name ?? devId);
  return (
    <div className={styles.chooser}>
      <header className={styles.header}>
        <h2>What shall be done?</h2>
        <p>Choose a runbook for {name}. It is planned step by step; nothing is sent before you run the first step.</p>
        {onBack === undefined ? null : (
          <Button size="small" kind="quiet" onClick={onBack}>
            ← Back to the last run
          </Button>
        )}
      </header>
      {GROUPS.map(({ appliesTo, head }) => (
        <section key={appliesTo}>
          <h3 className={styles.head}>{head}</h3>
          <ul>
            {RUNBOOKS.map((runbook, index) => {
              const action = runbookActions[index];
              return runbook.appliesTo !== appliesTo || action === undefined ? null : (
                <li key={runbook.id}>
                  <Choice devId={devId} action={action} />
                </li>
              );
            })}
          </ul>
        </section>
      ))}
    </div>
  );
}

function Choice({ devId, action }: { readonly devId: string; readonly action: Action }) {
  const uri = useWindow((state) => state.selection.uri);
  const at = { devId, uri };
  const why = useWindow((state) => whyNot(action, state, at));
  return (
    <button
      type="button"
      className={styles.choice}
      aria-disabled={why !== undefined}
      onClick={() => void perform(action, at)}
    >
      <span className={styles.title}>{action.label}</span>
      <span className={styles.hint}>{why ?? action.hint}</span>
    </button>
  );
}
