/** One handset in the list: name, link, state in word and shape, when it was last heard of, what it does now. */
import type { Handset } from '../../../shared/contract/handsets.ts';
import { ActionButton } from '../../app/ActionButton.tsx';
import { select } from '../../app/store.ts';
import { handsetWords, linkWords } from '../../i18n/words.ts';
import { StateShape } from '../../ui/StateShape.tsx';
import { Time } from '../../ui/Time.tsx';
import { walkList } from '../../ui/walk-list.ts';
import { admit } from './actions/admit.ts';
import { ActivityLine } from './ActivityLine.tsx';
import styles from './HandsetItem.module.css';

export interface HandsetItemProps {
  readonly handset: Handset;
  readonly selected: boolean;
}

/** A row of the handset list. */
export function HandsetItem({ handset, selected }: HandsetItemProps) {
  const { word, shape, tone } = handsetWords[handset.state];
  return (
    <li className={styles.item} data-selected={selected}>
      <button
        type="button"
        className={styles.main}
        data-walk
        aria-current={selected ? 'true' : undefined}
        onClick={() => select({ devId: handset.devId })}
        onKeyDown={walkList}
      >
        <span className={styles.shape}>
          <StateShape shape={shape} tone={tone} />
        </span>
        <span className={styles.name} title={handset.name}>
          {handset.name}
        </span>
        <span className={styles.age}>{handset.lastSeen === undefined ? null : <Time at={handset.lastSeen} />}</span>
        <span className={styles.facts}>
          {linkWords[handset.link]} · {word}
          {handset.virtual === undefined ? null : handset.virtual.running ? ' · virtual' : ' · switched off'}
        </span>
        {handset.name === handset.devId ? null : (
          <span className={styles.devId} title={handset.devId}>
            {handset.devId}
          </span>
        )}
        {handset.problem === undefined ? null : <span className={styles.problem}>{handset.problem}</span>}
        <ActivityLine handset={handset} />
      </button>
      {handset.state === 'new' ? (
        <div className={styles.actions}>
          <ActionButton action={admit} at={{ devId: handset.devId }} kind="primary" size="small" />
        </div>
      ) : null}
    </li>
  );
}
