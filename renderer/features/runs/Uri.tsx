/** A URI that wraps behind its slashes and leads to its node in the tree. */
import { Fragment } from 'react';
import { splitQuery } from '../../../shared/dm/uri.ts';
import { select } from '../../app/store.ts';
import styles from './Uri.module.css';

/** Shows the node in the tree when it is clicked. */
export function Uri({ uri }: { readonly uri: string }) {
  const parts = uri.split('/');
  return (
    <button
      type="button"
      className={styles.uri}
      title="Show in the tree"
      onClick={() => select({ tab: 'tree', uri: splitQuery(uri).uri })}
    >
      {parts.map((part, index) => (
        <Fragment key={index}>
          {part}
          {index < parts.length - 1 ? (
            <>
              /<wbr />
            </>
          ) : null}
        </Fragment>
      ))}
    </button>
  );
}
