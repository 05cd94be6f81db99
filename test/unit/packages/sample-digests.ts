/** Child of samples.test.ts: says the digests of the sample packages as they come out in its time zone. */
import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { openLibrary } from '../../../electron/packages/library.ts';
import { addSamples } from '../../../electron/packages/samples.ts';
import { openStorage } from '../../../electron/storage/storage.ts';

const folder = mkdtempSync(join(tmpdir(), 'scomo-test-'));
const storage = openStorage(folder);
if (!storage.ok) throw new Error(storage.error.message);
const library = await openLibrary({ folder, storage: storage.value });
if (!library.ok) throw new Error(library.error.message);
const added = await addSamples(library.value);
if (!added.ok) throw new Error(added.error.message);
process.stdout.write(added.value.map(({ digest }) => `${digest}\n`).join(''));
await library.value.close();
storage.value.close();
rmSync(folder, { recursive: true });
