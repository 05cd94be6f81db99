/** What a handset tells on its own, what it is, and its tree changed by hand: in the real window, with a real handset. */
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import type { Page } from 'playwright-core';
import { dataFolder, freePort, startWorkbench, type RunningWorkbench } from './running-workbench.ts';
import { ACCOUNT, basicCred, message, packageOne } from '../unit/server/scripted-handset.ts';
import { namelessControls, oneLine, openWindow, runPanel, tree, treeRow, type OpenedWindow } from './window.ts';

/** A handset that proves itself at once and tells something. */
const DEV_ID = 'IMEI:351234567890123';

let folder: ReturnType<typeof dataFolder>;
let workbench: RunningWorkbench;
let opened: OpenedWindow;
let page: Page;

beforeAll(async () => {
  folder = dataFolder();
  workbench = await startWorkbench({ data: folder.path, dmPort: await freePort() });
  await workbench.client.call('handsets.addVirtual', {});
  opened = await openWindow(workbench.address);
  page = opened.page;
  await page.getByRole('button', { name: /^Admit Acme/ }).click();
  await page.getByText('Deployed components').waitFor();
}, 60_000);

afterAll(async () => {
  await opened.close();
  await workbench.stop();
  folder.remove();
});

describe('the device of a handset', () => {
  it('is read with one click and shown as cards, without secrets', async () => {
    await page.getByRole('tab', { name: 'Device' }).click();
    await page.getByRole('main').getByRole('button', { name: 'Read device objects' }).click();
    const account = page.getByRole('region', { name: /^DM account/ });
    await account.waitFor();
    expect(oneLine(await account.innerText())).toMatch(/Address http:\/\/127\.0\.0\.1:\d+\/dm/);
    expect(oneLine(await account.innerText())).toContain('how the handset proves itself to the server');
    expect(oneLine(await page.getByRole('region', { name: 'Device details' }).innerText())).toContain(
      'takes values in several messages',
    );
    expect(await namelessControls(page)).toEqual([]);
  });

  it('leads from a value to its node, where the object is shown too', async () => {
    const card = page.getByRole('region', { name: 'Device information' });
    await card.getByRole('button', { name: './DevInfo' }).click();
    await tree(page).waitFor();
    await page.getByRole('region', { name: 'Selected node' }).waitFor();
    expect(oneLine(await page.getByRole('region', { name: 'Device information' }).innerText())).toContain('Model');
  });
});

describe('the tree changed by hand', () => {
  it('gets a node, a value and loses the node again, each after a read-back', async () => {
    await treeRow(page, 'Download').click();
    await page.getByRole('button', { name: 'Add a node below…' }).click();
    const dialog = page.getByRole('dialog', { name: 'Add a node' });
    await dialog.getByLabel('Name').fill('byhand');
    await dialog.getByLabel('Format').selectOption('node');
    await dialog.getByRole('button', { name: 'Add', exact: true }).click();
    await treeRow(page, 'byhand').waitFor();
    await page.getByRole('button', { name: 'Add a node below…' }).click();
    await dialog.getByLabel('Name').fill('PkgID');
    await dialog.getByLabel('Value').fill('acme-1');
    await dialog.getByRole('button', { name: 'Add', exact: true }).click();
    const detail = page.getByRole('region', { name: 'Selected node' });
    await detail.getByText('acme-1').waitFor();
    await detail.getByRole('button', { name: 'Edit value' }).click();
    await page.getByLabel('New value').fill('acme-2');
    await page.keyboard.press('Enter');
    await detail.getByText('acme-2').waitFor();
    await treeRow(page, 'byhand').click({ button: 'right' });
    await page.getByRole('menuitem', { name: 'Remove this node…' }).click();
    const question = page.getByRole('dialog', { name: 'Delete this node on the handset?' });
    expect(await question.innerText()).toContain('go with it');
    await question.getByRole('button', { name: 'Delete' }).click();
    await question.waitFor({ state: 'detached' });
    expect(await treeRow(page, 'byhand').count()).toBe(0);
  });
});

describe('asking the person on the handset', () => {
  it('is chosen in the push dialog, and the card shows the question, the Sequence and the report', async () => {
    await page.keyboard.press('Control+p');
    const dialog = page.getByRole('dialog', { name: /^Push a package/ });
    await dialog.getByLabel('Ask on the handset first').check();
    await dialog.getByLabel('Question').fill('May we install this?');
    await dialog.getByLabel('Tell the person when it is done').check();
    await dialog.getByRole('button', { name: 'Plan the run' }).click();
    await runPanel(page).getByRole('button', { name: 'Run all' }).click();
    const panel = runPanel(page);
    await expect.poll(async () => oneLine(await panel.innerText()), { timeout: 60_000 }).toContain('Done');
    await panel.getByText('Tell the person on the handset').waitFor();
  }, 90_000);
});

describe('what a handset tells on its own', () => {
  it('shows in the list, and leads to what it means and what to do', async () => {
    const { user, password } = ACCOUNT;
    await workbench.client.call('handsets.admit', { devId: DEV_ID, user, password, auth: 'basic' });
    const status = await workbench.client.call('app.status', {});
    const url = status.ok ? status.value.listener.url : '';
    const items = [{ meta: { type: 'urn:oma:at:scomo:1.1:userrequest', format: 'chr' }, data: '' }];
    const body = message({
      msgId: '1',
      commands: packageOne([{ cmd: 'Alert', cmdId: '3', data: '1226', items }]),
      cred: basicCred(),
    });
    await fetch(url, {
      method: 'POST',
      headers: { 'content-type': 'application/vnd.syncml.dm+xml' },
      body: Buffer.from(body),
    });
    await page.getByRole('button', { name: /1 new event/ }).click();
    await page.getByRole('main').getByRole('button', { name: '1 new event' }).click();
    const list = page.getByRole('list', { name: 'Events of this handset' });
    await list.getByText('The person who holds the handset asks whether there is an update').waitFor();
    await list.getByRole('button', { name: /Push package/ }).waitFor();
    await page
      .getByRole('button', { name: /new event/ })
      .first()
      .waitFor({ state: 'detached' });
    expect(await namelessControls(page)).toEqual([]);
    expect(opened.complaints).toEqual([]);
  });
});
