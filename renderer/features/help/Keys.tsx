import type { Action } from '../../app/action.ts';
import { Kbd } from '../../ui/Kbd.tsx';
import styles from './HelpDialog.module.css';

/** Every key, straight from the list of actions, and the keys of tree and lists. */
export function Keys({ actions }: { readonly actions: readonly Action[] }) {
  const groups = [...new Set(actions.map((action) => action.group))];
  return (
    <table className={styles.keys}>
      {groups.map((group) => (
        <tbody key={group}>
          <tr>
            <th scope="rowgroup" colSpan={3}>
              {group}
            </th>
          </tr>
          {actions
            .filter((action) => action.group === group && action.shortcut !== undefined)
            .map((action) => (
              <tr key={action.id}>
                <td>{action.label}</td>
                <td className={styles.hint}>{action.hint}</td>
                <td>{action.shortcut === undefined ? null : <Kbd keys={action.shortcut} />}</td>
              </tr>
            ))}
        </tbody>
      ))}
      <tbody>
        <tr>
          <th scope="rowgroup" colSpan={3}>
            Lists, tree and panes
          </th>
        </tr>
        {PLACES.map(([does, keys]) => (
          <tr key={does}>
            <td colSpan={2}>{does}</td>
            <td>
              <Kbd keys={keys} />
            </td>
          </tr>
        ))}
      </tbody>
    </table>
  );
}

const PLACES: readonly (readonly [string, string])[] = [
  ['Next or previous row', '↑ ↓'],
  ['Open or close a node of the tree', '→ ←'],
  ['First or last row', 'Home End'],
  ['To the next part of the window', 'Tab'],
  ['Move a splitter that has the focus', '← → ↑ ↓'],
  ['Close a dialog or menu', 'Escape'],
];
