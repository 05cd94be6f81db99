/** Rows of the tree grid as a person uses and reads them. */
import { oneLine, tree, treeRow } from '../window.ts';
import { page } from './walk.ts';

/** The number in front of `nodes` or `of … nodes`. */
export async function nodesShown(): Promise<number> {
  const words = await page.getByRole('toolbar', { name: 'Tree' }).getByRole('status').innerText();
  return Number((/[\d,.]+/.exec(words)?.[0] ?? '0').replaceAll(/\D/g, ''));
}

export async function select(name: string): Promise<void> {
  await treeRow(page, name).getByRole('gridcell').first().click();
}

export async function expand(name: string): Promise<void> {
  const row = treeRow(page, name);
  if ((await row.getAttribute('aria-expanded')) === 'true') return;
  await select(name);
  await page.keyboard.press('ArrowRight');
}

export async function selectedName(): Promise<string> {
  const id = await tree(page).getAttribute('aria-activedescendant');
  return page.locator(`[id="${id}"]`).getByRole('gridcell').first().innerText();
}

export async function selectedRow(): Promise<number> {
  const id = await tree(page).getAttribute('aria-activedescendant');
  return Number(await page.locator(`[id="${id}"]`).getAttribute('aria-rowindex'));
}

/** Does the row stand out because it changed? */
export async function isTinted(name: string): Promise<boolean> {
  return treeRow(page, name).evaluate((row) =>
    [...row.querySelectorAll(':scope > [aria-hidden=true]')].some(
      (tint) => getComputedStyle(tint).backgroundColor !== 'rgba(0, 0, 0, 0)',
    ),
  );
}

export async function stateRow(): Promise<string> {
  return oneLine(await treeRow(page, 'State').innerText());
}
