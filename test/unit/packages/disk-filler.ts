/** Child of library.test.ts: takes in more than the disk will hold, and says how that ended. */
import { readdirSync } from 'node:fs';
import { join } from 'node:path';
import { openLibrary } from '../../../electron/packages/library.ts';
import { openStorage } from '../../../electron/storage/storage.ts';

const folder = process.argv[2] ?? '';
const storage = openStorage(folder);
if (!storage.ok) throw new Error(storage.error.message);
const library = await openLibrary({ folder, storage: storage.value });
if (!library.ok) throw new Error(library.error.message);

async function* bytes(count: number): AsyncGenerator<Uint8Array> {
  for (let i = 0; i < count; i += 1) yield new Uint8Array(100_000).fill(i);
}

const large = await library.value.takeIn({ fileName: 'large.bin', bytes: bytes(100) });
const waiting = readdirSync(join(folder, 'packages', 'incoming'));
const small = await library.value.takeIn({ fileName: 'small.bin', bytes: bytes(1) });
process.stdout.write(JSON.stringify({ ...(large.ok ? {} : large.error), waiting, small: small.ok }));
await library.value.close();
storage.value.close();
