/** How much JavaScript the page has, gzipped file by file at level 9, as npm start builds it. */
import { readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { gzipSync } from 'node:zlib';
import { ensureBuilt, root } from '../../build/launcher.mjs';
import { printRows } from './ratio.ts';

const LIMIT_KB = 350;

await ensureBuilt();
const folder = join(root, 'dist', 'renderer');
const files = readdirSync(folder, { recursive: true, encoding: 'utf8' }).filter((path) => path.endsWith('.js'));
const octets = files.map((path) => gzipSync(readFileSync(join(folder, path)), { level: 9 }).length);
const kB = octets.reduce((sum, each) => sum + each, 0) / 1000;
if (kB === 0) throw new Error(`There is no JavaScript in ${folder}.`);
printRows([
  {
    what: `JavaScript of the page, gzipped (${files.length} ${files.length === 1 ? 'file' : 'files'})`,
    ours: `${kB.toFixed(0)} kB`,
    peer: `limit ${LIMIT_KB} kB`,
    ratio: kB / LIMIT_KB,
    limit: { most: 1 },
  },
]);
