/** `npm run build`: dist/ from the sources. */

import { build, launch } from './launcher.mjs';

await launch(async () => {
  await build({ quiet: false });
  return 0;
});
