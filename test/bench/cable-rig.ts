/** The plug over USB: in the rig's emulated machine, whose test tells how long each plug took. */
import { spawn } from 'node:child_process';
import { join } from 'node:path';
import { findNode, root } from '../../build/launcher.mjs';
import { median, type Row } from './ratio.ts';

const LIMIT_S = 1;
const TEST = 'plug-to-inventory';

/**
 * From the kernel's word that there is a device to the whole inventory, for handsets that the workbench has never met.
 * The first plug after the start of the workbench runs code that no plug has run before, many times slower in emulation;
 * it is told, and the others are held to the limit.
 */
export async function rigPlugRows(): Promise<readonly Row[]> {
  const said = await sayingOf([join(root, 'build', 'test-cable.mjs'), 'usb', TEST]);
  const cells = /^\| the inventory is there +\|(.*)\|\s*$/m.exec(said)?.[1];
  if (cells === undefined) throw new Error(`The rig told no figures:\n${said}`);
  const [first = Number.NaN, ...others] = cells.split('|').map(Number);
  const row = (what: string, ours: number, limit: Row['limit']): Row => ({
    what: `plug to inventory over USB in the rig, ${what}`,
    ours: `${ours.toFixed(2)} s`,
    peer: `limit ${LIMIT_S.toFixed(2)} s`,
    ratio: ours / LIMIT_S,
    limit,
  });
  return [
    row('first after start', first, 'none'),
    row(`middle of ${others.length}`, median(others), { most: 1 }),
    row('slowest of them', Math.max(...others), 'none'),
  ];
}

/** What a program says that runs on our Node.js. */
function sayingOf(args: readonly string[]): Promise<string> {
  const child = spawn(findNode(), args, { stdio: ['ignore', 'pipe', 'inherit'] });
  let said = '';
  child.stdout.setEncoding('utf8').on('data', (text: string) => (said += text));
  return new Promise((settle, reject) => {
    child.once('error', reject);
    child.once('close', () => settle(said));
  });
}
