/** A virtual handset without power. */
import { describe, expect, it } from 'vitest';
import { handsetList } from '../window.ts';
import { page } from './walk.ts';

export function switchedOffHandset(): void {
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
}

async function fromMenu(name: string): Promise<void> {
  await page.getByRole('button', { name: 'More about this handset' }).click();
  await page.getByRole('menuitem', { name }).click();
}
