/** A second handset, whose run is skipped in, paused, aborted and undone. */
import { describe, expect, it } from 'vitest';
import type { Locator } from 'playwright-core';
import {
  currentStep,
  handsetList,
  namelessControls,
  oneLine,
  readStep,
  readyForStep,
  runPanel,
  stepNamed,
  treeRow,
} from '../window.ts';
import { page } from './walk.ts';

export function slowHandset(): void {
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
}

/** The label of the option that fits, as `selectOption` wants it. */
async function optionLike(dialog: Locator, pattern: RegExp): Promise<string> {
  const labels = await dialog.getByRole('option').allInnerTexts();
  return labels.find((label) => pattern.test(label)) ?? '';
}
