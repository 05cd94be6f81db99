/** Where Electron starts. Nothing is awaited at the top level: `ready` never comes to a module that waits for it. */
import { resolve } from 'node:path';
import { openWorkbench } from '../workbench/workbench.ts';
import { runShell } from './shell.ts';

void runShell({
  openWorkbench,
  // Unpackaged, Electron's first argument is the application's folder.
  args: process.argv.slice(process.defaultApp ? 2 : 1),
  dist: resolve(import.meta.dirname, '..'),
});
