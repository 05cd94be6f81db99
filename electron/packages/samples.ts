/**
 * Sample packages, so that there is something to push on the first minute. They are built here, byte for byte the
 * same on every machine: stored instead of compressed (zlib differs between builds), with DOS times (which carry no
 * time zone), and filled with numbers from a seeded generator.
 */
import { ZipFile } from 'yazl';
import type { LibraryPackage } from '../../shared/contract/packages.ts';
import type { Result } from '../../shared/result.ts';
import type { PackageLibrary } from './library.ts';
import { MANIFEST_NAME, type Manifest } from './manifest.ts';

interface Sample {
  readonly fileName: string;
  readonly manifest: Manifest;
  /** Octets of each component's file, in the order of the components: enough for a download to be seen. */
  readonly sizes: readonly number[];
}

const samples: readonly Sample[] = [
  {
    fileName: 'notes-2.0.zip',
    manifest: {
      pkgId: 'acme-notes-2.0',
      name: 'Notes',
      version: '2.0',
      components: [component('com.acme.notes', 'Notes', '2.0', 'Short notes with a search')],
    },
    sizes: [160_000],
  },
  {
    fileName: 'notes-2.1.zip',
    manifest: {
      pkgId: 'acme-notes-2.1',
      name: 'Notes',
      version: '2.1',
      components: [component('com.acme.notes', 'Notes', '2.1', 'Short notes with a search and pictures')],
    },
    sizes: [184_000],
  },
  {
    fileName: 'radio-suite-5.0.zip',
    manifest: {
      pkgId: 'acme-radio-suite-5.0',
      name: 'Radio Suite',
      version: '5.0',
      components: [
        component('com.acme.radio', 'Radio', '5.0', 'Tuner and player'),
        component('com.acme.radio.ui', 'Radio controls', '5.0', 'Screen and keys of the radio'),
        component('com.acme.radio.presets', 'Radio presets', '5.0', 'Stations to begin with'),
      ],
    },
    sizes: [190_000, 80_000, 16_000],
  },
];

/** Adds the sample packages to a library. Fails like its `takeIn` and `add`; what was added before that stays. */
export async function addSamples(library: PackageLibrary): Promise<Result<readonly LibraryPackage[]>> {
  const added: LibraryPackage[] = [];
  for (const sample of samples) {
    const taken = await library.takeIn({ fileName: sample.fileName, bytes: bytesOf(sample) });
    if (!taken.ok) return taken;
    const stored = await library.add(taken.value.handle, {}, { sample: true });
    if (!stored.ok) return stored;
    added.push(stored.value);
  }
  return { ok: true, value: added };
}

function component(id: string, name: string, version: string, description: string): Manifest['components'][number] {
  return { id, name, version, description, file: `components/${id}.bin` };
}

/** The zip of a sample, as it is written. */
function bytesOf({ manifest, sizes }: Sample): AsyncIterable<Uint8Array> {
  const zip = new ZipFile();
  // A local time on purpose: a DOS time is local, so it comes out the same in every time zone.
  const options = { mtime: new Date(2026, 0, 1, 12), mode: 0o100644, compress: false, forceDosTimestamp: true };
  zip.addBuffer(Buffer.from(`${JSON.stringify(manifest, null, 2)}\n`), MANIFEST_NAME, options);
  for (const [index, { id, version, file }] of manifest.components.entries()) {
    const content = noise(`${id} ${version}`, sizes[index] ?? 0);
    zip.addBuffer(content, file ?? id, options);
  }
  zip.end();
  return zip.outputStream as unknown as AsyncIterable<Uint8Array>;
}

/** `size` octets that look like nothing and are always the same for a seed (xorshift32). */
function noise(seed: string, size: number): Buffer {
  let state = Buffer.from(seed).reduce((hash, octet) => Math.imul(hash, 31) + octet, 7) | 1;
  const bytes = Buffer.alloc(size);
  for (let at = 0; at < size; at += 1) {
    state ^= state << 13;
    state ^= state >>> 17;
    state ^= state << 5;
    bytes[at] = state & 0xff;
  }
  return bytes;
}
