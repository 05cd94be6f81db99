/** The operations of a package or component that are possible now, as buttons in place; the others say why not. */
import type { InventoryEntry, Operation } from '../../../shared/scomo/inventory-types.ts';
import { perform, whyNot } from '../../app/action.ts';
import { useWindow } from '../../app/store.ts';
import { Button } from '../../ui/Button.tsx';
import { actionFor } from '../runs/entry-actions.ts';
import { operationWords } from './entry-focus.ts';
import styles from './OperationButtons.module.css';

export interface OperationButtonsProps {
  readonly devId: string;
  readonly entry: InventoryEntry;
  /** `tree`: impossible operations are named in words beside the buttons. `table`: they are buttons that say why not. */
  readonly place: 'tree' | 'table';
  readonly tabIndex?: number;
}

/** Buttons that start the runbook of an operation. */
export function OperationButtons({ devId, entry, place, tabIndex }: OperationButtonsProps) {
  if (entry.subtree === 'Download') return <Reasons reasons={[downloadReason(entry)]} />;
  const isPossible = ({ allowed }: Operation) => allowed;
  const shown = entry.operations.filter(place === 'table' ? isWorthAButton : isPossible);
  const rest = place === 'table' ? [] : entry.operations.filter((operation) => !isPossible(operation));
  return (
    <span className={styles.operations}>
      {shown.map((operation) => (
        <OperationButton key={operation.name} devId={devId} entry={entry} operation={operation} tabIndex={tabIndex} />
      ))}
      <Reasons reasons={reasonsOf(rest, entry.operations.length)} />
    </span>
  );
}

function Reasons({ reasons }: { readonly reasons: readonly string[] }) {
  return reasons.length === 0 ? null : (
    <span className={styles.reasons} title={reasons.join('\n')}>
      {reasons.join(' · ')}
    </span>
  );
}

interface OperationButtonProps extends Pick<OperationButtonsProps, 'devId' | 'entry'> {
  readonly operation: Operation;
  readonly tabIndex: number | undefined;
}

function OperationButton({ devId, entry, operation, tabIndex }: OperationButtonProps) {
  const action = actionFor(entry, operation.name);
  const at = { devId, uri: entry.uri };
  const why = useWindow((state) => (action === undefined ? 'There is no runbook for it' : whyNot(action, state, at)));
  return (
    <Button
      size="small"
      kind={operation.name === 'Remove' ? 'danger' : 'plain'}
      className={styles.button}
      hint={action?.hint}
      whyNot={why}
      tabIndex={tabIndex}
      onClick={(event) => {
        event.stopPropagation();
        if (action !== undefined) void perform(action, at);
      }}
    >
      {operationWords[operation.name]}
    </Button>
  );
}

/** Those of a download belong to the run that described it: they are never buttons. */
function downloadReason({ operations }: InventoryEntry): string {
  const why = operations.every(({ allowed }) => !allowed) ? operations[0]?.why : undefined;
  return why ?? 'Executed by the run that described this download';
}

/** Operations with the same reason share it; a reason that holds for all names none. */
function reasonsOf(operations: readonly Operation[], all: number): readonly string[] {
  const byReason = new Map<string, string[]>();
  for (const { name, why = 'Not possible now' } of operations)
    byReason.set(why, [...(byReason.get(why) ?? []), plain(operationWords[name])]);
  return [...byReason].map(([why, names]) => (names.length === all ? why : `${names.join(', ')}: ${lowered(why)}`));
}

/** What a handset does not have at all needs no button. */
function isWorthAButton({ allowed, present, why }: Operation): boolean {
  return allowed || present || why === undefined;
}

function plain(label: string): string {
  return label.replace('…', '');
}

function lowered(sentence: string): string {
  return sentence.charAt(0).toLowerCase() + sentence.slice(1);
}
