/**
 * What the window may do: show our own page. No Node.js in it, no navigation away, no further windows, no devices,
 * no permissions beyond copying text, and no network: everything it needs comes over `app://` and IPC.
 */
import { app, type Session, type WebContents, type WebPreferences } from 'electron';
import { PAGE_ORIGIN } from './protocol.ts';

/** Copying a credential or a message is asked for by the person; everything else has no use here. */
const grantedPermissions: ReadonlySet<string> = new Set(['clipboard-sanitized-write']);

/** Schemes that a request of the window may have. The developer tools load themselves from `devtools:`. */
const grantedSchemes: ReadonlySet<string> = new Set(['app:', 'blob:', 'data:', 'devtools:']);

/** How our window's page runs. Written out even where it is Electron's default: a default may change. */
export function pagePreferences(preload: string): WebPreferences {
  return {
    preload,
    contextIsolation: true,
    sandbox: true,
    nodeIntegration: false,
    nodeIntegrationInWorker: false,
    nodeIntegrationInSubFrames: false,
    webSecurity: true,
    allowRunningInsecureContent: false,
    experimentalFeatures: false,
    webviewTag: false,
    navigateOnDragDrop: false,
    spellcheck: false,
    devTools: !app.isPackaged,
  };
}

/** Denies permissions, devices and the network to every page of the session. */
export function restrictSession(session: Session): void {
  session.setPermissionRequestHandler((_contents, permission, decide) => decide(grantedPermissions.has(permission)));
  session.setPermissionCheckHandler((_contents, permission) => grantedPermissions.has(permission));
  session.setDevicePermissionHandler(() => false);
  session.webRequest.onBeforeRequest(({ url }, decide) => {
    decide({ cancel: !grantedSchemes.has(schemeOf(url)) });
  });
}

/** Denies navigation, further windows and embedded pages to every page that this process ever makes. */
export function restrictAllContents(): void {
  app.on('web-contents-created', (_event, contents) => restrictContents(contents));
}

function restrictContents(contents: WebContents): void {
  contents.on('will-navigate', (event) => {
    if (!isOurPage(event.url)) event.preventDefault();
  });
  contents.on('will-frame-navigate', (event) => {
    if (!event.isMainFrame || !isOurPage(event.url)) event.preventDefault();
  });
  contents.on('will-redirect', (event) => event.preventDefault());
  contents.on('will-attach-webview', (event) => event.preventDefault());
  contents.setWindowOpenHandler(() => ({ action: 'deny' }));
}

/** Only loading the same page again is allowed. */
function isOurPage(url: string): boolean {
  return url === `${PAGE_ORIGIN}/` || url.startsWith(`${PAGE_ORIGIN}/#`);
}

function schemeOf(url: string): string {
  return url.slice(0, url.indexOf(':') + 1).toLowerCase();
}
