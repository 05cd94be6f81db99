/** The messages of one handset. */
import { describe, expect, it } from 'vitest';
import { namelessControls, oneLine, trace } from '../window.ts';
import { page } from './walk.ts';

export function traceOfMessages(): void {
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
          return selected
            .getAttribute('aria-label')
            .then(async (label) => label ?? oneLine(await selected.innerText()));
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
}
