/** What all chapters of the walk share: one running workbench and one window of it. */
import type { Page } from 'playwright-core';
import { afterAll, beforeAll } from 'vitest';
import { dataFolder, freePort, startWorkbench, type RunningWorkbench } from '../running-workbench.ts';
import { openWindow, type OpenedWindow } from '../window.ts';

export let opened: OpenedWindow;
export let page: Page;

/** Opens the window before the first chapter and closes it after the last one. */
export function openWalk(): void {
  let folder: ReturnType<typeof dataFolder>;
  let workbench: RunningWorkbench;

  beforeAll(async () => {
    folder = dataFolder();
    workbench = await startWorkbench({ data: folder.path, dmPort: await freePort() });
    opened = await openWindow(workbench.address);
    ({ page } = opened);
  });

  afterAll(async () => {
    await opened.close();
    await workbench.stop();
    folder.remove();
  });
}
