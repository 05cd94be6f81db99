/** A window that has nothing to show yet, and the first virtual handset. */
import { describe, expect, it } from 'vitest';
import { handsetList, namelessControls, oneLine, trace, treeRow } from '../window.ts';
import { page } from './walk.ts';

export function firstStart(): void {
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

    it('tells what to type into a real one; one Escape is enough, hint or no hint, and the focus is back', async () => {
      const connect = page.getByRole('button', { name: 'Connect a real handset…' });
      await connect.click();
      const dialog = page.getByRole('dialog', { name: 'Connect a real handset' });
      expect(await dialog.innerText()).toMatch(/Server address.*http:\/\/127\.0\.0\.1:\d+\/dm/s);
      expect(await page.getByRole('tooltip').count()).toBe(0);
      await page.keyboard.press('Shift+Tab');
      await page.keyboard.press('Tab');
      await page.getByRole('tooltip').waitFor();
      await page.keyboard.press('Escape');
      await expect.poll(() => dialog.count()).toBe(0);
      await expect.poll(() => connect.evaluate((button) => button === document.activeElement)).toBe(true);
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
}
