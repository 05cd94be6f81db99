/** The raw console, used by hand in the real window. The tests go on from one another. */
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import type { Locator, Page } from 'playwright-core';
import {
  admittedHandset,
  dataFolder,
  freePort,
  must,
  startWorkbench,
  type RunningWorkbench,
} from './running-workbench.ts';
import { namelessControls, oneLine, openWindow, trace, tree, treeRow, type OpenedWindow } from './window.ts';

let folder: ReturnType<typeof dataFolder>;
let workbench: RunningWorkbench;
let opened: OpenedWindow;
let page: Page;

beforeAll(async () => {
  folder = dataFolder();
  workbench = await startWorkbench({ data: folder.path, dmPort: await freePort() });
  await admittedHandset(workbench.client);
  opened = await openWindow(workbench.address);
  page = opened.page;
});

afterAll(async () => {
  await opened.close();
  await workbench.stop();
  folder.remove();
});

const editor = (): Locator => page.getByLabel('Commands', { exact: true });
const answer = (): Locator => page.getByRole('article', { name: 'Answer' });
const list = (): Locator => page.getByRole('listbox', { name: 'Completions' });
const view = (name: string | RegExp): Promise<void> => page.getByRole('tab', { name }).click();

/** Sends with the keyboard and waits for the answer to just this. */
async function send(text: string): Promise<string> {
  await editor().fill(text);
  await editor().press('Control+Enter');
  await answer().getByTitle(text).waitFor();
  await answer()
    .getByText(/Answered|refused/)
    .waitFor();
  return oneLine(await answer().innerText());
}

describe('the console', () => {
  it('opens with one key, ready to type, and tells how commands are written', async () => {
    await page.getByRole('tab', { name: 'Components' }).waitFor();
    await page.keyboard.press('Alt+k');
    await expect.poll(() => editor().evaluate((area) => area === document.activeElement)).toBe(true);
    expect(await page.getByRole('main').innerText()).toContain('One command per line');
    expect(await namelessControls(page)).toEqual([]);
  });

  it('completes commands, nodes of the tree and lists by keyboard', async () => {
    await page.keyboard.type('ge');
    await list().waitFor();
    await page.keyboard.press('Tab');
    await page.keyboard.type('./sc');
    await list()
      .getByRole('option', { name: /^\.\/SCM/ })
      .waitFor();
    await page.keyboard.press('Tab');
    await page.keyboard.type('?');
    await page.keyboard.press('Control+Space');
    await list()
      .getByRole('option', { name: /StructData/ })
      .waitFor();
    await page.keyboard.press('Enter');
    expect(await editor().inputValue()).toBe('get ./SCM?list=StructData');
    expect(await list().count()).toBe(0);
  });

  it('shows the message and its octets before anything is sent', async () => {
    const before = await trace(page).getByRole('option').count();
    await page.getByText(/1 command · only reads · \d+ B as XML · \d+ B as WBXML · this handset speaks XML/).waitFor();
    await view('Message');
    await page.getByRole('tabpanel', { name: 'Message' }).getByText('./SCM?list=StructData').waitFor();
    await view('Bytes');
    await page.getByRole('option', { name: '"./SCM?list=StructData"' }).click();
    const marked = await page.locator('[data-marked]').allInnerTexts();
    const octets = marked.map((text) => Number.parseInt(text, 16));
    expect(String.fromCodePoint(...octets.slice(1, -1))).toBe('./SCM?list=StructData');
    expect(await trace(page).getByRole('option').count()).toBe(before);
  });

  it('says line and column of what it cannot read, and what to do', async () => {
    await editor().fill('get ./SCM\nfetch ./SCM');
    await page.getByText(/Begin with get, add, replace/).waitFor();
    await page.getByText('line 2, column 1').waitFor();
    await expect.poll(() => page.getByRole('button', { name: /^Send/ }).getAttribute('aria-disabled')).toBe('true');
  });

  it('sends, and shows each status with its meaning and the nodes', async () => {
    const said = await send('get ./DevInfo/Man ./DevInfo/Nothing');
    expect(said).toContain('1 command refused');
    expect(said).toMatch(/\.\/DevInfo\/Man 200 OK .*\.\/DevInfo\/Nothing 404 not found/);
    expect(said).toContain('Acme');
  });

  it('warns before something dangerous, without standing in the way', async () => {
    await editor().fill('delete ./DMAcc/Nothing');
    await page.getByText(/how the handset reaches this server/).waitFor();
    expect(await send('delete ./DMAcc/Nothing')).toMatch(/404|405/);
  });

  it('changes the handset, and the tree shows it', async () => {
    expect(await send('sequence { add ./SCM/Download/raw1; add ./SCM/Download/raw1/PkgID "raw" }')).toContain(
      'Answered',
    );
    await answer()
      .getByText(/The tree here is up to date with \.\/SCM\/Download\/raw1/)
      .waitFor();
    await page.keyboard.press('Alt+t');
    await tree(page).waitFor();
    await treeRow(page, 'raw1').waitFor();
  });

  it('takes a node of the tree, and a message of the trace, to be changed and sent again', async () => {
    await treeRow(page, 'raw1').click({ button: 'right' });
    await page.getByRole('menuitem', { name: 'Get in the console' }).click();
    await expect.poll(() => editor().inputValue()).toContain('get ./SCM/Download/raw1');
    await trace(page)
      .getByRole('option', { name: /Sequence of 2/ })
      .last()
      .click();
    await trace(page).getByRole('button', { name: 'Edit and resend' }).click();
    await expect
      .poll(() => editor().inputValue())
      .toBe('sequence {\n  add ./SCM/Download/raw1\n  add ./SCM/Download/raw1/PkgID "raw"\n}');
    await page.getByText('Status and Results are not sent: they answer another message.').waitFor();
  });

  it('keeps a history, which the arrow keys bring back and a reload does not lose', async () => {
    await editor().fill('');
    await editor().press('ArrowUp');
    expect(await editor().inputValue()).toContain('add ./SCM/Download/raw1/PkgID "raw"');
    await editor().fill('get ./DevInfo/half-writ');
    await page.reload();
    await page.getByRole('tab', { name: 'Components' }).waitFor();
    await page.keyboard.press('Alt+k');
    expect(await editor().inputValue()).toBe('get ./DevInfo/half-writ');
    await view(/^History/);
    await page.getByRole('button', { name: /^Send again delete/ }).click();
    await answer().getByTitle('delete ./DMAcc/Nothing').waitFor();
  });

  it('keeps commands under a name', async () => {
    await editor().fill('get ./DevInfo/Man');
    await view('Snippets');
    await page.getByRole('button', { name: 'Keep these commands…' }).click();
    await page.getByRole('textbox', { name: 'Name' }).fill('Who made it');
    await page.keyboard.press('Enter');
    await page.getByRole('button', { name: 'Edit Who made it' }).waitFor();
    await page.getByRole('button', { name: /^Ask the person yes or no/ }).click();
    expect(await editor().inputValue()).toContain('alert 1101');
    await page.getByRole('button', { name: 'Delete Who made it' }).click();
    await page
      .getByRole('dialog')
      .getByRole('button', { name: /^Delete/ })
      .click();
    await expect.poll(() => page.getByRole('button', { name: 'Edit Who made it' }).count()).toBe(0);
  });

  it('waits visibly for a handset that is away, and takes commands back', async () => {
    const { client } = workbench;
    const here = async () => must(await client.call('handsets.list', {}))[0];
    must(await client.call('handsets.stopVirtual', { devId: (await here())?.devId ?? '' }));
    await expect.poll(async () => (await here())?.state, { timeout: 40_000 }).toBe('silent');
    await editor().fill('get ./SCM');
    await editor().press('Control+Enter');
    await answer().getByRole('button', { name: 'Take back' }).click();
    await answer().getByText('Taken back').waitFor();
    expect(await namelessControls(page)).toEqual([]);
  });

  it('left nothing on the browser’s console', () => {
    expect(opened.complaints).toEqual([]);
  });
});
