/**
 * The manifest a package may carry: `scomo-package.json` at the top of a zip, naming the package and its components.
 * Found in constant memory: the zip's directory is walked entry by entry, and only the manifest itself is read.
 */
import type { Readable } from 'node:stream';
import * as yauzl from 'yauzl';
import * as z from 'zod';
import { type Result, fail, ok } from '../../shared/result.ts';

export const MANIFEST_NAME = 'scomo-package.json';

/** Largest manifest, octets. */
const MAX_MANIFEST = 256 * 1024;
/** Where the search ends in a zip with very many files. */
const MAX_ENTRIES = 200_000;

const word = z.string().trim().min(1).max(255);

/** Unknown keys are allowed: a manifest may say more than the workbench needs. */
const manifest = z.object({
  pkgId: word,
  name: word,
  version: word,
  envType: word.exactOptional(),
  components: z
    .array(
      z.object({
        id: word,
        name: word.exactOptional(),
        version: word.exactOptional(),
        description: z.string().max(4096).exactOptional(),
        /** The component's file inside the zip. */
        file: z.string().max(1024).exactOptional(),
      }),
    )
    .max(256),
});
export type Manifest = z.infer<typeof manifest>;

/**
 * Reads the manifest of the file at `path`; undefined when the file is no zip or has none.
 * Fails with `manifest-invalid` when there is one that cannot be used.
 */
export async function readManifest(path: string): Promise<Result<Manifest | undefined>> {
  let zip: yauzl.ZipFile;
  try {
    zip = await yauzl.openPromise(path, { autoClose: false });
  } catch {
    return ok(undefined);
  }
  try {
    const entry = await findManifest(zip);
    if (entry === undefined) return ok(undefined);
    if (entry.uncompressedSize > MAX_MANIFEST) return invalid(`it is larger than ${MAX_MANIFEST} octets`);
    return parse(await readText(await zip.openReadStreamPromise(entry)));
  } catch (error) {
    return invalid(error instanceof Error ? error.message : String(error));
  } finally {
    zip.close();
  }
}

/** A zip whose directory is broken behind the manifest is still described by it. */
async function findManifest(zip: yauzl.ZipFile): Promise<yauzl.Entry | undefined> {
  let seen = 0;
  try {
    for await (const entry of zip.eachEntry()) {
      if (entry.fileName === MANIFEST_NAME) return entry;
      seen += 1;
      if (seen >= MAX_ENTRIES) return undefined;
    }
  } catch {
    // A damaged directory: the file may be meant to be so, to see what the handset says of it.
  }
  return undefined;
}

async function readText(stream: Readable): Promise<string> {
  const chunks: Buffer[] = [];
  let size = 0;
  for await (const chunk of stream as AsyncIterable<Buffer>) {
    size += chunk.length;
    if (size > MAX_MANIFEST) throw new Error(`it is larger than ${MAX_MANIFEST} octets`);
    chunks.push(chunk);
  }
  return new TextDecoder('utf-8', { fatal: true }).decode(Buffer.concat(chunks));
}

function parse(text: string): Result<Manifest> {
  let value: unknown;
  try {
    value = JSON.parse(text);
  } catch (error) {
    return invalid(error instanceof Error ? error.message : String(error));
  }
  const checked = manifest.safeParse(value);
  if (checked.success) return ok(checked.data);
  return invalid(checked.error.issues.map(({ path, message }) => `${path.join('.')}: ${message}`).join('; '));
}

function invalid(detail: string): Result<never> {
  return fail(
    'manifest-invalid',
    `The package has a manifest (${MANIFEST_NAME}) that cannot be used.`,
    'Correct the manifest and add the file again, or say PkgID and name of the package yourself.',
    { detail },
  );
}
