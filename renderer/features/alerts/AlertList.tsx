/** What the selected handset told on its own, newest first: what it means, and what to do now. */
import { useEffect, useState } from 'react';
import type { KeptAlert } from '../../../shared/contract/alerts.ts';
import { normalizeURI } from '../../../shared/dm/uri.ts';
import type { Failure } from '../../../shared/result.ts';
import { alertWords, type AlertWords } from '../../../shared/scomo/alert-words.ts';
import { ActionButton } from '../../app/ActionButton.tsx';
import { select, useWindow } from '../../app/store.ts';
import { call } from '../../app/workbench.ts';
import { Button } from '../../ui/Button.tsx';
import { Chip } from '../../ui/Chip.tsx';
import { EmptyState } from '../../ui/EmptyState.tsx';
import { ErrorNotice } from '../../ui/ErrorNotice.tsx';
import { Time } from '../../ui/Time.tsx';
import { pushPackage } from '../packages/actions/push-package.ts';
import styles from './AlertList.module.css';

/** The events of a handset; looking at them makes them seen. Give it the handset as `key`. */
export function AlertList({ devId }: { readonly devId: string }) {
  const { known, fresh, failure } = useAlerts(devId);
  if (failure !== undefined) return <ErrorNotice failure={failure} />;
  if (known === undefined) return null;
  if (known.length === 0)
    return (
      <EmptyState title="This handset has told nothing on its own">
        Operations that nobody here started, requests for an update and events of the maker show up here.
      </EmptyState>
    );
  return (
    <ol className={styles.list} aria-label="Events of this handset">
      {known.map((alert) => (
        <Entry key={alert.id} alert={alert} isNew={fresh.has(alert.id)} />
      ))}
    </ol>
  );
}

interface Alerts {
  readonly known?: readonly KeptAlert[];
  /** Those that nobody had seen before this view was opened. */
  readonly fresh: ReadonlySet<number>;
  readonly failure?: Failure;
}

/** The alerts of a handset, asked for again when there are new ones; what is shown counts as seen. */
function useAlerts(devId: string): Alerts {
  const unseen = useWindow((state) => state.handsets.get(devId)?.unseenAlerts ?? 0);
  const [alerts, setAlerts] = useState<Alerts>({ fresh: new Set() });
  useEffect(() => {
    let isCurrent = true;
    void call('alerts.list', { devId }).then((answer) => {
      if (!isCurrent) return;
      if (!answer.ok) return setAlerts(({ fresh }) => ({ fresh, failure: answer.error }));
      const unread = unseen === 0 ? [] : answer.value.filter(({ seen }) => !seen);
      setAlerts(({ fresh }) => ({ known: answer.value, fresh: new Set([...fresh, ...unread.map(({ id }) => id)]) }));
      const newest = unread[0];
      if (newest !== undefined) void call('alerts.seen', { devId, upTo: newest.id });
    });
    return () => {
      isCurrent = false;
    };
  }, [devId, unseen]);
  return alerts;
}

const SHAPES = { ok: 'check', failed: 'bang', neutral: 'ring' } as const;
const KINDS: Readonly<Record<AlertWords['kind'], string>> = {
  operation: 'Operation',
  request: 'Request',
  firmware: 'Firmware',
  'client-event': 'Client event',
  other: 'Other',
};

function Entry({ alert, isNew }: { readonly alert: KeptAlert; readonly isNew: boolean }) {
  const { kind, title, meaning, next, tone } = alertWords(alert, alert.fate);
  const uri = alert.target ?? alert.source;
  return (
    <li className={`${styles.entry} ${isNew ? styles.new : ''}`}>
      <div className={styles.head}>
        <Chip tone={tone} shape={SHAPES[tone]}>
          {KINDS[kind]}
        </Chip>
        <h3 className={styles.title}>{title}</h3>
        {isNew ? <span className={styles.mark}>new</span> : null}
        <span className={styles.time}>
          <Time at={alert.at} suffix=" ago" />
        </span>
      </div>
      <p className={styles.meaning}>
        {meaning} <span className={styles.next}>{next}</span>
      </p>
      <Sent alert={alert} />
      <div className={styles.buttons}>
        {kind === 'request' ? <ActionButton action={pushPackage} size="small" at={{ devId: alert.devId }} /> : null}
        {kind === 'operation' && uri !== undefined && uri !== '' ? (
          <Button size="small" onClick={() => select({ tab: 'tree', uri: normalizeURI(uri) })}>
            Show in the tree
          </Button>
        ) : null}
      </div>
    </li>
  );
}

/** The alert itself, for those who know the protocol. */
function Sent({ alert }: { readonly alert: KeptAlert }) {
  const rows: readonly (readonly [name: string, value: string | undefined])[] = [
    ['Alert', String(alert.code)],
    ['Type', alert.type],
    ['Format', alert.format],
    ['Mark', alert.mark],
    ['Correlator', alert.correlator],
    ['Source', alert.source],
    ['Target', alert.target],
    ['Data', alert.data === '' ? undefined : alert.data],
  ];
  return (
    <dl className={styles.sent}>
      {rows.map(([name, value]) =>
        value === undefined || value === '' ? null : (
          <div key={name} className={styles.part}>
            <dt>{name}</dt>
            <dd>{value}</dd>
          </div>
        ),
      )}
    </dl>
  );
}
