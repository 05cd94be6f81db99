/** A cpio archive in the `newc` format: what Linux unpacks as its first root file system. */

export interface ArchivedFile {
  readonly path: string;
  /** Permission bits; the content is empty for a folder. */
  readonly mode: number;
  readonly content: Uint8Array | 'folder';
}

const FOLDER = 0o040000;
const REGULAR = 0o100000;

/** Packs the files; folders must come before what is in them. */
export function cpioArchive(files: readonly ArchivedFile[]): Buffer {
  const entries = files.map(({ path, mode, content }, index) =>
    content === 'folder'
      ? entry(path, index + 1, FOLDER | mode, new Uint8Array())
      : entry(path, index + 1, REGULAR | mode, content),
  );
  return Buffer.concat([...entries, entry('TRAILER!!!', 0, 0, new Uint8Array())]);
}

function entry(name: string, inode: number, mode: number, content: Uint8Array): Buffer {
  const nameOctets = Buffer.from(`${name}\0`);
  // inode, mode, uid, gid, links, mtime, size, device (2), special device (2), length of the name, check
  const numbers = [inode, mode, 0, 0, 1, 0, content.length, 0, 0, 0, 0, nameOctets.length, 0];
  const header = Buffer.from(`070701${numbers.map((value) => value.toString(16).padStart(8, '0')).join('')}`);
  return Buffer.concat([padded(Buffer.concat([header, nameOctets])), padded(Buffer.from(content))]);
}

function padded(octets: Buffer): Buffer {
  return Buffer.concat([octets, Buffer.alloc(-octets.length & 3)]);
}
