/** The help: the first minute, the words, the keys, and how to connect a handset. */
import { useState } from 'react';
import type { Action } from '../../app/action.ts';
import { closeDialog } from '../../app/store.ts';
import { Dialog } from '../../ui/Dialog.tsx';
import { Tabs } from '../../ui/Tabs.tsx';
import { Connecting } from './Connecting.tsx';
import { FirstMinute } from './FirstMinute.tsx';
import styles from './HelpDialog.module.css';
import { Keys } from './Keys.tsx';
import { Words } from './Words.tsx';

/** A dialog with four pages. */
export function HelpDialog({ actions }: { readonly actions: readonly Action[] }) {
  const [page, setPage] = useState<'start' | 'connect' | 'words' | 'keys'>('start');
  return (
    <Dialog title="Help" width={800} onClose={closeDialog}>
      <div className={styles.help}>
        <Tabs
          label="Pages of the help"
          value={page}
          onChange={setPage}
          tabs={[
            { value: 'start', label: 'The first minute' },
            { value: 'connect', label: 'Connect a handset' },
            { value: 'words', label: 'Words' },
            { value: 'keys', label: 'Keyboard' },
          ]}
        >
          <div className={styles.page}>
            {page === 'start' ? <FirstMinute /> : null}
            {page === 'connect' ? <Connecting /> : null}
            {page === 'words' ? <Words /> : null}
            {page === 'keys' ? <Keys actions={actions} /> : null}
          </div>
        </Tabs>
      </div>
    </Dialog>
  );
}
