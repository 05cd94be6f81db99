/** The window in a real Chromium, and what a technician's hands do with it: visible controls only, by role and name. */
import { chromium, type Locator, type Page } from 'playwright-core';
import { ZipFile } from 'yazl';
import { findChromium } from '../../build/machine.mjs';
import type { Manifest } from '../../electron/packages/manifest.ts';

export interface OpenedWindow {
  readonly page: Page;
  /** Everything the page complained of: errors, warnings, refusals of its Content-Security-Policy, failed requests. */
  readonly complaints: readonly string[];
  /** How often the page was loaded. */
  loads(): number;
  close(): Promise<void>;
}

export interface WindowOptions {
  readonly width?: number;
  readonly height?: number;
  readonly theme?: 'light' | 'dark';
}

/** Opens the link that the workbench printed. */
export async function openWindow(
  address: string,
  { width = 1280, height = 800, theme = 'dark' }: WindowOptions = {},
): Promise<OpenedWindow> {
  // Chromium refuses its sandbox to root, which is who tests in containers run as.
  const args = process.getuid?.() === 0 ? ['--no-sandbox'] : [];
  const browser = await chromium.launch({ executablePath: findChromium(), args });
  const page = await browser.newPage({ viewport: { width, height }, colorScheme: theme });
  page.setDefaultTimeout(15_000);
  const complaints: string[] = [];
  let loads = 0;
  page.on('load', () => (loads += 1));
  page.on('pageerror', (error) => complaints.push(`thrown: ${error.message}`));
  page.on('console', (message) => {
    if (['error', 'warning', 'assert'].includes(message.type())) complaints.push(`console: ${message.text()}`);
  });
  page.on('response', (response) => {
    if (response.status() >= 400) complaints.push(`HTTP ${response.status()}: ${response.url()}`);
  });
  await page.goto(address);
  return { page, complaints, loads: () => loads, close: () => browser.close() };
}

/** The columns of the window. */
export function handsetList(page: Page): Locator {
  return page.getByRole('region', { name: 'Handsets', exact: true });
}

export function packageList(page: Page): Locator {
  return page.getByRole('region', { name: 'Packages', exact: true });
}

export function runPanel(page: Page): Locator {
  return page.getByRole('complementary', { name: 'Run' });
}

export function trace(page: Page): Locator {
  return page.getByRole('region', { name: 'Trace' });
}

export function tree(page: Page): Locator {
  return page.getByRole('treegrid', { name: 'Management tree' });
}

/** The row of the node with exactly this name; the last one when there are several. */
export function treeRow(page: Page, name: string): Locator {
  const cell = page.getByRole('gridcell', { name: new RegExp(`^${name}( new| \\d+ changed inside)?$`) });
  return tree(page).getByRole('row').filter({ has: cell }).last();
}

/** The entry of the component table with this name. */
export function entry(page: Page, section: string, name: string): Locator {
  const button = page.getByRole('button', { name, exact: true });
  return page.getByRole('region', { name: section }).getByRole('listitem').filter({ has: button });
}

/** A package as the library takes it: a zip with a manifest and one file per component. */
export async function packageFile(manifest: Manifest, size = 60_000): Promise<Buffer> {
  const zip = new ZipFile();
  const components = manifest.components.map((component) => ({ file: `${component.id}.bin`, ...component }));
  zip.addBuffer(Buffer.from(JSON.stringify({ ...manifest, components })), 'scomo-package.json');
  for (const { id, file } of components) zip.addBuffer(Buffer.alloc(size, id), file, { compress: false });
  zip.end();
  const parts: Buffer[] = [];
  for await (const part of zip.outputStream) parts.push(Buffer.from(part));
  return Buffer.concat(parts);
}

/** Drags a file over the window; `drop` lets it go. */
export async function dragFile(page: Page, name: string, bytes: Buffer): Promise<{ drop(): Promise<void> }> {
  const transfer = await page.evaluateHandle(
    ({ name, text }) => {
      const data = new DataTransfer();
      const octets = Uint8Array.from(atob(text), (letter) => letter.codePointAt(0) ?? 0);
      data.items.add(new File([octets], name, { type: 'application/zip' }));
      return data;
    },
    { name, text: bytes.toString('base64') },
  );
  const send = (type: string) => page.locator('body').dispatchEvent(type, { dataTransfer: transfer });
  await send('dragenter');
  await send('dragover');
  return {
    drop: async () => {
      await send('drop');
      await transfer.dispose();
    },
  };
}

/** A step of the run panel as a person reads it. */
export interface ReadStep {
  readonly title: string;
  /** Its commands, e.g. `Exec ./SCM/…`; after they were sent with their status. Empty when it has none. */
  readonly commands: readonly string[];
  /** The whole card. */
  readonly text: string;
}

/** The step that the run stands before or works on. */
export function currentStep(page: Page): Locator {
  return runPanel(page).locator('[aria-current=step]');
}

/** The steps of the run, in order. */
export function steps(page: Page): Locator {
  return runPanel(page)
    .getByRole('listitem')
    .filter({ has: page.locator('button[aria-expanded]') });
}

/** The step with this title. */
export function stepNamed(page: Page, title: string): Locator {
  return steps(page).filter({ has: page.getByText(title, { exact: true }) });
}

/** Reads an open step. */
export async function readStep(step: Locator): Promise<ReadStep> {
  const words = await step.getByRole('button', { expanded: true }).first().innerText();
  const text = await step.innerText();
  const commands = await step
    .getByRole('figure', { name: /^(run step sends|sends|sent)$/i })
    .getByRole('listitem')
    .allInnerTexts();
  // Before the title stands its number or its state, behind it how long it took; each on a line of its own.
  const [, title = ''] = words.split('\n');
  return { title, text: oneLine(text), commands: commands.map(oneLine) };
}

/** Words as a person reads them: without the line breaks of the layout. */
export function oneLine(text: string): string {
  return text.replaceAll(/\s+/g, ' ').trim();
}

/** Waits until the run can be asked for its next step. */
export async function readyForStep(page: Page): Promise<void> {
  await runPanel(page).locator('button:not([aria-disabled]):has-text("Run step")').waitFor();
}

/** What Chromium tells a screen reader: every control without a name, as `role in ancestor`. */
export async function namelessControls(page: Page): Promise<readonly string[]> {
  const session = await page.context().newCDPSession(page);
  const { nodes } = await session.send('Accessibility.getFullAXTree');
  await session.detach();
  const byId = new Map(nodes.map((node) => [node.nodeId, node]));
  return nodes
    .filter(
      ({ ignored, role, name }) => !ignored && CONTROLS.has(String(role?.value)) && !String(name?.value ?? '').trim(),
    )
    .map(({ role, parentId }) => {
      const parent = parentId === undefined ? undefined : byId.get(parentId);
      return `${String(role?.value)} in ${String(parent?.role?.value)} “${String(parent?.name?.value ?? '')}”`;
    });
}

const CONTROLS = new Set(
  'button checkbox combobox dialog gridcell-button image link listbox menu menuitem option progressbar radio searchbox separator slider switch tab tablist tabpanel textbox toolbar tree treegrid'.split(
    ' ',
  ),
);

/** Adds a serial port by its path. */
export async function addPort(page: Page, port: string): Promise<void> {
  await page.keyboard.press('Alt+p');
  const dialog = page.getByRole('dialog', { name: 'Add a port' });
  await dialog.getByLabel('Path of the port').fill(port);
  await page.keyboard.press('Enter');
  await dialog.waitFor({ state: 'hidden' });
}
