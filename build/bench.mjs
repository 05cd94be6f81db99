/** `npm run bench [name]`: runs the measurements of test/bench one after another, each in a fresh process. */

import { readdirSync } from 'node:fs';
import { join } from 'node:path';
import { findNode, launch, quietNode, root, runAsChild } from './launcher.mjs';

await launch(async () => {
  const folder = join(root, 'test', 'bench');
  const wanted = process.argv[2] ?? '';
  let worst = 0;
  for (const file of readdirSync(folder).toSorted()) {
    if (!file.endsWith('.bench.ts') || !file.includes(wanted)) continue;
    console.log(`\n${file}`);
    worst = Math.max(worst, await runAsChild(findNode(), [...quietNode, join(folder, file)]));
  }
  return worst;
});
