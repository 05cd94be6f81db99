/**
 * The kernel of the guest: Debian's generic one, taken out of its package without installing it, with the few modules
 * that a USB bus without hardware needs. Kept between runs.
 */
import { execFileSync, spawnSync } from 'node:child_process';
import { existsSync, mkdirSync, readdirSync, readFileSync, renameSync, rmSync } from 'node:fs';
import { basename, join } from 'node:path';

export interface Kernel {
  /** The bootable image. */
  readonly image: string;
  /** Modules in the order in which they can be loaded. */
  readonly modules: readonly { readonly name: string; readonly content: Buffer }[];
}

/** What is loaded by name; what they need themselves is found in them. */
const WANTED = ['virtio_pci', '9pnet_virtio', '9p', 'overlay', 'usbcore', 'vhci-hcd', 'cdc-acm'];

/** `folder` keeps it. Throws where the package cannot be had, with the reason for a person. */
export function fetchKernel(folder: string): Kernel {
  const kept = join(folder, 'kernel');
  if (!existsSync(kept)) {
    const fresh = join(folder, `kernel-${process.pid}`);
    try {
      unpack(fresh);
      // Whole or not at all: a run that is interrupted leaves nothing behind that looks complete.
      renameSync(fresh, kept);
    } finally {
      rmSync(fresh, { recursive: true, force: true });
    }
  }
  const files = readdirSync(kept, { recursive: true, encoding: 'utf8' });
  const image = files.find((file) => basename(file).startsWith('vmlinuz'));
  if (image === undefined) throw new Error(`there is no kernel in ${kept}; remove it and try again`);
  return { image: join(kept, image), modules: inOrder(kept, files) };
}

function unpack(folder: string): void {
  mkdirSync(folder, { recursive: true });
  let name = kernelPackage();
  if (name === undefined) {
    // A fresh machine does not know yet which packages there are.
    execFileSync('apt-get', ['update'], { stdio: 'ignore' });
    name = kernelPackage();
  }
  if (name === undefined) throw new Error('Debian’s package linux-image-amd64 cannot be found');
  execFileSync('apt-get', ['download', name], { cwd: folder, stdio: 'ignore' });
  const deb = readdirSync(folder).find((file) => file.endsWith('.deb'));
  if (deb === undefined) throw new Error(`${name} was not downloaded`);
  const only = ['./boot/vmlinuz*', '*/fs/9p/*', '*/net/9p/*', '*/fs/fscache/*', '*/fs/netfs/*', '*/fs/overlayfs/*'];
  const drivers = ['*/drivers/virtio/*', '*/drivers/usb/*'];
  execFileSync(
    'sh',
    ['-c', 'dpkg-deb --fsys-tarfile "$0" | tar -x --wildcards "$@" && rm "$0"', deb, ...only, ...drivers],
    { cwd: folder },
  );
}

/** The package of the newest kernel; undefined when Debian's lists are not here. */
function kernelPackage(): string | undefined {
  const { stdout } = spawnSync('apt-cache', ['depends', 'linux-image-amd64'], { encoding: 'utf8' });
  return /Depends: (linux-image-\S+)/.exec(stdout)?.[1];
}

function inOrder(folder: string, files: readonly string[]): Kernel['modules'] {
  const paths = new Map(
    files.filter((file) => file.endsWith('.ko')).map((file) => [moduleName(basename(file, '.ko')), file]),
  );
  const ordered = new Map<string, Buffer>();
  const load = (name: string): void => {
    const path = paths.get(moduleName(name));
    // What is not there is part of the kernel itself.
    if (path === undefined || ordered.has(name)) return;
    const content = readFileSync(join(folder, path));
    const needed = /\0depends=([^\0]*)\0/.exec(content.toString('latin1'))?.[1] ?? '';
    for (const other of needed.split(',')) load(moduleName(other));
    ordered.set(moduleName(name), content);
  };
  for (const name of WANTED) load(moduleName(name));
  return Array.from(ordered, ([name, content]) => ({ name, content }));
}

/** The kernel takes both spellings for the same. */
function moduleName(name: string): string {
  return name.replaceAll('-', '_');
}
