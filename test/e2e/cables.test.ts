/**
 * A handset on a cable, by hand in the real window: it appears on a port, is pulled in the middle of an install, comes
 * back, and the run ends well; and the doctor says why other ports cannot be used. The handset, the line and the program
 * that holds a port are processes of their own. The workbench runs without the right to open what its user may not: in
 * containers that user is root, whom the system would refuse nothing.
 */
import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { chmodSync, chownSync, mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join, resolve } from 'node:path';
import type { Locator, Page } from 'playwright-core';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { holdPort, type HeldPort } from '../cable/held-port.ts';
import { type PluggedHandset, plugHandset } from '../cable/plugged-handset.ts';
import { openPtyPair, type PtyPair } from '../cable/pty.ts';
import { dataFolder, freePort, must, type RunningWorkbench, startWorkbench } from './running-workbench.ts';
import { addPort, handsetList, openWindow, type OpenedWindow, packageList, readyForStep, runPanel } from './window.ts';

const DEV_ID = 'IMEI:351234567890123';

let folder: ReturnType<typeof dataFolder>;
let state: string;
let workbench: RunningWorkbench;
let opened: OpenedWindow;
let page: Page;
let pair: PtyPair;
let other: PtyPair;
let handset: PluggedHandset | undefined;
let program: HeldPort | undefined;

beforeAll(async () => {
  folder = dataFolder();
  state = mkdtempSync(join(tmpdir(), 'scomo-handset-'));
  pair = await openPtyPair();
  other = await openPtyPair();
  workbench = await startWorkbench({ data: folder.path, dmPort: await freePort(), isBound: true });
  opened = await openWindow(workbench.address);
  page = opened.page;
});

afterAll(async () => {
  await program?.release();
  await opened.close();
  await workbench.stop();
  await handset?.stop();
  await pair.unplug();
  await other.unplug();
  rmSync(state, { recursive: true, force: true });
  folder.remove();
});

async function plug(): Promise<void> {
  const account = must(await workbench.client.call('handsets.enrolment', {}));
  // Slow enough for a hand that pulls the cable while the handset installs.
  const more = ['--install-ms', '4000'];
  handset = await plugHandset({ serial: pair.far, account, devId: DEV_ID, state, more });
}

async function pull(): Promise<void> {
  await handset?.stop();
  handset = undefined;
  await pair.unplug();
}

describe('a handset on a cable', () => {
  it('appears as soon as its port is added, and waits to be admitted', async () => {
    await plug();
    await addPort(page, pair.near);
    const waiting = handsetList(page).getByRole('list', { name: 'Waiting to be admitted' });
    await waiting.getByRole('button', { name: /^Admit Acme/ }).click();
    await page.getByText('No component is on this handset').waitFor();
    expect(await linkButton().count()).toBe(1);
  });

  it('is pulled in the middle of an install: the run waits, and the window counts down until it is back', async () => {
    await packageList(page).getByText('Notes 2.0').click();
    await page.keyboard.press('Control+p');
    await page
      .getByRole('radio', { name: /install/i })
      .first()
      .check();
    await page.getByRole('button', { name: 'Plan the run' }).click();
    await readyForStep(page);
    await page.keyboard.press('Shift+F10');
    await expect.poll(() => isInstalling(), { timeout: 30_000 }).toBe(true);
    await pull();
    await handsetList(page)
      .getByText(/^Serial · Coming back · [01]:\d\d$/)
      .waitFor();
    await page
      .getByRole('main')
      .getByText(/^Serial · Coming back [01]:\d\d$/)
      .waitFor();
  });

  it('comes back, and the run ends well by itself', async () => {
    pair = await openPtyPair(pair);
    await plug();
    await runPanel(page)
      .getByText(/steps proven/)
      .waitFor({ timeout: 90_000 });
    await linkButton().waitFor();
    const [run] = must(await workbench.client.call('runs.list', {}));
    expect(run?.state).toBe('done');
  });
});

describe('the doctor', () => {
  it('names the program that holds a port', async () => {
    program = await holdPort(other.near);
    await addPort(page, other.near);
    const main = page.getByRole('main');
    await main.getByText(/^Used by (?!another)/).waitFor();
    await main.getByText(new RegExp(`is held by .*process ${program.pid}`)).waitFor();
    expect(await main.innerText()).toContain('The port for ourselves');
    await program.release();
  });

  it('names the group whose members may open a port', async () => {
    // dialout, as Debian numbers it; the file belongs to nobody that runs here.
    chownSync(other.near, 65_534, 20);
    chmodSync(other.near, 0o660);
    const main = page.getByRole('main');
    await main.getByRole('button', { name: /^Try again/ }).click();
    await main.getByText(/^\S+ is not a member of \w+, and so may not open it\.$/).waitFor();
    expect(await main.innerText()).toContain('sudo usermod -aG dialout');
    await main.getByText(/^udev rule: /).click();
    expect(await main.innerText()).toContain('TAG+="uaccess"');
  });

  it('sees that nobody may open a port, in the window and on the command line', async () => {
    chmodSync(other.near, 0o000);
    const main = page.getByRole('main');
    await main.getByRole('button', { name: /^Try again/ }).click();
    await main.getByText(/has the rights ---------/).waitFor();
    await page.keyboard.press('Alt+Shift+d');
    const dialog = page.getByRole('dialog', { name: 'Connection doctor' });
    await dialog.getByText(/^1 trouble/).waitFor();
    expect(await dialog.innerText()).toContain('port-closed');
    await page.keyboard.press('Escape');
    const { code, out } = await scomo('doctor', '--json');
    expect(code).toBe(1);
    const { findings } = JSON.parse(out) as { findings: { code: string; port?: string }[] };
    expect(findings.find(({ port }) => port === other.near)?.code).toBe('port-closed');
  });

  it('has nothing to complain of after all that, as the page', () => {
    expect(opened.complaints).toEqual([]);
  });
});

/** The links of the handset, in its header. */
function linkButton(): Locator {
  return page.getByRole('button', { name: `Links of Acme Virtual Handset: Serial ${pair.near}` });
}

/** The handset has been told to install, and has not reported yet. */
async function isInstalling(): Promise<boolean> {
  const [run] = must(await workbench.client.call('runs.list', {}));
  const step = run?.steps[run.current];
  return step !== undefined && /install/i.test(step.title) && (step.state === 'waiting' || step.state === 'running');
}

async function scomo(...args: readonly string[]): Promise<{ code: number | null; out: string }> {
  const cli = resolve(import.meta.dirname, '../../dist/host/cli.js');
  const child = spawn(process.execPath, [cli, ...args, '--data', folder.path], {
    stdio: ['ignore', 'pipe', 'inherit'],
  });
  let out = '';
  child.stdout.on('data', (bytes: Buffer) => (out += bytes.toString('utf8')));
  const [code] = (await once(child, 'close')) as [number | null];
  return { code, out };
}
