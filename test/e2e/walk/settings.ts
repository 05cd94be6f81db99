/** A choice that lasts. */
import { describe, expect, it } from 'vitest';
import { handsetList, namelessControls } from '../window.ts';
import { page } from './walk.ts';

export function settings(): void {
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
}

async function background(): Promise<string> {
  return page.evaluate(() => getComputedStyle(document.body).backgroundColor);
}
