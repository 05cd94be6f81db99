/** The tree grid by keyboard, by ear and by filter. */
import { describe, expect, it } from 'vitest';
import { namelessControls, oneLine, tree, treeRow } from '../window.ts';
import { nodesShown, select, selectedName, selectedRow } from './tree-rows.ts';
import { page } from './walk.ts';

export function treeGrid(): void {
  describe('the tree', () => {
    it('reads the whole tree and says how many nodes it has', async () => {
      await page.getByRole('button', { name: 'More for the tree' }).click();
      await page.getByRole('menuitem', { name: 'Read whole tree' }).click();
      await treeRow(page, 'DevInfo').waitFor();
      await expect.poll(nodesShown).toBeGreaterThan(20);
    });

    it('walks with the arrow keys as a tree grid does', async () => {
      await page.keyboard.press('Alt+t');
      await tree(page).focus();
      await page.keyboard.press('Home');
      await expect.poll(selectedRow).toBe(2);
      await select('DevInfo');
      const isOpen = () => treeRow(page, 'DevInfo').getAttribute('aria-expanded');
      if ((await isOpen()) === 'true') await page.keyboard.press('ArrowLeft');
      await expect.poll(isOpen).toBe('false');
      await page.keyboard.press('ArrowRight');
      await expect.poll(isOpen).toBe('true');
      expect(await selectedName()).toBe('DevInfo');
      await page.keyboard.press('ArrowRight');
      await expect.poll(selectedName).not.toBe('DevInfo');
      const child = await selectedName();
      await page.keyboard.press('ArrowDown');
      await expect.poll(selectedName).not.toBe(child);
      await page.keyboard.press('ArrowLeft');
      await expect.poll(selectedName).toBe('DevInfo');
      await page.keyboard.press('d');
      await page.keyboard.press('e');
      await page.keyboard.press('v');
      await page.keyboard.press('d');
      await expect.poll(selectedName).toBe('DevDetail');
      await page.keyboard.press('End');
      await expect.poll(selectedRow).toBe(Number(await tree(page).getAttribute('aria-rowcount')));
    });

    it('tells a screen reader level, place and state of every row', async () => {
      const rows = tree(page).locator('[role=row][aria-level]');
      const facts = await rows.evaluateAll((all) =>
        all.map((row) => ({
          level: Number(row.getAttribute('aria-level')),
          place: Number(row.getAttribute('aria-posinset')),
          of: Number(row.getAttribute('aria-setsize')),
          index: Number(row.getAttribute('aria-rowindex')),
          selected: row.getAttribute('aria-selected') === 'true',
          columns: [...row.querySelectorAll('[role=gridcell]')].reduce(
            (sum, cell) => sum + Number(cell.getAttribute('aria-colspan') ?? 1),
            0,
          ),
        })),
      );
      expect(facts.length).toBeGreaterThan(5);
      for (const [at, { level, place, of, index, columns }] of facts.entries()) {
        expect(level).toBeGreaterThanOrEqual(1);
        expect(level).toBeLessThanOrEqual((facts[at - 1]?.level ?? level) + 1);
        expect(place).toBeGreaterThanOrEqual(1);
        expect(place).toBeLessThanOrEqual(of);
        expect(index).toBe((facts[0]?.index ?? 0) + at);
        expect(columns).toBe(4);
      }
      expect(facts.filter(({ selected }) => selected)).toHaveLength(1);
      expect(await namelessControls(page)).toEqual([]);
    });

    it('finds nodes by what they are called and what they hold', async () => {
      const all = await nodesShown();
      await page.keyboard.press('Control+f');
      await page.keyboard.type('./DevInfo/Mod');
      await expect.poll(nodesShown).toBe(1);
      expect(oneLine(await treeRow(page, 'Mod').innerText())).toContain('Virtual Handset');
      await page.keyboard.press('Escape');
      await expect.poll(nodesShown).toBe(all);
      const filter = page.getByRole('searchbox', { name: 'Filter nodes and values' });
      await filter.fill('no such node');
      await page
        .getByRole('main')
        .getByText(/no node/i)
        .first()
        .waitFor();
      await filter.fill('');
      await page.getByRole('button', { name: 'SCOMO only' }).click();
      await expect.poll(() => treeRow(page, 'DevInfo').count()).toBe(0);
      await treeRow(page, 'Deployed').waitFor();
    });
  });
}
