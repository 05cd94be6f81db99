/** The properties of the selected node, read from the handset on request, with what this server may do explained. */
import { useState } from 'react';
import type { NodeProperties as Properties } from '../../../shared/contract/tree.ts';
import { isWritable } from '../../../shared/dm/properties.ts';
import { useSubmit } from '../../app/use-answer.ts';
import { useWindow } from '../../app/store.ts';
import { call } from '../../app/workbench.ts';
import { Button } from '../../ui/Button.tsx';
import { ErrorNotice } from '../../ui/ErrorNotice.tsx';
import { Time } from '../../ui/Time.tsx';
import { needsReadable } from '../handsets/actions/read.ts';
import styles from './NodeProperties.module.css';
import { PropertyRow } from './PropertyRow.tsx';

export interface NodePropertiesProps {
  readonly devId: string;
  readonly uri: string;
}

/** A section below the node's facts; empty until Read. Give it the node as `key`. */
export function NodeProperties({ devId, uri }: NodePropertiesProps) {
  const [known, setKnown] = useState<Properties>();
  const { busy, failure, submit } = useSubmit();
  const whyNot = useWindow((state) => needsReadable(state, { devId, uri }));
  return (
    <section className={styles.properties} aria-label="Properties">
      <div className={styles.head}>
        <h2 className={styles.title}>Properties</h2>
        {known === undefined ? null : (
          <span className={styles.faint}>
            read <Time at={known.readAt} suffix=" ago" />
          </span>
        )}
        <Button
          size="small"
          kind="quiet"
          hint="Asks the handset for ACL, Format, Name, Size, Title, TStamp, Type and VerNo of this node"
          whyNot={busy ? 'The handset is being asked.' : whyNot}
          onClick={() => submit(() => call('tree.properties', { devId, uri }), setKnown)}
        >
          {known === undefined ? 'Read' : 'Read again'}
        </Button>
        {known === undefined ? null : (
          <Button size="small" kind="quiet" onClick={() => setKnown(undefined)}>
            Hide
          </Button>
        )}
        {busy ? <output className={styles.faint}>Waiting for the handset …</output> : null}
      </div>
      {failure === undefined ? null : <ErrorNotice failure={failure} />}
      {known === undefined ? null : (
        <div className={styles.columns}>
          <dl className={styles.list}>
            {known.properties.map((property) => (
              <PropertyRow
                key={property.name}
                devId={devId}
                node={known}
                property={property}
                onChange={isWritable(property.name) ? setKnown : undefined}
              />
            ))}
          </dl>
          <Rights node={known} />
        </div>
      )}
    </section>
  );
}

const ALLOWED = { yes: 'may', no: 'may not', unknown: 'not known' } as const;

function Rights({ node }: { readonly node: Properties }) {
  return (
    <table className={styles.rights}>
      <caption className={styles.caption}>What this server ({node.serverId}) may do here</caption>
      <tbody>
        {node.rights.map(({ command, allowed, words }) => (
          <tr key={command}>
            <th scope="row">{command}</th>
            <td className={styles[allowed]}>{ALLOWED[allowed]}</td>
            <td className={styles.faint}>{words}</td>
          </tr>
        ))}
      </tbody>
    </table>
  );
}
