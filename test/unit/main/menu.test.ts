import { expect, test, vi } from 'vitest';
import { actions } from '../../../renderer/app/actions.ts';

const { electron } = await vi.hoisted(() => import('./electron-stand-in.ts'));
vi.mock('electron', () => electron);
const { actionMenus } = await import('../../../electron/main/menu.ts');

test('every item of the menu is an action of the page, with its label and its key', () => {
  for (const item of actionMenus.flatMap(({ items }) => items)) {
    if (item === undefined) continue;
    const action = actions.find(({ id }) => id === item.action);
    expect({ id: action?.id, label: action?.label, shortcut: action?.shortcut }).toEqual({
      id: item.action,
      label: item.label,
      shortcut: item.key,
    });
  }
});
