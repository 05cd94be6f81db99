/** One package or component of the inventory: what it is, how it is, where it comes from, what may be done now. */
import type { DownloadEntry, InventoryEntry } from '../../../shared/scomo/inventory-types.ts';
import { ActionButton } from '../../app/ActionButton.tsx';
import { perform } from '../../app/action.ts';
import { select, useWindow } from '../../app/store.ts';
import { formatBytes } from '../../ui/numbers.ts';
import { Time } from '../../ui/Time.tsx';
import { pushPackage } from '../packages/actions/push-package.ts';
import { updateComponent } from '../runs/actions/update-component.ts';
import { showInTree } from './actions/show-in-tree.ts';
import { EntryChip, useDelivery } from './EntryChip.tsx';
import { entryName } from './entry-focus.ts';
import { stateWordOf } from './entry-state.ts';
import styles from './EntryRow.module.css';
import { newerVersionOf } from './newer-version.ts';
import { OperationButtons } from './OperationButtons.tsx';

export interface EntryRowProps {
  readonly devId: string;
  readonly entry: InventoryEntry;
}

/** A row of the component table. */
export function EntryRow({ devId, entry }: EntryRowProps) {
  const selected = useWindow((state) => state.selection.uri === entry.uri);
  const at = { devId, uri: entry.uri };
  const id = entry.subtree === 'Deployed' ? entry.id : entry.pkgId;
  const name = entryName(entry);
  const newer = useWindow((state) =>
    entry.subtree === 'Deployed' ? newerVersionOf(entry, state.packages)?.version : undefined,
  );
  return (
    // The keyboard's way is the button with the name.
    // oxlint-disable-next-line jsx-a11y/click-events-have-key-events, jsx-a11y/no-noninteractive-element-interactions
    <li
      className={`${styles.row} ${selected ? styles.selected : ''}`}
      aria-current={selected}
      onClick={() => select({ uri: entry.uri })}
      onDoubleClick={() => void perform(showInTree, at)}
    >
      <div className={styles.name}>
        <button
          type="button"
          className={styles.open}
          title={`${entry.description ?? name}\nEnter or double click: show in the tree`}
          onClick={() => select({ uri: entry.uri })}
          onKeyDown={(event) => {
            if (event.key !== 'Enter') return;
            event.preventDefault();
            void perform(showInTree, at);
          }}
        >
          {name}
        </button>
      </div>
      <div className={styles.state}>
        <EntryChip devId={devId} entry={entry} />
        <Beside devId={devId} entry={entry} />
      </div>
      <div className={styles.operations}>
        {newer === undefined ? null : <ActionButton action={updateComponent} at={at} size="small" />}
        {entry.subtree === 'Download' ? (
          <PushAgain devId={devId} entry={entry} />
        ) : (
          <OperationButtons devId={devId} entry={entry} place="table" />
        )}
      </div>
      <div className={styles.id}>{id === undefined ? <span>node {entry.nodeName}</span> : <code>{id}</code>}</div>
      <div className={styles.origin}>
        <Origin entry={entry} />
      </div>
      <div className={styles.read}>
        {newer === undefined ? null : <span className={styles.newer}>{newer} is in the library</span>}
        <span>
          read <Time at={entry.readAt} suffix=" ago" />
        </span>
      </div>
    </li>
  );
}

/** A described download is executed by the run that described it; what one can do is push the package again. */
function PushAgain({ devId, entry }: { readonly devId: string; readonly entry: DownloadEntry }) {
  const digest = useWindow((state) => [...state.packages.values()].find(({ pkgId }) => pkgId === entry.pkgId)?.digest);
  return digest === undefined ? (
    <span className={styles.faint}>not in the library</span>
  ) : (
    <ActionButton action={pushPackage} at={{ devId, digest }} size="small">
      Push again…
    </ActionButton>
  );
}

/** What the chip leaves out: the state beside a status, the progress of a download. */
function Beside({ devId, entry }: EntryRowProps) {
  const delivery = useDelivery(devId, entry);
  if (delivery !== undefined && !delivery.done)
    return (
      <span className={styles.faint}>
        {formatBytes(delivery.sent)} of {formatBytes(delivery.size)}
      </span>
    );
  const { word, rest } = stateWordOf(entry);
  if (rest !== undefined) return <span className={styles.faint}>{rest}</span>;
  if (entry.subtree === 'Download') return null;
  return entry.state === undefined || entry.state.word === word ? null : (
    <span className={styles.faint}>{entry.state.word}</span>
  );
}

/** Where it comes from: the package of a component, the type of a package. */
function Origin({ entry }: Pick<EntryRowProps, 'entry'>) {
  if (entry.subtree !== 'Deployed')
    return entry.pkgType === undefined ? null : <span title="Content type of the package">{entry.pkgType}</span>;
  return entry.pkgIdRef === undefined || entry.pkgIdRef === '' ? (
    <span>package not named</span>
  ) : (
    <span title="The package it came from">
      from <code>{entry.pkgIdRef}</code>
    </span>
  );
}
