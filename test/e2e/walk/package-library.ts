/** Files dropped on the window. */
import { describe, expect, it } from 'vitest';
import { dragFile, packageFile, packageList } from '../window.ts';
import { dropTorch } from './torch.ts';
import { page } from './walk.ts';

export function packageLibrary(): void {
  describe('the package library', () => {
    it('takes a file that is dropped on the window and reads its manifest', async () => {
      await dropTorch('1.0');
      const item = packageList(page).getByRole('listitem').filter({ hasText: 'Torch 1.0' });
      await item.waitFor();
      expect(await item.innerText()).toContain('1 component');
    });

    it('refuses a file whose manifest is broken, and says why', async () => {
      const drag = await dragFile(
        page,
        'broken.zip',
        await packageFile({ pkgId: '', name: 'Broken', version: '1', components: [] }),
      );
      await drag.drop();
      const notice = page.getByRole('region', { name: 'Failures' });
      await notice.getByText(/broken\.zip/).waitFor();
      expect(await notice.innerText()).toMatch(/manifest/i);
      await notice.getByRole('button', { name: 'Dismiss' }).click();
      expect(await packageList(page).getByText('Broken').count()).toBe(0);
    });
  });
}
