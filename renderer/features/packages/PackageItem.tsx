/** One package in the library list. */
import type { LibraryPackage } from '../../../shared/contract/packages.ts';
import { perform } from '../../app/action.ts';
import { ActionButton, ActionItem } from '../../app/ActionButton.tsx';
import { select } from '../../app/store.ts';
import { Button } from '../../ui/Button.tsx';
import { Menu, MenuSeparator } from '../../ui/Menu.tsx';
import { StateShape } from '../../ui/StateShape.tsx';
import { formatBytes, formatCount } from '../../ui/numbers.ts';
import { useInView } from '../../ui/use-in-view.ts';
import { walkList } from '../../ui/walk-list.ts';
import { pushPackage } from './actions/push-package.ts';
import { removePackage } from './actions/remove-package.ts';
import { showPackage } from './actions/show-package.ts';
import { describedWords, titleOf } from './package-words.ts';
import styles from './PackageItem.module.css';

export interface PackageItemProps {
  readonly package: LibraryPackage;
  readonly selected: boolean;
}

/** A row of the package list; the selected one shows what can be done with it. */
export function PackageItem({ package: item, selected }: PackageItemProps) {
  const { shape, tone, word, hint } = describedWords[item.described];
  const at = { digest: item.digest };
  const row = useInView<HTMLLIElement>(selected);
  return (
    <li ref={row} className={styles.item} data-selected={selected}>
      <button
        type="button"
        className={styles.main}
        data-walk
        aria-current={selected ? 'true' : undefined}
        onClick={() => select({ digest: item.digest })}
        onDoubleClick={() => void perform(showPackage, at)}
        onKeyDown={walkList}
      >
        <span className={styles.shape} title={hint}>
          <StateShape shape={shape} tone={tone} />
        </span>
        <span className={styles.name} title={item.fileName}>
          {titleOf(item)}
        </span>
        <span className={styles.size}>{formatBytes(item.size)}</span>
        <span className={styles.facts}>
          {item.components.length === 0 ? 'components unknown' : formatCount(item.components.length, 'component')} ·{' '}
          {item.sample ? 'sample' : word}
        </span>
      </button>
      {selected ? (
        <div className={styles.actions}>
          <ActionButton action={pushPackage} size="small">
            Push…
          </ActionButton>
          <ActionButton action={showPackage} at={at} size="small">
            Details
          </ActionButton>
          <Menu
            align="end"
            trigger={
              <Button size="small" aria-label={`More about ${titleOf(item)}`}>
                ⋯
              </Button>
            }
          >
            <ActionItem action={showPackage} at={at} />
            <MenuSeparator />
            <ActionItem action={removePackage} at={at} danger />
          </Menu>
        </div>
      ) : null}
    </li>
  );
}
