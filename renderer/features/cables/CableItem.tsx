/** A cable that is no known handset yet, as a row of the handset list: what and where it is, how it is, what can be done. */
import type { Cable } from '../../../shared/contract/cables.ts';
import { ActionItem } from '../../app/ActionButton.tsx';
import { selectCable } from '../../app/store.ts';
import { linkWords } from '../../i18n/words.ts';
import { Button } from '../../ui/Button.tsx';
import { LongName } from '../../ui/LongName.tsx';
import { Menu, MenuSeparator } from '../../ui/Menu.tsx';
import { StateShape } from '../../ui/StateShape.tsx';
import { useNow } from '../../ui/Time.tsx';
import { useInView } from '../../ui/use-in-view.ts';
import { walkList } from '../../ui/walk-list.ts';
import { openDoctor } from '../doctor/actions/open-doctor.ts';
import { forgetCable } from './actions/forget-cable.ts';
import { obexModes } from './actions/obex-modes.ts';
import { tryCable } from './actions/try-cable.ts';
import styles from './CableItem.module.css';
import { cableLine, cableName, cableState } from './cable-state.ts';

/** A row. */
export function CableItem({ cable, selected }: { readonly cable: Cable; readonly selected: boolean }) {
  const now = useNow();
  const { shape, tone, word } = cableState(cable, now);
  const name = cableName(cable);
  const line = cableLine(cable, now);
  // The end is what a narrow list cuts off: the place may go, the state may not.
  const facts = name === cable.where ? [linkWords[cable.link], line] : [line, cable.where.replace(/^\/dev\//, '')];
  const row = useInView<HTMLLIElement>(selected);
  const at = { port: cable.port };
  const problem = cable.state === 'trouble' ? cable.failure?.message : undefined;
  return (
    <li ref={row} className={styles.item} data-selected={selected}>
      <button
        type="button"
        className={styles.main}
        data-walk
        aria-current={selected ? 'true' : undefined}
        onClick={() => selectCable(cable.port)}
        onKeyDown={walkList}
      >
        <span className={styles.shape} title={word}>
          <StateShape shape={shape} tone={tone} />
        </span>
        <span className={styles.name} title={name}>
          <LongName name={name} />
        </span>
        <span className={styles.facts} title={`${line} · ${cable.where}`}>
          {facts.join(' · ')}
        </span>
        {problem === undefined ? null : (
          <span className={styles.problem} title={problem}>
            {problem}
          </span>
        )}
      </button>
      <span className={styles.more}>
        <Menu
          align="end"
          trigger={
            <Button kind="quiet" size="small" aria-label={`More about ${name}`}>
              ⋯
            </Button>
          }
        >
          <ActionItem action={tryCable} at={at} />
          <ActionItem action={openDoctor} at={at} />
          {cable.link === 'serial' ? <ActionItem action={obexModes} /> : null}
          <MenuSeparator />
          <ActionItem action={forgetCable} at={at} danger />
        </Menu>
      </span>
    </li>
  );
}
