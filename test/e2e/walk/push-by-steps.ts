/** A package is pushed step by step: what each step shows before, and its proof after. */
import { describe, expect, it } from 'vitest';
import {
  currentStep,
  namelessControls,
  oneLine,
  packageList,
  readStep,
  readyForStep,
  runPanel,
  stepNamed,
  trace,
  treeRow,
  type ReadStep,
} from '../window.ts';
import { titles } from './run.ts';
import { expand, isTinted, stateRow } from './tree-rows.ts';
import { opened, page } from './walk.ts';

export function pushBySteps(): void {
  describe('push inactive, step by step', () => {
    const read = new Map<string, { readonly before: ReadStep; readonly after: ReadStep }>();

    it('plans the run and sends nothing before its first step', async () => {
      await packageList(page).getByRole('button', { name: 'Push…' }).click();
      const dialog = page.getByRole('dialog', { name: /Push a package/ });
      await dialog.getByRole('radio', { name: /Push inactive/ }).check();
      expect(await dialog.getByRole('radio', { name: 'Update component' }).isDisabled()).toBe(true);
      expect(await namelessControls(page)).toEqual([]);
      await dialog.getByRole('button', { name: 'Plan the run' }).click();
      await currentStep(page).waitFor();
      expect(await titles()).toEqual([
        'Check the file of Torch 1.0',
        'Read the inventory',
        'Describe the download on the handset',
        'Download and install, leave inactive',
        'Check that Torch 1.0 is there, inactive',
        'Activate Torch 1.0',
        'Check that Torch 1.0 is active',
        'Clean up the download',
      ]);
      expect(
        await trace(page)
          .getByRole('option', { name: /Add|Exec/ })
          .count(),
      ).toBe(0);
    });

    it('shows what a step will send, sends exactly that, and then shows the proof', async () => {
      await oneStep('button');
      await oneStep('F10');
      const { before, after } = await oneStep('F10');
      expect(before.commands[0]).toBe('Sequence in this order:');
      expect(before.commands[1]).toMatch(/^Add \.\/SCM\/Download\/\S+$/);
      expect(before.commands.join()).toContain('PkgURL Value http://127.0.0.1:');
      expect(after.commands.every((command) => command.endsWith('200 OK'))).toBe(true);
      expect(after.text).toContain('appeared');
    });

    it('stands where it stood after the page was loaded again', async () => {
      const before = await Promise.all([titles(), currentStep(page).innerText(), packageList(page).innerText()]);
      await page.reload();
      await currentStep(page).waitFor();
      expect(await titles()).toEqual(before[0]);
      expect(oneLine(await currentStep(page).innerText())).toBe(oneLine(before[1]));
      expect(await packageList(page).getByText('Torch 1.0').count()).toBe(1);
      await trace(page)
        .getByRole('option', { name: /Add \.\/SCM\/Download/ })
        .first()
        .waitFor();
      expect(new URL(page.url()).hash).toBe('');
    });

    it('installs it inactive while the tree changes under the eyes', async () => {
      const loads = opened.loads();
      await page.keyboard.press('Alt+t');
      await treeRow(page, 'Deployed').waitFor();
      expect(await treeRow(page, 'C1').count()).toBe(0);
      const { before, after } = await oneStep('button');
      expect(before.commands).toHaveLength(1);
      expect(before.commands[0]).toMatch(/^Exec \S+\/Operations\/DownloadInstallInactive Correlator \S+$/);
      expect(after.commands[0]).toContain('202 accepted, result follows');
      expect(after.text).toContain('Torch 1.0 is there, Inactive');

      const component = treeRow(page, 'C1');
      await component.waitFor();
      expect(oneLine(await component.innerText())).toMatch(/C1 new .*com\.acme\.torch Inactive Torch 1\.0 now/);
      expect(await isTinted('C1')).toBe(true);
      await expand('C1');
      expect(oneLine(await treeRow(page, 'State').innerText())).toMatch(/^State .*10 Inactive/);
      expect(opened.loads()).toBe(loads);
    });

    it('checks it, activates it, and shows State 10 become 20', async () => {
      await oneStep('F10');
      const { before, after } = await oneStep('F10');
      expect(before.commands[0]).toMatch(/^Exec \.\/SCM\/Inventory\/Deployed\/C1\/Operations\/Activate /);
      expect(after.text).toMatch(/State 10 → 20/);
      await expect.poll(stateRow).toMatch(/^State was 10 → , is 20 Active/);
      expect(await isTinted('State')).toBe(true);
    });

    it('ends with every step proven', async () => {
      await oneStep('button');
      await oneStep('button');
      await runPanel(page)
        .getByText(/^8 steps proven, in \d/)
        .waitFor();
      expect([...read.values()].every(({ after }) => after.text.startsWith('Done'))).toBe(true);
      expect(await namelessControls(page)).toEqual([]);
    });

    /** Runs the current step; asserts what its card showed before and that this was sent. */
    async function oneStep(by: 'button' | 'F10'): Promise<{ readonly before: ReadStep; readonly after: ReadStep }> {
      await readyForStep(page);
      const before = await readStep(currentStep(page));
      expect(before.commands.join('\n') || before.text).toMatch(
        /^(Sequence|Add|Exec|Get) |nothing (is|has to be) sent/i,
      );
      if (by === 'button')
        await runPanel(page)
          .getByRole('button', { name: /^Run step/ })
          .click();
      else await page.keyboard.press('F10');
      const step = stepNamed(page, before.title);
      await step.getByRole('button', { name: /^Done/ }).waitFor();
      // Once it is done, the proof stands under its title; opened, it shows what was sent.
      expect(await step.getByRole('paragraph').first().innerText()).not.toBe('');
      await step.getByRole('button', { expanded: false }).click();
      const after = await readStep(step);
      expect(after.commands).toHaveLength(before.commands.length);
      for (const [at, command] of before.commands.entries()) expect(after.commands[at]).toMatch(startsWith(command));
      await step.getByRole('button', { expanded: true }).first().click();
      read.set(before.title, { before, after });
      return { before, after };
    }
  });
}

function startsWith(text: string): RegExp {
  return new RegExp(`^${text.replaceAll(/[.*+?^${}()|[\]\\]/g, String.raw`\$&`)}`);
}
