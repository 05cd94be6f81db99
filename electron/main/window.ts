/** The one window of the workbench. */
import { BrowserWindow, nativeTheme } from 'electron';
import { PAGE_ORIGIN } from './protocol.ts';
import { pagePreferences } from './security.ts';

/** The page's own background in both themes, so that nothing flashes before it is drawn. */
const backgrounds = { dark: '#14171c', light: '#f6f7f9' } as const;

/**
 * Makes the window and loads the page. It shows once the page has drawn itself.
 *
 * @param preload path of the built preload script
 */
export function openWindow(preload: string): BrowserWindow {
  const window = new BrowserWindow({
    title: 'SCOMO Workbench',
    width: 1440,
    height: 900,
    minWidth: 800,
    minHeight: 560,
    show: false,
    backgroundColor: nativeTheme.shouldUseDarkColors ? backgrounds.dark : backgrounds.light,
    webPreferences: pagePreferences(preload),
  });
  window.once('ready-to-show', () => window.show());
  // A page that died is drawn again: the workbench behind it has lost nothing.
  window.webContents.on('render-process-gone', (_event, { reason }) => {
    if (reason !== 'clean-exit' && reason !== 'killed') window.webContents.reload();
  });
  void window.loadURL(`${PAGE_ORIGIN}/`);
  return window;
}

/** Brings the window in front of whatever covers it. */
export function bringToFront(window: BrowserWindow): void {
  if (window.isMinimized()) window.restore();
  window.focus();
}
