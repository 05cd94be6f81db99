/** One standard object as a table of names and values; each name leads to its node. */
import type { ReactNode } from 'react';
import type { ObjectFact, StandardObject } from '../../../shared/dm/device-objects.ts';
import { select } from '../../app/store.ts';
import { preferTree } from '../inventory/tree-preferences.ts';
import styles from './DeviceView.module.css';

/** The card of an object, with its addresses and credentials below its own facts. */
export function ObjectCard({ object }: { readonly object: StandardObject }) {
  const { title, uri, facts, groups, remark } = object;
  return (
    <section className={styles.card} aria-label={title}>
      <header className={styles.head}>
        <h2 className={styles.title}>{title}</h2>
        <NodeLink uri={uri}>
          <code>{uri}</code>
        </NodeLink>
      </header>
      {facts.length === 0 ? null : <Facts facts={facts} />}
      {groups.map((group) => (
        <div key={group.title}>
          <h4 className={styles.group}>{group.title}</h4>
          <Facts facts={group.facts} />
        </div>
      ))}
      {remark === undefined ? null : <p className={styles.remark}>{remark}</p>}
    </section>
  );
}

function Facts({ facts }: { readonly facts: readonly ObjectFact[] }) {
  return (
    <dl className={styles.facts}>
      {facts.map(({ label, uri, value, meaning }) => (
        <div key={uri} className={styles.fact}>
          <dt>
            <NodeLink uri={uri}>{label}</NodeLink>
          </dt>
          <dd>
            {value === '' ? <span className={styles.faint}>empty</span> : <code className={styles.value}>{value}</code>}
            {meaning === undefined ? null : <span className={styles.meaning}> {meaning}</span>}
          </dd>
        </div>
      ))}
    </dl>
  );
}

function NodeLink({ uri, children }: { readonly uri: string; readonly children: ReactNode }) {
  return (
    <button
      type="button"
      className={styles.link}
      title={`Show ${uri} in the tree`}
      onClick={() => {
        // It stands outside the SCOMO object.
        preferTree({ scomoOnly: false });
        select({ tab: 'tree', uri });
      }}
    >
      {children}
    </button>
  );
}
