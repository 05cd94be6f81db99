/** The page's JavaScript, gzipped, against its limit; the peer is the same code without compression. */
import { readdirSync, readFileSync } from 'node:fs';
import { join, resolve } from 'node:path';
import { gzipSync } from 'node:zlib';
import { ensureBuilt } from '../../build/launcher.mjs';
import { printRows } from './ratio.ts';

const LIMIT = 350_000;
const PAGE = resolve(import.meta.dirname, '../../dist/renderer');

await ensureBuilt();
const scripts = readdirSync(PAGE, { recursive: true, encoding: 'utf8' })
  .filter((name) => name.endsWith('.js'))
  .map((name) => readFileSync(join(PAGE, name)));
if (scripts.length === 0) throw new Error('The build has no page.');
const plain = scripts.reduce((sum, { length }) => sum + length, 0);
const gzipped = scripts.reduce((sum, script) => sum + gzipSync(script, { level: 9 }).length, 0);

printRows([
  {
    what: `the page's JavaScript, gzipped (${scripts.length} files)`,
    ours: `${(gzipped / 1000).toFixed(0)} kB`,
    peer: `limit 350 kB, plain ${(plain / 1000).toFixed(0)} kB`,
    ratio: gzipped / LIMIT,
    limit: { most: 1 },
  },
]);
