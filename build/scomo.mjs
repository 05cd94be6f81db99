#!/usr/bin/env node
/** The command `scomo`: the same workbench without a window. */

import { join } from 'node:path';
import { ensureBuilt, findNode, launch, quietNode, root, runAsChild } from './launcher.mjs';

await launch(async () => {
  await ensureBuilt();
  return runAsChild(findNode(), [...quietNode, join(root, 'dist', 'host', 'cli.js'), ...process.argv.slice(2)]);
});
