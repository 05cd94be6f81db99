/** The run in the panel. */
import { readyForStep, runPanel, steps } from '../window.ts';
import { page } from './walk.ts';

/** Runs everything that is left of the planned run. */
export async function finishRun(): Promise<void> {
  await readyForStep(page);
  await runPanel(page).getByRole('button', { name: 'Run all' }).click();
  await runPanel(page)
    .getByText(/steps proven, in \d/)
    .waitFor({ timeout: 60_000 });
}

/** The titles of its steps. */
export async function titles(): Promise<readonly string[]> {
  const heads = await steps(page).locator('button[aria-expanded]').allInnerTexts();
  return heads.map((head) => head.split('\n')[1] ?? '');
}
