/** The context menu of a node: copy, read again, open and close, and the operations of its package or component. */
import { ContextMenu } from 'radix-ui';
import type { ReactElement } from 'react';
import { perform, whyNot, type Action } from '../../app/action.ts';
import { useWindow } from '../../app/store.ts';
import { Kbd } from '../../ui/Kbd.tsx';
import menu from '../../ui/Menu.module.css';
import { composeForNode } from '../console/actions/compose-for-node.ts';
import { updateComponent } from '../runs/actions/update-component.ts';
import { actionFor } from '../runs/entry-actions.ts';
import { addNode } from './actions/add-node.ts';
import { collapseAll } from './actions/collapse-all.ts';
import { copyTnds } from './actions/copy-tnds.ts';
import { copyURI } from './actions/copy-uri.ts';
import { copyValue } from './actions/copy-value.ts';
import { deleteNode } from './actions/delete-node.ts';
import { expandAll } from './actions/expand-all.ts';
import { readSubtree } from './actions/read-subtree.ts';
import { saveTnds } from './actions/save-tnds.ts';
import { writeTnds } from './actions/write-tnds.ts';
import { entryInFocus } from './entry-focus.ts';
import type { TreeStore } from './tree-store.ts';

export interface NodeMenuProps {
  readonly store: TreeStore;
  /** The grid; a right click in it selects the node first. */
  readonly children: ReactElement;
}

/** Adds the menu to the grid. */
export function NodeMenu({ store, children }: NodeMenuProps) {
  return (
    <ContextMenu.Root modal={false}>
      <ContextMenu.Trigger asChild>{children}</ContextMenu.Trigger>
      <ContextMenu.Portal>
        <ContextMenu.Content className={menu['menu']} collisionPadding={8}>
          <Entries devId={store.devId} />
        </ContextMenu.Content>
      </ContextMenu.Portal>
    </ContextMenu.Root>
  );
}

function Entries({ devId }: { readonly devId: string }) {
  const uri = useWindow((state) => state.selection.uri);
  const entry = entryInFocus({ devId, uri });
  const operations = (entry?.operations ?? []).flatMap(({ name }) =>
    entry === undefined ? [] : (actionFor(entry, name) ?? []),
  );
  const ofEntry = entry?.subtree === 'Deployed' ? [...operations, updateComponent] : operations;
  return (
    <>
      {ofEntry.map((action) => (
        <Entry key={action.id} action={action} />
      ))}
      {ofEntry.length === 0 ? null : <ContextMenu.Separator className={menu['separator']} />}
      <Entry action={copyValue} shortcut="Ctrl+C" />
      <Entry action={copyURI} />
      <Entry action={copyTnds} />
      <Entry action={saveTnds} />
      <ContextMenu.Separator className={menu['separator']} />
      <Entry action={readSubtree} />
      <Entry action={composeForNode} />
      <Entry action={addNode} />
      <Entry action={writeTnds} />
      <Entry action={deleteNode} />
      <ContextMenu.Separator className={menu['separator']} />
      <Entry action={expandAll} />
      <Entry action={collapseAll} />
    </>
  );
}

function Entry({
  action,
  shortcut = action.shortcut,
}: {
  readonly action: Action;
  readonly shortcut?: string | undefined;
}) {
  const why = useWindow((state) => whyNot(action, state));
  return (
    <ContextMenu.Item
      className={`${menu['item']} ${action.label.startsWith('Remove') ? menu['danger'] : ''}`}
      disabled={why !== undefined}
      onSelect={() => void perform(action)}
    >
      <span className={menu['label']}>
        {action.label}
        {why === undefined ? null : <span className={menu['why']}>{why}</span>}
      </span>
      {shortcut === undefined ? null : <Kbd keys={shortcut} />}
    </ContextMenu.Item>
  );
}
