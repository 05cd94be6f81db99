/** The help: the first minute, how to connect a handset, the clients that are known, the console, words and keys. */
import { useState } from 'react';
import type { Action } from '../../app/action.ts';
import { closeDialog } from '../../app/store.ts';
import { Dialog } from '../../ui/Dialog.tsx';
import { Tabs } from '../../ui/Tabs.tsx';
import { Clients } from './Clients.tsx';
import { Commands } from './Commands.tsx';
import { Connecting } from './Connecting.tsx';
import { FirstMinute } from './FirstMinute.tsx';
import styles from './HelpDialog.module.css';
import { Keys } from './Keys.tsx';
import { Words } from './Words.tsx';

/** A dialog with six pages. */
export function HelpDialog({ actions }: { readonly actions: readonly Action[] }) {
  const [page, setPage] = useState<'start' | 'connect' | 'clients' | 'console' | 'words' | 'keys'>('start');
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
            { value: 'clients', label: 'Known clients' },
            { value: 'console', label: 'Console' },
            { value: 'words', label: 'Words' },
            { value: 'keys', label: 'Keyboard' },
          ]}
        >
          <div className={styles.page}>
            {page === 'start' ? <FirstMinute /> : null}
            {page === 'connect' ? <Connecting /> : null}
            {page === 'clients' ? <Clients /> : null}
            {page === 'console' ? <Commands /> : null}
            {page === 'words' ? <Words /> : null}
            {page === 'keys' ? <Keys actions={actions} /> : null}
          </div>
        </Tabs>
      </div>
    </Dialog>
  );
}
