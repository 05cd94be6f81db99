/**
 * One handset in the list: name, link, state in word and shape, when it was last heard of, what it does now. Nothing
 * in it changes its height, so that the list stands still while sessions come and go.
 */
import type { Handset } from '../../../shared/contract/handsets.ts';
import { ActionButton } from '../../app/ActionButton.tsx';
import { latestRunOf, select, useWindow } from '../../app/store.ts';
import { handsetWords, linkWords } from '../../i18n/words.ts';
import { ProgressBar } from '../../ui/ProgressBar.tsx';
import { StateShape } from '../../ui/StateShape.tsx';
import { Time } from '../../ui/Time.tsx';
import { useInView } from '../../ui/use-in-view.ts';
import { walkList } from '../../ui/walk-list.ts';
import { CableNow } from '../cables/CableNow.tsx';
import { RunMark } from '../runs/RunMark.tsx';
import { admit } from './actions/admit.ts';
import { useActivity } from './activity.ts';
import styles from './HandsetItem.module.css';
import { lockSentence } from './lock-words.ts';
import { newEvents } from './new-events.ts';
import { tlsRefusal } from './tls-refusal.ts';

export interface HandsetItemProps {
  readonly handset: Handset;
  readonly selected: boolean;
  /** The heading above says the state already. */
  readonly stateSaid: boolean;
}

/** A row of the handset list. */
export function HandsetItem({ handset, selected, stateSaid }: HandsetItemProps) {
  const { word, shape, tone } = handsetWords[handset.state];
  const activity = useActivity(handset);
  const locked = lockSentence(handset);
  const refused = tlsRefusal(handset);
  const row = useInView<HTMLLIElement>(selected);
  const run = useWindow((state) => latestRunOf(state.runs, handset.devId));
  // Beside how the run stands there is room for little else; the header says the rest.
  const { virtual } = handset;
  const isOff = virtual?.running === false;
  const facts = [
    isOff && run !== undefined ? undefined : linkWords[handset.link],
    stateSaid ? undefined : word,
    isOff ? 'switched off' : undefined,
    virtual?.running === true && run === undefined ? 'virtual' : undefined,
  ].filter((fact) => fact !== undefined);
  const said = [newEvents(handset.unseenAlerts), activity?.what ?? facts.join(' · ')].filter(Boolean).join(' · ');
  return (
    <li ref={row} className={styles.item} data-selected={selected}>
      <button
        type="button"
        className={styles.main}
        data-walk
        aria-current={selected ? 'true' : undefined}
        onClick={() => select({ devId: handset.devId })}
        onKeyDown={walkList}
      >
        <span className={styles.shape} title={word}>
          <StateShape shape={shape} tone={tone} />
        </span>
        <span className={styles.name} title={handset.name}>
          {handset.name}
        </span>
        <span className={styles.age}>
          {handset.lastSeen === undefined || handset.state === 'new' ? null : <Time at={handset.lastSeen} />}
        </span>
        <span className={styles.line}>
          <span className={styles.facts} title={said}>
            <CableNow devId={handset.devId}>{said}</CableNow>
          </span>
          {run === undefined ? null : <RunMark run={run} />}
        </span>
        {handset.name === handset.devId ? null : (
          <span className={styles.devId} title={handset.devId}>
            {handset.devId}
          </span>
        )}
        {locked === undefined ? null : (
          <span className={styles.problem} title={locked}>
            Locked out
          </span>
        )}
        {refused === undefined ? null : (
          <span className={styles.problem} title={refused}>
            Refused: old TLS
          </span>
        )}
        {handset.problem === undefined ? null : (
          <span className={styles.problem} title={handset.problem}>
            {handset.problem}
          </span>
        )}
      </button>
      {activity === undefined ? null : (
        <span className={styles.progress}>
          <ProgressBar
            label={`${handset.name}: ${activity.what}`}
            {...(activity.share === undefined ? {} : { share: activity.share })}
          />
        </span>
      )}
      {handset.state === 'new' ? (
        <span className={styles.admit}>
          <ActionButton
            action={admit}
            at={{ devId: handset.devId }}
            kind="primary"
            size="small"
            aria-label={`Admit ${handset.name}`}
          />
        </span>
      ) : null}
    </li>
  );
}
