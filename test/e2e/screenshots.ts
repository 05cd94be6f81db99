/**
 * `npm run screenshots`: docs/screenshots/*.png, taken from the real window of the running workbench in the middle of
 * the main job. Nothing in them is staged but the order.
 */
import { mkdirSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join, resolve } from 'node:path';
import { ensureBuilt } from '../../build/launcher.mjs';
import { holdPort } from '../cable/held-port.ts';
import { plugHandset } from '../cable/plugged-handset.ts';
import { openPtyPair } from '../cable/pty.ts';
import { repack } from './png.ts';
import { freePort, must, startWorkbench } from './running-workbench.ts';
import {
  addPort,
  currentStep,
  entry,
  handsetList,
  openWindow,
  packageList,
  readyForStep,
  runPanel,
  stepNamed,
  trace,
  treeRow,
} from './window.ts';

const FOLDER = resolve(import.meta.dirname, '../../docs/screenshots');
/** The size of a small notebook, and of a screen on a bench. */
const SMALL = { width: 1280, height: 800 };
const WIDE = { width: 1920, height: 1080 };

await ensureBuilt();
mkdirSync(FOLDER, { recursive: true });
// A name that may be seen: it stands in the status bar.
const data = join(tmpdir(), 'scomo-workbench');
// Fails when it is there already: it would be somebody else's.
mkdirSync(data);
const workbench = await startWorkbench({ data, dmPort: await freePort() });
const { page, complaints, close } = await openWindow(workbench.address, SMALL);
try {
  await takeAll();
  if (complaints.length > 0) throw new Error(complaints.join('\n'));
} finally {
  await close();
  await workbench.stop();
  rmSync(data, { recursive: true, force: true });
}

async function takeAll(): Promise<void> {
  await page.getByText('Add the first handset').waitFor();
  await take('first-start');

  await addHandset('Bench 1');
  await addHandset('Bench 2');
  await handsetList(page).getByRole('button', { name: 'Add virtual handset', exact: true }).click();
  await page.getByRole('main').getByRole('button', { name: 'Admit' }).waitFor();
  await handsetList(page)
    .getByRole('button', { name: /Bench 1/ })
    .click();

  await plan('Radio Suite 5.0', /^Push and install/);
  await runAll();
  await plan('Notes 2.0', /^Push and install/);
  await runAll();
  await entry(page, 'Deployed components', 'Radio presets 5.0').getByRole('button', { name: 'Deactivate' }).click();
  await runAll();
  await runPanel(page).getByRole('button', { name: 'Start another…' }).click();
  await take('components');

  await select('Notes 2.1');
  await page.keyboard.press('Control+p');
  await page.getByRole('radio', { name: /^Update/ }).check();
  await take('push');
  await page.getByRole('button', { name: 'Plan the run' }).click();

  await readyForStep(page);
  await page.keyboard.press('Alt+t');
  await step('Check the file of Notes 2.1');
  await step('Find Notes 2.0 on the handset');
  await step('Deactivate Notes 2.0');
  await step('Describe the download on the handset');
  await currentStep(page).getByText('Exec').first().waitFor();
  await both('window');
  await page.setViewportSize(WIDE);
  await expand('C4');
  await message(/Sequence of 5, Add/);
  await take('window-wide-dark');
  await page.setViewportSize(SMALL);
  await takeTrace();
  await takeCables();
}

/** A handset on a cable beside a port that another program holds. */
async function takeCables(): Promise<void> {
  const folder = join(tmpdir(), 'ports');
  mkdirSync(folder);
  const pairs = [await openPtyPair({ near: join(folder, 'bench-3', 'near'), far: join(folder, 'bench-3', 'far') })];
  pairs.push(await openPtyPair({ near: join(folder, 'bench-4', 'near'), far: join(folder, 'bench-4', 'far') }));
  const [cable, taken] = pairs;
  if (cable === undefined || taken === undefined) throw new Error('There are two lines.');
  const account = must(await workbench.client.call('handsets.enrolment', {}));
  const handset = await plugHandset({ serial: cable.far, account, devId: 'IMEI:351234567890123' });
  const program = await holdPort(taken.near);
  try {
    await addPort(page, cable.near);
    await handsetList(page)
      .getByRole('button', { name: /Serial/ })
      .click();
    await page.getByRole('main').getByRole('button', { name: 'Admit' }).click();
    await treeRow(page, 'Deployed').waitFor();
    await addPort(page, taken.near);
    await page
      .getByRole('main')
      .getByText(/is held by/)
      .waitFor();
    await take('cable');
    await page.keyboard.press('Alt+Shift+d');
    await page
      .getByRole('dialog', { name: 'Connection doctor' })
      .getByText(/^1 trouble/)
      .waitFor();
    await take('doctor');
    await page.keyboard.press('Escape');
  } finally {
    await program.release();
    await handset.stop();
    for (const pair of pairs) await pair.unplug();
    rmSync(folder, { recursive: true, force: true });
  }
}

/** The same moment in both themes. */
async function both(name: string): Promise<void> {
  await take(`${name}-dark`);
  await page.emulateMedia({ colorScheme: 'light' });
  await take(`${name}-light`);
  await page.emulateMedia({ colorScheme: 'dark' });
}

async function takeTrace(): Promise<void> {
  const bar = page.getByRole('separator', { name: 'Height of the trace' });
  await bar.focus();
  for (let press = 0; press < 10; press += 1) await page.keyboard.press('ArrowUp');
  await trace(page).getByRole('combobox').selectOption({ label: 'Bench 1' });
  await message(/Sequence of 5, Add/);
  await take('trace');
}

async function take(name: string): Promise<void> {
  await page.mouse.move(0, 0);
  await page.evaluate(async () => {
    await document.fonts.ready;
    // A change of theme fades in; the colour of a changed node may go on fading.
    const fading = document.getAnimations().filter((each) => each instanceof CSSTransition);
    await Promise.all(fading.map((each) => each.finished));
  });
  writeFileSync(join(FOLDER, `${name}.png`), repack(await page.screenshot()));
}

async function addHandset(name: string): Promise<void> {
  await handsetList(page).getByRole('button', { name: 'Add virtual handset', exact: true }).click();
  await page.getByRole('main').getByRole('button', { name: 'Admit' }).click();
  await page.getByText('No component is on this handset').waitFor();
  await page.keyboard.press('F2');
  await page.keyboard.type(name);
  await page.keyboard.press('Enter');
  await page.getByRole('heading', { level: 1, name }).waitFor();
}

async function select(packageTitle: string): Promise<void> {
  await packageList(page).getByText(packageTitle).click();
}

async function plan(packageTitle: string, way: RegExp): Promise<void> {
  await select(packageTitle);
  await page.keyboard.press('Control+p');
  await page.getByRole('radio', { name: way }).check();
  await page.getByRole('button', { name: 'Plan the run' }).click();
  await readyForStep(page);
}

async function runAll(): Promise<void> {
  await readyForStep(page);
  await page.keyboard.press('Shift+F10');
  await runPanel(page)
    .getByText(/steps proven/)
    .waitFor({ timeout: 60_000 });
}

async function step(title: string): Promise<void> {
  await readyForStep(page);
  await runPanel(page)
    .getByRole('button', { name: /^Run step/ })
    .click();
  await stepNamed(page, title).getByRole('button', { name: /^Done/ }).waitFor();
}

/** Opens a node of the tree. */
async function expand(name: string): Promise<void> {
  await treeRow(page, name).getByRole('gridcell').first().click();
  await page.keyboard.press('ArrowRight');
}

/** Selects the newest message of the trace that says this. */
async function message(words: RegExp): Promise<void> {
  await trace(page).getByRole('option', { name: words }).last().click();
  await trace(page).locator('pre').waitFor();
}
