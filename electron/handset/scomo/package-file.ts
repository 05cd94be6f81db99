/**
 * A package file: a zip whose `scomo-package.json` names the components in it. Every entry is read once as a stream
 * and its CRC-32 and size are compared with the directory (yauzl leaves the CRC to its users), so that a changed or
 * cut file is found before anything is installed, whatever its size.
 */
import { crc32 } from 'node:zlib';
import { type Entry, openPromise, type ZipFile } from 'yauzl';
import * as z from 'zod';
import { type Attempt, refuse } from './result.ts';

const MANIFEST_NAME = 'scomo-package.json';
const MAX_MANIFEST_BYTES = 1024 * 1024;

const word = z.string().min(1).max(255);

const manifest = z.object({
  pkgId: word,
  name: word.exactOptional(),
  version: word.exactOptional(),
  envType: word.exactOptional(),
  components: z
    .array(
      z.object({
        id: word,
        name: word.exactOptional(),
        version: word.exactOptional(),
        description: z.string().max(4096).exactOptional(),
        /** Name of the zip entry with the component's bytes. */
        file: word,
      }),
    )
    .min(1)
    .max(256),
});
export type PackageManifest = z.output<typeof manifest>;

/**
 * Reads the whole file at `path`: is it a zip, is every entry intact, and what does its manifest say?
 * Fails with 1407 (Package validation failure) for everything that is wrong with the file. Throws when aborted.
 */
export async function readPackageFile(path: string, signal: AbortSignal): Promise<Attempt<PackageManifest>> {
  const names = new Set<string>();
  let manifestText: string | undefined;
  let zip: ZipFile | undefined;
  try {
    zip = await openPromise(path, { lazyEntries: true, autoClose: false });
    for await (const entry of zip.eachEntry()) {
      names.add(entry.fileName);
      const isManifest = entry.fileName === MANIFEST_NAME;
      if (isManifest && entry.uncompressedSize > MAX_MANIFEST_BYTES) return invalid(`${MANIFEST_NAME} is too large`);
      const kept = await readEntry(zip, entry, isManifest, signal);
      if (isManifest) manifestText = Buffer.concat(kept).toString('utf8');
    }
  } catch (error) {
    signal.throwIfAborted();
    return invalid(error instanceof Error ? error.message : String(error));
  } finally {
    zip?.close();
  }
  return manifestText === undefined ? invalid(`there is no ${MANIFEST_NAME}`) : checkManifest(manifestText, names);
}

/** Streams one entry and compares its CRC; answers its bytes when asked to keep them. */
async function readEntry(zip: ZipFile, entry: Entry, keep: boolean, signal: AbortSignal): Promise<readonly Buffer[]> {
  const kept: Buffer[] = [];
  let sum = 0;
  for await (const chunk of await zip.openReadStreamPromise(entry)) {
    signal.throwIfAborted();
    const bytes = chunk as Buffer;
    sum = crc32(bytes, sum);
    if (keep) kept.push(bytes);
  }
  if (sum !== entry.crc32) throw new Error(`${entry.fileName} is damaged: its CRC-32 is wrong`);
  return kept;
}

function checkManifest(text: string, names: ReadonlySet<string>): Attempt<PackageManifest> {
  let json: unknown;
  try {
    json = JSON.parse(text);
  } catch {
    return invalid(`${MANIFEST_NAME} is not JSON`);
  }
  const parsed = manifest.safeParse(json);
  if (!parsed.success) return invalid(`${MANIFEST_NAME}: ${z.prettifyError(parsed.error)}`);
  const missing = parsed.data.components.find(({ file }) => !names.has(file));
  if (missing !== undefined) return invalid(`${missing.file} of component ${missing.id} is not in the package`);
  return { ok: true, value: parsed.data };
}

function invalid(detail: string): Attempt<never> {
  return refuse(1407, `The package is not valid: ${detail}`);
}
