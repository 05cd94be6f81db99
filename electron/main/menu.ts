/**
 * The native menu. Items of ours name an action of the page and do nothing themselves; the page knows whether the
 * action is allowed now. Their keys are shown here and handled by the page, which has them in the browser as well.
 */
import { Menu, type MenuItemConstructorOptions, type WebContents } from 'electron';

/** Id, label and key of an action in the page's own list. */
export interface ActionItem {
  readonly action: string;
  readonly label: string;
  readonly key?: string;
}

/** One row per item; an empty row draws a line. No letter of a label opens a menu: the page has Alt and letters. */
// oxfmt-ignore
export const actionMenus: readonly { readonly label: string; readonly items: readonly (ActionItem | undefined)[] }[] = [
  {
    label: 'Handset',
    items: [
      { action: 'handsets.add-virtual', label: 'Add virtual handset', key: 'Alt+V' },
      { action: 'handsets.add-virtual-with-options', label: 'Add virtual handset with options…', key: 'Alt+Shift+V' },
      { action: 'handsets.connect', label: 'Connect a real handset…', key: 'Alt+H' },
      { action: 'cables.add', label: 'Add a port…', key: 'Alt+P' },
      { action: 'doctor.open', label: 'Connection doctor…', key: 'Alt+Shift+D' },
      undefined,
      { action: 'handsets.admit', label: 'Admit', key: 'Alt+Enter' },
      { action: 'handsets.wake', label: 'Wake', key: 'Alt+W' },
      { action: 'handsets.read-again', label: 'Read again', key: 'F5' },
      { action: 'handsets.read-whole-tree', label: 'Read whole tree', key: 'Shift+F5' },
      undefined,
      { action: 'handsets.account', label: 'Show account…', key: 'Alt+A' },
      { action: 'handsets.rename', label: 'Rename…', key: 'F2' },
      { action: 'handsets.forget', label: 'Forget…', key: 'Alt+Delete' },
    ],
  },
  {
    label: 'Package',
    items: [
      { action: 'packages.add', label: 'Add package…', key: 'Ctrl+O' },
      { action: 'packages.push', label: 'Push package…', key: 'Ctrl+P' },
    ],
  },
  {
    label: 'Run',
    items: [
      { action: 'runs.run-step', label: 'Run step', key: 'F10' },
      { action: 'runs.run-all', label: 'Run all', key: 'Shift+F10' },
      { action: 'runs.pause', label: 'Pause', key: 'Ctrl+F10' },
      { action: 'runs.retry', label: 'Retry', key: 'Alt+F10' },
      { action: 'runs.skip-step', label: 'Skip…', key: 'Ctrl+Shift+F10' },
      undefined,
      { action: 'runs.abort-run', label: 'Abort…', key: 'Ctrl+Shift+Delete' },
    ],
  },
  {
    label: 'View',
    items: [
      { action: 'view.find', label: 'Find a handset, component, package or action…', key: 'Ctrl+K' },
      undefined,
      { action: 'view.components', label: 'Show components', key: 'Alt+C' },
      { action: 'view.tree', label: 'Show tree', key: 'Alt+T' },
      { action: 'view.runs', label: 'Show runs', key: 'Alt+R' },
      { action: 'trace.toggle', label: 'Show or hide the trace', key: 'Ctrl+J' },
      undefined,
      { action: 'view.settings', label: 'Settings…', key: 'Ctrl+,' },
      { action: 'view.help', label: 'Help', key: 'F1' },
    ],
  },
];

/** Sets the menu of the application; choosing an item of ours sends its action to the page in `contents`. */
export function installMenu(contents: WebContents): void {
  const isMac = process.platform === 'darwin';
  Menu.setApplicationMenu(
    Menu.buildFromTemplate([
      ...(isMac ? [{ role: 'appMenu' as const }] : []),
      ...actionMenus.map(({ label, items }) => ({ label, submenu: items.map((item) => itemTemplate(item, contents)) })),
      { role: 'editMenu' },
      {
        label: 'Window',
        submenu: [
          { role: 'resetZoom' },
          { role: 'zoomIn' },
          { role: 'zoomOut' },
          { role: 'togglefullscreen' },
          { type: 'separator' },
          { role: 'minimize' },
          { role: isMac ? 'close' : 'quit' },
        ],
      },
    ]),
  );
}

function itemTemplate(item: ActionItem | undefined, contents: WebContents): MenuItemConstructorOptions {
  if (item === undefined) return { type: 'separator' };
  return {
    label: item.label,
    ...(item.key === undefined
      ? {}
      : { accelerator: item.key.replace('Ctrl', 'CommandOrControl'), registerAccelerator: false }),
    click: () => {
      if (!contents.isDestroyed()) contents.send('scomo:action', item.action);
    },
  };
}
