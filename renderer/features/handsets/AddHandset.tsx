/** One click adds a virtual handset; the arrow beside it offers the other ways to get one. */
import { ActionButton, ActionItem } from '../../app/ActionButton.tsx';
import { Button } from '../../ui/Button.tsx';
import { Menu, MenuSeparator } from '../../ui/Menu.tsx';
import { addPort } from '../cables/actions/add-port.ts';
import { openDoctor } from '../doctor/actions/open-doctor.ts';
import { addVirtual } from './actions/add-virtual.ts';
import { addVirtualWithOptions } from './actions/add-virtual-with-options.ts';
import { connectHandset } from './actions/connect-handset.ts';
import styles from './AddHandset.module.css';

/** The split button below the handset list. */
export function AddHandset() {
  return (
    <div className={styles.split}>
      <ActionButton action={addVirtual} className={styles.wide} />
      <Menu
        align="end"
        trigger={
          <Button className={styles.more} aria-label="More ways to add a handset">
            <svg width="10" height="10" viewBox="0 0 10 10" aria-hidden="true">
              <path d="M2 3.5 5 6.5 8 3.5" fill="none" stroke="currentColor" strokeWidth="1.4" strokeLinecap="round" />
            </svg>
          </Button>
        }
      >
        <ActionItem action={addVirtualWithOptions} />
        <MenuSeparator />
        <ActionItem action={connectHandset} />
        <ActionItem action={addPort} />
        <MenuSeparator />
        <ActionItem action={openDoctor} />
      </Menu>
    </div>
  );
}
