/** The package that the walk pushes. */
import { dragFile, packageFile, packageList } from '../window.ts';
import { page } from './walk.ts';

const TORCH = { id: 'com.acme.torch', name: 'Torch' };

export async function dropTorch(version: string): Promise<void> {
  const bytes = await packageFile({
    pkgId: `acme-torch-${version}`,
    name: 'Torch',
    version,
    components: [{ ...TORCH, version }],
  });
  const drag = await dragFile(page, `torch-${version}.zip`, bytes);
  await page.getByText('Drop to add to the package library').waitFor();
  await drag.drop();
  await packageList(page).getByText(`Torch ${version}`).waitFor();
}
