/** Ctrl K: type, choose with the arrow keys, Enter. Focus stays in the field (WAI-ARIA combobox). */
import { Dialog } from 'radix-ui';
import { useEffect, useMemo, useState, type KeyboardEvent } from 'react';
import type { Action } from '../../app/action.ts';
import { closeDialog, windowStore } from '../../app/store.ts';
import { Kbd } from '../../ui/Kbd.tsx';
import { useReturnFocus } from '../../ui/use-return-focus.ts';
import { findItems, paletteItems, type PaletteItem } from './palette-items.ts';
import styles from './Palette.module.css';
import { useComponents } from './use-components.ts';

/** As many as anyone reads. */
const SHOWN = 60;

/** Finds any handset, component, package and action. */
export function Palette({ actions }: { readonly actions: readonly Action[] }) {
  const [search, setSearch] = useState('');
  const [at, setAt] = useState(0);
  const components = useComponents();
  const returnFocus = useReturnFocus();
  // What is allowed is judged once, when the palette opens: the list must not change under the fingers.
  const [state] = useState(() => ({ ...windowStore.getState(), dialog: undefined }));
  const items = useMemo(() => paletteItems(state, actions, components), [state, actions, components]);
  const found = useMemo(() => findItems(items, search).slice(0, SHOWN), [items, search]);
  const current = found[Math.min(at, found.length - 1)];

  const key = current?.key;

  useEffect(() => {
    if (key !== undefined) document.getElementById(`palette-${key}`)?.scrollIntoView({ block: 'nearest' });
  }, [key]);

  function press(event: KeyboardEvent): void {
    const last = found.length - 1;
    const goal = {
      ArrowDown: at >= last ? 0 : at + 1,
      ArrowUp: at <= 0 ? last : at - 1,
      PageDown: Math.min(last, at + 8),
      PageUp: Math.max(0, at - 8),
    }[event.key];
    if (goal !== undefined) setAt(goal);
    else if (event.key === 'Enter') choose(current);
    else return;
    event.preventDefault();
  }

  return (
    <Dialog.Root open onOpenChange={(open) => (open ? undefined : closeDialog())}>
      <Dialog.Portal>
        <div className={styles.backdrop} />
        <Dialog.Content className={styles.palette} aria-describedby={undefined} onCloseAutoFocus={returnFocus}>
          <Dialog.Title className="visually-hidden">Find anything</Dialog.Title>
          <input
            className={styles.field}
            role="combobox"
            aria-expanded="true"
            aria-controls="palette-list"
            aria-activedescendant={current === undefined ? undefined : `palette-${current.key}`}
            aria-label="Find a handset, component, package or action"
            placeholder="Find a handset, component, package or action"
            spellCheck={false}
            autoComplete="off"
            value={search}
            onChange={(event) => {
              setSearch(event.currentTarget.value);
              setAt(0);
            }}
            onKeyDown={press}
          />
          {/* A select element cannot show groups, keys and reasons. */}
          {/* oxlint-disable-next-line jsx-a11y/prefer-tag-over-role */}
          <div className={styles.list} id="palette-list" role="listbox" aria-label="Found" hidden={found.length === 0}>
            {found.map((item, index) => (
              // Keys are handled by the field, which keeps the focus.
              // oxlint-disable-next-line jsx-a11y/click-events-have-key-events
              <div
                key={item.key}
                id={`palette-${item.key}`}
                // An option element cannot hold columns.
                // oxlint-disable-next-line jsx-a11y/prefer-tag-over-role
                role="option"
                tabIndex={-1}
                aria-selected={item === current}
                aria-disabled={item.whyNot !== undefined}
                className={styles.item}
                onClick={() => choose(item)}
                onPointerMove={() => setAt(index)}
              >
                <span className={styles.kind}>{item.kind}</span>
                <span className={styles.text}>
                  <span className={styles.label}>{item.label}</span>
                  <span className={styles.remark}>{item.whyNot ?? item.remark}</span>
                </span>
                {item.shortcut === undefined ? null : <Kbd keys={item.shortcut} />}
              </div>
            ))}
          </div>
          {found.length === 0 ? (
            <output className={styles.none}>
              Nothing found for “{search}”. Try part of a name, a DevId, or what you want to do.
            </output>
          ) : null}
        </Dialog.Content>
      </Dialog.Portal>
    </Dialog.Root>
  );
}

function choose(item: PaletteItem | undefined): void {
  if (item === undefined || item.whyNot !== undefined) return;
  closeDialog();
  item.choose();
}
