/** Handsets and actions found by their names. */
import { describe, expect, it } from 'vitest';
import { namelessControls } from '../window.ts';
import { page } from './walk.ts';

export function palette(): void {
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
}

async function find(words: string): Promise<void> {
  await page.keyboard.press('Control+k');
  await page.getByRole('combobox', { name: /^Find/ }).fill(words);
}
