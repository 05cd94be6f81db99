/** The main job, done by hand in the real window of the running workbench. The tests go on from one another. */
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import type { Locator, Page } from 'playwright-core';
import { dataFolder, freePort, startWorkbench, type RunningWorkbench } from './running-workbench.ts';
import {
  currentStep,
  dragFile,
  entry,
  handsetList,
  namelessControls,
  oneLine,
  openWindow,
  packageFile,
  packageList,
  readStep,
  readyForStep,
  runPanel,
  stepNamed,
  steps,
  trace,
  tree,
  treeRow,
  type OpenedWindow,
  type ReadStep,
} from './window.ts';

const TORCH = { id: 'com.acme.torch', name: 'Torch' };

let folder: ReturnType<typeof dataFolder>;
let workbench: RunningWorkbench;
let opened: OpenedWindow;
let page: Page;

beforeAll(async () => {
  folder = dataFolder();
  workbench = await startWorkbench({ data: folder.path, dmPort: await freePort() });
  opened = await openWindow(workbench.address);
  page = opened.page;
});

afterAll(async () => {
  await opened.close();
  await workbench.stop();
  folder.remove();
});

describe('a first start', () => {
  it('says on every empty place what to do next', async () => {
    await page.getByText('Add the first handset').waitFor();
    expect(await handsetList(page).innerText()).toContain('Start with a virtual handset: one click');
    expect(await trace(page).innerText()).toContain('appears here as it comes');
    expect(await page.getByRole('contentinfo', { name: 'Status' }).innerText()).toMatch(
      /DM server 127\.0\.0\.1:\d+ · this machine only/,
    );
    expect(await namelessControls(page)).toEqual([]);
  });

  it('tells what to type into a real one, and one Escape is enough', async () => {
    await page.getByRole('button', { name: 'Connect a real handset…' }).click();
    const dialog = page.getByRole('dialog', { name: 'Connect a real handset' });
    expect(await dialog.innerText()).toMatch(/Server address.*http:\/\/127\.0\.0\.1:\d+\/dm/s);
    await page.getByRole('tooltip').waitFor();
    await page.keyboard.press('Escape');
    await expect.poll(() => dialog.count()).toBe(0);
  });

  it('adds a virtual handset with one click, which waits to be admitted and is not read before', async () => {
    await handsetList(page).getByRole('button', { name: 'Add virtual handset', exact: true }).click();
    const waiting = handsetList(page).getByRole('list', { name: 'Waiting to be admitted' });
    await waiting
      .getByRole('button', { name: /Acme Virtual Handset/ })
      .first()
      .waitFor();
    const main = page.getByRole('main');
    await main.getByText('wants to be managed from here').waitFor();
    expect(await main.innerText()).toContain('Nothing of it is read before you admit it');
    expect(await main.innerText()).toContain('not read yet');
    expect(await page.getByRole('contentinfo', { name: 'Status' }).innerText()).toContain('1 handset to admit');
  });

  it('admits it, and its components and its tree appear', async () => {
    await handsetList(page)
      .getByRole('button', { name: /^Admit Acme/ })
      .click();
    await page.getByText('No component is on this handset').waitFor();
    await page.getByText('The handset keeps no package.').waitFor();
    await page.getByText('Nothing is being fetched.').waitFor();
    await page.getByRole('tab', { name: 'Tree' }).click();
    expect(oneLine(await treeRow(page, 'SCM').innerText())).toContain('SCOMO 1.0');
    for (const name of ['Download', 'Delivered', 'Deployed']) await treeRow(page, name).waitFor();
  });
});

describe('the tree', () => {
  it('reads the whole tree and says how many nodes it has', async () => {
    await page.getByRole('button', { name: 'More for the tree' }).click();
    await page.getByRole('menuitem', { name: 'Read whole tree' }).click();
    await treeRow(page, 'DevInfo').waitFor();
    await expect.poll(nodesShown).toBeGreaterThan(20);
  });

  it('walks with the arrow keys as a tree grid does', async () => {
    await page.keyboard.press('Alt+t');
    await tree(page).focus();
    await page.keyboard.press('Home');
    await expect.poll(selectedRow).toBe(2);
    await select('DevInfo');
    const isOpen = () => treeRow(page, 'DevInfo').getAttribute('aria-expanded');
    if ((await isOpen()) === 'true') await page.keyboard.press('ArrowLeft');
    await expect.poll(isOpen).toBe('false');
    await page.keyboard.press('ArrowRight');
    await expect.poll(isOpen).toBe('true');
    expect(await selectedName()).toBe('DevInfo');
    await page.keyboard.press('ArrowRight');
    await expect.poll(selectedName).not.toBe('DevInfo');
    const child = await selectedName();
    await page.keyboard.press('ArrowDown');
    await expect.poll(selectedName).not.toBe(child);
    await page.keyboard.press('ArrowLeft');
    await expect.poll(selectedName).toBe('DevInfo');
    await page.keyboard.press('d');
    await page.keyboard.press('e');
    await page.keyboard.press('v');
    await page.keyboard.press('d');
    await expect.poll(selectedName).toBe('DevDetail');
    await page.keyboard.press('End');
    await expect.poll(selectedRow).toBe(Number(await tree(page).getAttribute('aria-rowcount')));
  });

  it('tells a screen reader level, place and state of every row', async () => {
    const rows = tree(page).locator('[role=row][aria-level]');
    const facts = await rows.evaluateAll((all) =>
      all.map((row) => ({
        level: Number(row.getAttribute('aria-level')),
        place: Number(row.getAttribute('aria-posinset')),
        of: Number(row.getAttribute('aria-setsize')),
        index: Number(row.getAttribute('aria-rowindex')),
        selected: row.getAttribute('aria-selected') === 'true',
        columns: [...row.querySelectorAll('[role=gridcell]')].reduce(
          (sum, cell) => sum + Number(cell.getAttribute('aria-colspan') ?? 1),
          0,
        ),
      })),
    );
    expect(facts.length).toBeGreaterThan(5);
    for (const [at, { level, place, of, index, columns }] of facts.entries()) {
      expect(level).toBeGreaterThanOrEqual(1);
      expect(level).toBeLessThanOrEqual((facts[at - 1]?.level ?? level) + 1);
      expect(place).toBeGreaterThanOrEqual(1);
      expect(place).toBeLessThanOrEqual(of);
      expect(index).toBe((facts[0]?.index ?? 0) + at);
      expect(columns).toBe(4);
    }
    expect(facts.filter(({ selected }) => selected)).toHaveLength(1);
    expect(await namelessControls(page)).toEqual([]);
  });

  it('finds nodes by what they are called and what they hold', async () => {
    const all = await nodesShown();
    await page.keyboard.press('Control+f');
    await page.keyboard.type('./DevInfo/Mod');
    await expect.poll(nodesShown).toBe(1);
    expect(oneLine(await treeRow(page, 'Mod').innerText())).toContain('Virtual Handset');
    await page.keyboard.press('Escape');
    await expect.poll(nodesShown).toBe(all);
    const filter = page.getByRole('searchbox', { name: 'Filter nodes and values' });
    await filter.fill('no such node');
    await page
      .getByRole('main')
      .getByText(/no node/i)
      .first()
      .waitFor();
    await filter.fill('');
    await page.getByRole('button', { name: 'SCOMO only' }).click();
    await expect.poll(() => treeRow(page, 'DevInfo').count()).toBe(0);
    await treeRow(page, 'Deployed').waitFor();
  });
});

describe('the package library', () => {
  it('takes a file that is dropped on the window and reads its manifest', async () => {
    await dropTorch('1.0');
    const item = packageList(page).getByRole('listitem').filter({ hasText: 'Torch 1.0' });
    await item.waitFor();
    expect(await item.innerText()).toContain('1 component');
  });

  it('refuses a file whose manifest is broken, and says why', async () => {
    const drag = await dragFile(
      page,
      'broken.zip',
      await packageFile({ pkgId: '', name: 'Broken', version: '1', components: [] }),
    );
    await drag.drop();
    const notice = page.getByRole('region', { name: 'Failures' });
    await notice.getByText(/broken\.zip/).waitFor();
    expect(await notice.innerText()).toMatch(/manifest/i);
    await notice.getByRole('button', { name: 'Dismiss' }).click();
    expect(await packageList(page).getByText('Broken').count()).toBe(0);
  });
});

describe('push inactive, step by step', () => {
  const read = new Map<string, { readonly before: ReadStep; readonly after: ReadStep }>();

  it('plans the run and sends nothing before its first step', async () => {
    await packageList(page).getByRole('button', { name: 'Push…' }).click();
    const dialog = page.getByRole('dialog', { name: /Push a package/ });
    await dialog.getByRole('radio', { name: /Push inactive/ }).check();
    expect(await dialog.getByRole('radio', { name: 'Update component' }).isDisabled()).toBe(true);
    expect(await namelessControls(page)).toEqual([]);
    await dialog.getByRole('button', { name: 'Plan the run' }).click();
    await currentStep(page).waitFor();
    expect(await titles()).toEqual([
      'Check the file of Torch 1.0',
      'Read the inventory',
      'Describe the download on the handset',
      'Download and install, leave inactive',
      'Check that Torch 1.0 is there, inactive',
      'Activate Torch 1.0',
      'Check that Torch 1.0 is active',
      'Clean up the download',
    ]);
    expect(
      await trace(page)
        .getByRole('option', { name: /Add|Exec/ })
        .count(),
    ).toBe(0);
  });

  it('shows what a step will send, sends exactly that, and then shows the proof', async () => {
    await oneStep('button');
    await oneStep('F10');
    const { before, after } = await oneStep('F10');
    expect(before.commands[0]).toBe('Sequence in this order:');
    expect(before.commands[1]).toMatch(/^Add \.\/SCM\/Download\/\S+$/);
    expect(before.commands.join()).toContain('PkgURL Value http://127.0.0.1:');
    expect(after.commands.every((command) => command.endsWith('200 OK'))).toBe(true);
    expect(after.text).toContain('appeared');
  });

  it('stands where it stood after the page was loaded again', async () => {
    const before = await Promise.all([titles(), currentStep(page).innerText(), packageList(page).innerText()]);
    await page.reload();
    await currentStep(page).waitFor();
    expect(await titles()).toEqual(before[0]);
    expect(oneLine(await currentStep(page).innerText())).toBe(oneLine(before[1]));
    expect(await packageList(page).getByText('Torch 1.0').count()).toBe(1);
    await trace(page)
      .getByRole('option', { name: /Add \.\/SCM\/Download/ })
      .first()
      .waitFor();
    expect(new URL(page.url()).hash).toBe('');
  });

  it('installs it inactive while the tree changes under the eyes', async () => {
    const loads = opened.loads();
    await page.keyboard.press('Alt+t');
    await treeRow(page, 'Deployed').waitFor();
    expect(await treeRow(page, 'C1').count()).toBe(0);
    const { before, after } = await oneStep('button');
    expect(before.commands).toHaveLength(1);
    expect(before.commands[0]).toMatch(/^Exec \S+\/Operations\/DownloadInstallInactive Correlator \S+$/);
    expect(after.commands[0]).toContain('202 accepted, result follows');
    expect(after.text).toContain('Torch 1.0 is there, Inactive');

    const component = treeRow(page, 'C1');
    await component.waitFor();
    expect(oneLine(await component.innerText())).toMatch(/C1 new .*com\.acme\.torch Inactive Torch 1\.0 now/);
    expect(await isTinted('C1')).toBe(true);
    await expand('C1');
    expect(oneLine(await treeRow(page, 'State').innerText())).toMatch(/^State .*10 Inactive/);
    expect(opened.loads()).toBe(loads);
  });

  it('checks it, activates it, and shows State 10 become 20', async () => {
    await oneStep('F10');
    const { before, after } = await oneStep('F10');
    expect(before.commands[0]).toMatch(/^Exec \.\/SCM\/Inventory\/Deployed\/C1\/Operations\/Activate /);
    expect(after.text).toMatch(/State 10 → 20/);
    await expect.poll(stateRow).toMatch(/^State was 10 → , is 20 Active/);
    expect(await isTinted('State')).toBe(true);
  });

  it('ends with every step proven', async () => {
    await oneStep('button');
    await oneStep('button');
    await runPanel(page)
      .getByText(/^8 steps proven, in \d/)
      .waitFor();
    expect([...read.values()].every(({ after }) => after.text.startsWith('Done'))).toBe(true);
    expect(await namelessControls(page)).toEqual([]);
  });

  /** Runs the current step; asserts what its card showed before and that this was sent. */
  async function oneStep(by: 'button' | 'F10'): Promise<{ readonly before: ReadStep; readonly after: ReadStep }> {
    await readyForStep(page);
    const before = await readStep(currentStep(page));
    expect(before.commands.join('\n') || before.text).toMatch(/^(Sequence|Add|Exec|Get) |nothing (is|has to be) sent/i);
    if (by === 'button')
      await runPanel(page)
        .getByRole('button', { name: /^Run step/ })
        .click();
    else await page.keyboard.press('F10');
    const step = stepNamed(page, before.title);
    await step.getByRole('button', { name: /^Done/ }).waitFor();
    // Once it is done, the proof stands under its title; opened, it shows what was sent.
    expect(await step.getByRole('paragraph').first().innerText()).not.toBe('');
    await step.getByRole('button', { expanded: false }).click();
    const after = await readStep(step);
    expect(after.commands).toHaveLength(before.commands.length);
    for (const [at, command] of before.commands.entries()) expect(after.commands[at]).toMatch(startsWith(command));
    await step.getByRole('button', { expanded: true }).first().click();
    read.set(before.title, { before, after });
    return { before, after };
  }
});

describe('the component', () => {
  it('is deactivated from the component table', async () => {
    await page.keyboard.press('Alt+c');
    const row = entry(page, 'Deployed components', 'Torch 1.0');
    expect(oneLine(await row.innerText())).toMatch(/^Torch 1\.0 .*\bActive\b/);
    await row.getByRole('button', { name: 'Deactivate' }).click();
    await finishRun();
    await expect.poll(async () => oneLine(await row.innerText())).toMatch(/\bInactive\b/);
    expect(await row.getByRole('button', { name: 'Deactivate' }).getAttribute('aria-disabled')).toBe('true');
  });

  it('is activated from its operations in the tree', async () => {
    await page.keyboard.press('Alt+t');
    await expand('C1');
    const row = treeRow(page, 'Operations');
    await row.getByRole('button', { name: 'Activate', exact: true }).click();
    await finishRun();
    await expect.poll(stateRow).toMatch(/is 20 Active/);
    await row.getByRole('button', { name: 'Deactivate', exact: true }).waitFor();
  });

  it('is updated with a newer package, and what it replaced is removed', async () => {
    await dropTorch('1.1');
    await page.keyboard.press('Alt+c');
    const old = entry(page, 'Deployed components', 'Torch 1.0');
    await old.getByText('1.1 is in the library').waitFor();
    await old.getByRole('button', { name: 'Update…' }).click();
    const dialog = page.getByRole('dialog', { name: /Update component/ });
    expect(await dialog.getByRole('checkbox', { name: 'Deactivate it first' }).isChecked()).toBe(true);
    await dialog.getByRole('button', { name: 'Plan the run' }).click();
    await finishRun();
    const row = entry(page, 'Deployed components', 'Torch 1.1');
    await expect.poll(async () => oneLine(await row.innerText())).toMatch(/\bActive\b/);
    const delivered = page.getByRole('region', { name: 'Delivered packages' });
    await expect.poll(async () => oneLine(await delivered.innerText())).not.toContain('acme-torch-1.0');
    expect(await delivered.innerText()).toContain('acme-torch-1.1');
  });

  it('is removed after the dialog has said what that takes away', async () => {
    await entry(page, 'Deployed components', 'Torch 1.1').getByRole('button', { name: 'Remove…' }).click();
    const dialog = page.getByRole('dialog', { name: /Remove component/ });
    expect(await dialog.innerText()).toContain('The component is uninstalled.');
    await dialog.getByRole('button', { name: 'Plan the run' }).click();
    await finishRun();
    await page.getByText('No component is on this handset').waitFor();
    await entry(page, 'Delivered packages', 'Torch').getByRole('button', { name: 'Remove…' }).click();
    await page.getByRole('dialog').getByRole('button', { name: 'Plan the run' }).click();
    await finishRun();
    await page.getByText('The handset keeps no package.').waitFor();
  });

  it('leaves every run in the list of the handset', async () => {
    await page.keyboard.press('Alt+r');
    const rows = page.getByRole('main').getByRole('row');
    await expect.poll(() => rows.count()).toBe(7);
    for (const row of (await rows.allInnerTexts()).slice(1)) expect(oneLine(row)).toMatch(/ Done /);
  });
});

describe('a slow handset', () => {
  it('is added with options, admitted before it has called, and named', async () => {
    await handsetList(page).getByRole('button', { name: 'More ways to add a handset' }).click();
    await page.getByRole('menuitem', { name: /with options/ }).click();
    const dialog = page.getByRole('dialog', { name: 'Add virtual handset' });
    await dialog.getByRole('textbox', { name: 'DevId' }).fill('BENCH-2');
    await dialog.getByRole('textbox', { name: 'Delay before each message, ms' }).fill('250');
    expect(await namelessControls(page)).toEqual([]);
    await page.keyboard.press('Enter');
    await page.keyboard.press('Alt+Enter');
    await page.getByRole('main').getByRole('button', { name: 'Admit' }).click();
    await page.keyboard.press('Alt+c');
    await page.getByText('No component is on this handset').waitFor();
    await page.keyboard.press('F2');
    await page.keyboard.type('Bench two');
    await page.keyboard.press('Enter');
    await page.getByRole('heading', { level: 1, name: 'Bench two' }).waitFor();
  });

  it('has a step skipped for a reason, which is kept', async () => {
    await page.keyboard.press('Control+k');
    await page.keyboard.type('push inactive');
    await page.keyboard.press('Enter');
    const dialog = page.getByRole('dialog', { name: /Push inactive, then activate on Bench two/ });
    await dialog
      .getByRole('combobox', { name: 'Package' })
      .selectOption({ label: await optionLike(dialog, /^Radio Suite/) });
    await dialog.getByRole('button', { name: 'Plan the run' }).click();
    await readyForStep(page);
    await page.keyboard.press('F10');
    await stepNamed(page, 'Check the file of Radio Suite 5.0').getByRole('button', { name: /^Done/ }).waitFor();
    await runPanel(page).getByRole('button', { name: 'Skip…' }).click();
    const skip = page.getByRole('dialog', { name: 'Skip this step?' });
    expect(await skip.getByRole('button', { name: 'Skip the step' }).getAttribute('aria-disabled')).toBe('true');
    await skip.getByRole('textbox', { name: 'Why' }).fill('It was read a moment ago');
    await page.keyboard.press('Enter');
    const skipped = stepNamed(page, 'Read the inventory');
    await skipped.getByText('Skipped: It was read a moment ago').waitFor();
    expect(await skipped.getByRole('button', { name: /^Skipped/ }).count()).toBe(1);
  });

  it('pauses a run-all after the step that runs', async () => {
    await readyForStep(page);
    await runPanel(page).getByRole('button', { name: 'Run all' }).click();
    await runPanel(page).getByRole('button', { name: 'Pause' }).click();
    await runPanel(page)
      .getByText(/^Paus(ing after this step|ed)/)
      .first()
      .waitFor();
    await runPanel(page).getByText('Paused').first().waitFor();
    await readyForStep(page);
    expect(await runPanel(page).getByRole('button', { name: /^Done/ }).count()).toBe(2);
    expect((await readStep(currentStep(page))).title).toBe('Download and install, leave inactive');
  });

  it('is left as it was when the run is aborted and undone', async () => {
    await page.keyboard.press('Alt+t');
    await expect.poll(async () => oneLine(await treeRow(page, 'Download').innerText())).toContain('1 child');
    await runPanel(page).getByRole('button', { name: 'Abort…' }).click();
    const dialog = page.getByRole('dialog', { name: 'Abort the run?' });
    expect(await dialog.getByRole('radio', { name: 'Abort and undo' }).isChecked()).toBe(true);
    expect(await dialog.innerText()).toContain('Will be taken back, in this order');
    await dialog.getByRole('textbox', { name: 'Why' }).fill('Wrong package');
    await dialog.getByRole('button', { name: 'Abort and undo' }).click();
    await runPanel(page)
      .getByText(/^Aborted after/)
      .waitFor({ timeout: 60_000 });
    expect(await runPanel(page).innerText()).toContain('Wrong package');
    await expect.poll(async () => oneLine(await treeRow(page, 'Download').innerText())).toContain('0 children');
  });
});

describe('a handset that is switched off', () => {
  it('is silent at once, and back when it is switched on', async () => {
    const silent = handsetList(page).getByRole('list', { name: 'Silent' });
    await fromMenu('Switch virtual handset off');
    await silent.getByRole('button', { name: /Bench two/ }).waitFor();
    expect(await silent.innerText()).toContain('switched off');
    await fromMenu('Switch virtual handset on');
    await expect.poll(() => silent.count()).toBe(0);
  });
});

describe('the trace', () => {
  it('shows the messages of one handset and each one decoded', async () => {
    await trace(page).getByRole('combobox').selectOption({ label: 'Bench two' });
    const list = trace(page).getByRole('listbox', { name: 'Messages' });
    await list.focus();
    await page.keyboard.press('End');
    const selected = list.getByRole('option', { selected: true });
    await expect
      .poll(async () => {
        await page.keyboard.press('ArrowUp');
        return selected.getAttribute('aria-label').then(async (label) => label ?? oneLine(await selected.innerText()));
      })
      .toMatch(/Delete \.\/SCM\/Download/);
    const xml = trace(page).locator('pre');
    await expect.poll(() => xml.innerText()).toMatch(/<Delete>[^]*<LocURI>\.\/SCM\/Download\/[^<]+<\/LocURI>/);
    expect(
      await trace(page)
        .getByRole('heading', { name: /^Message \d+ · session \S+ · to Bench two/ })
        .count(),
    ).toBe(1);
    expect(await namelessControls(page)).toEqual([]);
    await page.keyboard.press('Escape');
    await xml.waitFor({ state: 'detached' });
  });

  it('folds away and comes back', async () => {
    await trace(page).getByRole('button', { name: 'Hide' }).click();
    await expect.poll(() => trace(page).count()).toBe(0);
    await page.getByRole('button', { name: 'Show trace' }).click();
    await expect.poll(() => trace(page).getByRole('option').count()).toBeGreaterThan(5);
  });
});

describe('the palette', () => {
  it('finds a handset and brings it to the front', async () => {
    await find('acme');
    await page.getByRole('option', { name: /^Handset Acme Virtual Handset/ }).waitFor();
    expect(await namelessControls(page)).toEqual([]);
    await page.keyboard.press('Enter');
    await page.getByRole('heading', { level: 1, name: 'Acme Virtual Handset' }).waitFor();
  });

  it('finds an action and does it, or says why it cannot be done', async () => {
    await find('run step');
    const step = page.getByRole('option', { name: /^Action Run step/ });
    expect(await step.getAttribute('aria-disabled')).toBe('true');
    expect(await step.innerText()).toContain('The run is done');
    await page.keyboard.press('Escape');
    await find('settings');
    await page.keyboard.press('Enter');
    await page.getByRole('dialog', { name: 'Settings' }).waitFor();
  });
});

describe('the settings', () => {
  it('change the theme at once and for good', async () => {
    const dialog = page.getByRole('dialog', { name: 'Settings' });
    const dark = await background();
    expect(await namelessControls(page)).toEqual([]);
    await dialog.getByRole('combobox', { name: 'Theme' }).selectOption('light');
    await dialog.getByRole('button', { name: 'Save' }).click();
    await dialog.waitFor({ state: 'detached' });
    await expect.poll(background).not.toBe(dark);
    const light = await background();
    await page.reload();
    await handsetList(page).getByText('Bench two').waitFor();
    expect(await background()).toBe(light);
  });
});

describe('the whole walk', () => {
  it('ended without one complaint of the browser', () => {
    expect(opened.complaints).toEqual([]);
    expect(opened.loads()).toBe(3);
  });
});

async function fromMenu(name: string): Promise<void> {
  await page.getByRole('button', { name: 'More about this handset' }).click();
  await page.getByRole('menuitem', { name }).click();
}

async function find(words: string): Promise<void> {
  await page.keyboard.press('Control+k');
  await page.getByRole('combobox', { name: /^Find/ }).fill(words);
}

async function background(): Promise<string> {
  return page.evaluate(() => getComputedStyle(document.body).backgroundColor);
}

/** The label of the option that fits, as `selectOption` wants it. */
async function optionLike(dialog: Locator, pattern: RegExp): Promise<string> {
  const labels = await dialog.getByRole('option').allInnerTexts();
  return labels.find((label) => pattern.test(label)) ?? '';
}

async function dropTorch(version: string): Promise<void> {
  const bytes = await packageFile({
    pkgId: `acme-torch-${version}`,
    name: 'Torch',
    version,
    components: [{ ...TORCH, version }],
  });
  const drag = await dragFile(page, `torch-${version}.zip`, bytes);
  await page.getByText('Drop to add to the package library').waitFor();
  await drag.drop();
  await packageList(page).getByText(`Torch ${version}`).waitFor();
}

/** Runs everything that is left of the planned run. */
async function finishRun(): Promise<void> {
  await readyForStep(page);
  await runPanel(page).getByRole('button', { name: 'Run all' }).click();
  await runPanel(page)
    .getByText(/steps proven, in \d/)
    .waitFor({ timeout: 60_000 });
}

async function titles(): Promise<readonly string[]> {
  const heads = await steps(page).locator('button[aria-expanded]').allInnerTexts();
  return heads.map((head) => head.split('\n')[1] ?? '');
}

/** The number in front of `nodes` or `of … nodes`. */
async function nodesShown(): Promise<number> {
  const words = await page.getByRole('toolbar', { name: 'Tree' }).getByRole('status').innerText();
  return Number((/[\d,.]+/.exec(words)?.[0] ?? '0').replaceAll(/\D/g, ''));
}

async function select(name: string): Promise<void> {
  await treeRow(page, name).getByRole('gridcell').first().click();
}

async function expand(name: string): Promise<void> {
  const row = treeRow(page, name);
  if ((await row.getAttribute('aria-expanded')) === 'true') return;
  await select(name);
  await page.keyboard.press('ArrowRight');
}

async function selectedName(): Promise<string> {
  const id = await tree(page).getAttribute('aria-activedescendant');
  return page.locator(`[id="${id}"]`).getByRole('gridcell').first().innerText();
}

async function selectedRow(): Promise<number> {
  const id = await tree(page).getAttribute('aria-activedescendant');
  return Number(await page.locator(`[id="${id}"]`).getAttribute('aria-rowindex'));
}

/** Does the row stand out because it changed? */
async function isTinted(name: string): Promise<boolean> {
  return treeRow(page, name).evaluate((row) =>
    [...row.querySelectorAll(':scope > [aria-hidden=true]')].some(
      (tint) => getComputedStyle(tint).backgroundColor !== 'rgba(0, 0, 0, 0)',
    ),
  );
}

async function stateRow(): Promise<string> {
  return oneLine(await treeRow(page, 'State').innerText());
}

function startsWith(text: string): RegExp {
  return new RegExp(`^${text.replaceAll(/[.*+?^${}()|[\]\\]/g, String.raw`\$&`)}`);
}
