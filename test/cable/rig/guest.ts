/**
 * A whole machine with a USB bus, for one command: QEMU boots Debian's kernel with a small first file system. The host's
 * files are seen as they are and may be written over without the host noticing; only `outbox` is shared both ways.
 */
import { spawn } from 'node:child_process';
import { mkdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { cpioArchive } from './cpio.ts';
import type { Kernel } from './kernel.ts';

export interface GuestOptions {
  readonly kernel: Kernel;
  /** Holds what the guest is made of. */
  readonly folder: string;
  /** Shared with the guest at the same path; emptied before. */
  readonly outbox: string;
  /** A command for the guest's shell. */
  readonly command: string;
  /** Time for the whole run, milliseconds. */
  readonly timeLimitMs: number;
  /** Hears what the guest prints. */
  print(text: string): void;
}

const EXIT_LINE = /guest-exit (\d+)\s/;

/** Runs the command. The exit code is undefined when the guest died or took too long. */
export async function runInGuest(options: GuestOptions): Promise<number | undefined> {
  rmSync(options.outbox, { recursive: true, force: true });
  mkdirSync(options.outbox, { recursive: true });
  const initramfs = join(options.folder, 'initramfs.cpio');
  writeFileSync(initramfs, firstFileSystem(options));
  const qemu = spawn('qemu-system-x86_64', qemuArguments(options, initramfs), { stdio: ['ignore', 'pipe', 'inherit'] });
  const end = (): void => void qemu.kill('SIGKILL');
  const limit = setTimeout(end, options.timeLimitMs);
  // It does not outlive us.
  process.once('exit', end);
  let tail = '';
  qemu.stdout.setEncoding('utf8').on('data', (text: string) => {
    tail = (tail + text).slice(-200);
    options.print(text.replace(EXIT_LINE, ''));
  });
  await new Promise((resolve, reject) => {
    qemu.once('close', resolve);
    qemu.once('error', reject);
  });
  clearTimeout(limit);
  process.off('exit', end);
  const code = EXIT_LINE.exec(tail)?.[1];
  return code === undefined ? undefined : Number(code);
}

/**
 * One processor: what the tests do is one thing after another, and processors in software wait for each other's turns.
 * Nor can one of them translate code that another one is about to change.
 *
 * Everything that QEMU can emulate, but no memory protection keys: V8 turns one each time it touches code, and each turn
 * empties the emulator's table of pages. Work full of new code, as Node.js is at its start, took ten times as long.
 */
const PROCESSOR = 'max,pku=off';

/** Rules of udev that the tests need: names of devices and properties of serial ports. The others only take time. */
const UDEV_RULES = ['50-udev-default', '60-serial'];

// oxfmt-ignore
function qemuArguments({ kernel, outbox }: GuestOptions, initramfs: string): readonly string[] {
  return [
    '-machine', 'q35', '-accel', 'tcg', '-cpu', PROCESSOR, '-smp', '1', '-m', '1536',
    '-nodefaults', '-no-user-config', '-display', 'none', '-no-reboot', '-serial', 'stdio',
    '-kernel', kernel.image, '-initrd', initramfs,
    '-append', 'console=ttyS0 quiet loglevel=3 panic=-1 mitigations=off random.trust_cpu=on',
    '-virtfs', 'local,path=/,mount_tag=host,security_model=none,readonly=on,multidevs=remap',
    '-virtfs', `local,path=${outbox},mount_tag=outbox,security_model=none`,
  ];
}

function firstFileSystem({ kernel, outbox, command }: GuestOptions): Buffer {
  const folder = (path: string) => ({ path, mode: 0o755, content: 'folder' as const });
  const names = kernel.modules.map(({ name }) => name);
  return cpioArchive([
    folder('bin'),
    folder('modules'),
    { path: 'bin/busybox', mode: 0o755, content: readFileSync('/bin/busybox') },
    ...kernel.modules.map(({ name, content }) => ({ path: `modules/${name}.ko`, mode: 0o644, content })),
    { path: 'init', mode: 0o755, content: Buffer.from(initScript(names, outbox)) },
    { path: 'command', mode: 0o755, content: Buffer.from(runScript(command)) },
  ]);
}

function initScript(modules: readonly string[], outbox: string): string {
  return `#!/bin/busybox sh
/bin/busybox --install -s /bin
mkdir -p /proc /sys /dev /host /top /root
mount -t devtmpfs dev /dev
for name in ${modules.join(' ')}; do insmod /modules/$name.ko || echo "module $name was not loaded"; done
mount -t 9p -o trans=virtio,version=9p2000.L,msize=524288,cache=loose,ro host /host
mount -t tmpfs tmpfs /top
mkdir -p /top/upper /top/work /top/rules
mount -t overlay -o lowerdir=/host,upperdir=/top/upper,workdir=/top/work root /root
mount -t proc proc /root/proc
mount -t sysfs sys /root/sys
mount -t devtmpfs dev /root/dev
mkdir -p /root/dev/pts
mount -t devpts pts /root/dev/pts
mount -t tmpfs tmpfs /root/run
mkdir -p /root${outbox}
mount -t 9p -o trans=virtio,version=9p2000.L,msize=524288 outbox /root${outbox}
for name in ${UDEV_RULES.join(' ')}; do cp /root/usr/lib/udev/rules.d/$name.rules /top/rules; done
mount --bind /top/rules /root/usr/lib/udev/rules.d
cp /command /root/run/command
ip link set lo up
chroot /root /bin/sh /run/command
printf "\\nguest-exit %s\\n" $?
poweroff -f
`;
}

/** Inside the host's file system: devices are announced as on any machine, then comes the command. */
function runScript(command: string): string {
  return `export SYSTEMD_IGNORE_CHROOT=1
/lib/systemd/systemd-udevd --daemon 2>/dev/null
udevadm trigger --action=add 2>/dev/null
udevadm settle --timeout=10 2>/dev/null
${command}
`;
}
