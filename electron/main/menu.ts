/**
 * The native menu. Items of ours name an action of the page and do nothing themselves; the page knows whether the
 * action is allowed now. Their keys are shown here and handled by the page, which has them in the browser as well.
 */
import { Menu, type MenuItemConstructorOptions, type WebContents } from 'electron';

interface ActionItem {
  /** Id of the action in the page's own list. */
  readonly action: string;
  readonly label: string;
  readonly accelerator?: string;
}

/** One row per item; an empty row draws a line. */
const menus: readonly { readonly label: string; readonly items: readonly (ActionItem | undefined)[] }[] = [
  {
    label: '&Handset',
    items: [
      { action: 'handset.add-virtual', label: 'Add virtual handset' },
      { action: 'handset.admit', label: 'Admit …' },
      { action: 'handset.wake', label: 'Wake' },
      undefined,
      { action: 'tree.read', label: 'Read SCOMO tree', accelerator: 'F5' },
    ],
  },
  {
    label: '&Package',
    items: [{ action: 'package.add', label: 'Add package …', accelerator: 'CommandOrControl+O' }],
  },
  {
    label: '&Run',
    items: [
      { action: 'run.step', label: 'Run step', accelerator: 'F10' },
      { action: 'run.all', label: 'Run all', accelerator: 'Shift+F10' },
      { action: 'run.pause', label: 'Pause' },
      { action: 'run.retry', label: 'Retry' },
      { action: 'run.skip', label: 'Skip with a reason …' },
      { action: 'run.abort', label: 'Abort and undo …' },
    ],
  },
];

/** Sets the menu of the application; choosing an item of ours sends its action to the page in `contents`. */
export function installMenu(contents: WebContents): void {
  const isMac = process.platform === 'darwin';
  Menu.setApplicationMenu(
    Menu.buildFromTemplate([
      ...(isMac ? [{ role: 'appMenu' as const }] : []),
      ...menus.map(({ label, items }) => ({ label, submenu: items.map((item) => itemTemplate(item, contents)) })),
      { role: 'editMenu' },
      {
        label: '&View',
        submenu: [
          itemTemplate(
            { action: 'palette.open', label: 'Find anything …', accelerator: 'CommandOrControl+K' },
            contents,
          ),
          { type: 'separator' },
          { role: 'resetZoom' },
          { role: 'zoomIn' },
          { role: 'zoomOut' },
          { role: 'togglefullscreen' },
        ],
      },
      isMac ? { role: 'windowMenu' } : { label: '&Window', submenu: [{ role: 'minimize' }, { role: 'quit' }] },
    ]),
  );
}

function itemTemplate(item: ActionItem | undefined, contents: WebContents): MenuItemConstructorOptions {
  if (item === undefined) return { type: 'separator' };
  return {
    label: item.label,
    ...(item.accelerator === undefined ? {} : { accelerator: item.accelerator, registerAccelerator: false }),
    click: () => {
      if (!contents.isDestroyed()) contents.send('scomo:action', item.action);
    },
  };
}
