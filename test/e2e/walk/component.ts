/** What is done with the pushed component until it is removed. */
import { describe, expect, it } from 'vitest';
import { entry, oneLine, treeRow } from '../window.ts';
import { finishRun } from './run.ts';
import { dropTorch } from './torch.ts';
import { expand, stateRow } from './tree-rows.ts';
import { page } from './walk.ts';

export function component(): void {
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
}
