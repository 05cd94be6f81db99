/** What can be wrong with something on USB, in words: one row per code. */
import type { Holder } from '../../links/machine/holders.ts';
import { command, udevRule } from './copies.ts';
import type { FindingRow } from './finding-table.ts';

export interface AboutUsb {
  /** As a person knows it, e.g. `Acme A1 at USB 1-2`. */
  readonly name: string;
  readonly person: string;
  readonly vendorId: string;
  readonly productId: string;
  /** What it offers instead, in words. */
  readonly offers: string;
  readonly holders: readonly Holder[];
  readonly file: string;
  /** The hub it hangs on, and what it takes from it, milliamperes. */
  readonly hub: string;
  readonly needs: number;
  /** What the link itself said. */
  readonly said: string;
}

const AGAIN = 'Pull the cable and plug it in again.';
const MODE = 'Set its cable mode on the handset to “PC Suite” or “sync”, not to charging or files.';

// oxfmt-ignore
export const USB_FINDINGS = {
  'udev-rule-missing': {
    weight: 'trouble',
    found: ({ name, file }) => `${name} is plugged in, but its file ${file} is for root alone.`,
    missing: ({ person }) => `The udev rule that lets ${person} open handsets.`,
    steps: { else: () => ['Install the rule below: `scomo doctor --install-udev` shows it, asks, and writes it.', AGAIN] },
    copy: () => udevRule(),
  },
  'udev-rule-other': {
    weight: 'trouble',
    found: ({ name }) => `${name} may not be opened, and the udev rule that is installed is not the one of this workbench.`,
    missing: () => 'The present rule: the installed one is older, or somebody changed it.',
    steps: { else: () => ['Install the rule below over it.', AGAIN] },
    copy: () => udevRule(),
  },
  'udev-rule-without-effect': {
    weight: 'trouble',
    found: ({ name }) => `The udev rule is installed, but ${name} still may not be opened.`,
    missing: () => 'Either the rule came after the handset, or nobody sits at the screen of this machine as far as it knows.',
    steps: {
      else: () => [
        AGAIN,
        'The rule serves whoever is signed in at the screen. Over SSH, or without systemd-logind, give the device to a group of yours: put GROUP="plugdev", MODE="0660" in place of TAG+="uaccess".',
      ],
    },
    copy: () => udevRule(),
  },
  'usb-forbidden': {
    weight: 'trouble',
    found: ({ said }) => said,
    missing: () => 'The right to open the device.',
    steps: {
      darwin: () => ['Quit programs that use the handset, plug it in again, and allow it when the system asks.'],
      else: () => ['Install the WinUSB driver for it, as for a device without driver.'],
    },
  },
  'usb-no-driver': {
    weight: 'trouble',
    found: ({ name, vendorId, productId }) => `${name} (USB\\VID_${vendorId.toUpperCase()}&PID_${productId.toUpperCase()}) has no driver that lets a program speak to it.`,
    missing: () => 'The WinUSB driver for exactly this device, or for its OBEX interface alone.',
    steps: {
      win32: ({ vendorId, productId }) => [
        `Open Device Manager, find the device whose hardware ID begins with the text below, and choose “Update driver”, “Browse my computer”, “Let me pick”, “Universal Serial Bus devices”, “WinUSB Device”.`,
        `Where it is not offered, Zadig installs WinUSB: choose VID ${vendorId.toUpperCase()}, PID ${productId.toUpperCase()}. Never replace the driver of a hub, a keyboard or a disk.`,
        'Take the OBEX interface alone where the device has several: its modem and its files keep working.',
      ],
      else: () => [AGAIN, MODE],
    },
    copy: ({ vendorId, productId }, platform) => platform === 'win32' ? [command(`USB\\VID_${vendorId.toUpperCase()}&PID_${productId.toUpperCase()}`, 'Hardware ID')] : [],
  },
  'usb-busy': {
    weight: 'trouble',
    found: ({ name, holders }) => holders.length === 0 ? `${name} is used by another program.` : `${name} is used by ${holders.map((one) => `${one.name} (process ${one.pid})`).join(' and ')}.`,
    missing: () => 'The function for ourselves.',
    steps: { else: () => ['Close that program: a modem manager, a PC suite, or a virtual machine that took the device.', AGAIN] },
    copy: ({ holders, file }, platform) => holders.length === 0 && platform === 'linux' && file !== '' ? [command(`sudo lsof ${file}`)] : [],
  },
  'usb-no-obex': {
    weight: 'trouble',
    found: ({ name, offers }) => `${name} is plugged in and offers ${offers}, but no OBEX function.`,
    missing: () => 'The mode of its cable in which it can be managed.',
    steps: { else: () => [MODE, 'If it has no such mode, enter it as a modem: its serial port may be switched to OBEX.', AGAIN] },
  },
  'usb-broken-function': {
    weight: 'trouble',
    found: ({ said }) => said,
    missing: () => 'A function that is whole: the descriptors of the handset contradict themselves.',
    steps: { else: () => [MODE, 'Update the software of the handset: this is its mistake. The detail tells its maker where.'] },
  },
  'usb-no-kernel-driver': {
    weight: 'trouble',
    found: ({ name }) => `${name} has a modem function, but the system made no serial port of it.`,
    missing: () => 'The kernel’s driver cdc_acm.',
    steps: { else: () => ['Load it with the command below.', 'If it is not found, install the package with the extra modules of your kernel (linux-modules-extra), or use a kernel that is not made for clouds.'] },
    copy: () => [command('sudo modprobe cdc_acm')],
  },
  'hub-without-power': {
    weight: 'trouble',
    found: ({ name, hub, needs }) => `${name} was found, but not switched on: it asks for ${needs} mA, and the hub ${hub} has no power of its own.`,
    missing: () => 'Power for the handset.',
    steps: { else: () => ['Plug the hub’s own power supply in, or plug the handset into the computer itself.'] },
  },
  'usb-not-switched-on': {
    weight: 'trouble',
    found: ({ name }) => `${name} was found, but the system has not switched it on.`,
    missing: () => 'A configuration that is in use.',
    steps: { else: () => [AGAIN, 'Use another cable and another port of the computer: a bad line makes the first steps fail.'] },
  },
  'charge-only': {
    weight: 'trouble',
    found: () => 'Something is plugged into a USB-C port, but nothing shows itself on USB.',
    missing: () => 'The data lines: the cable only charges, or the handset only charges over it.',
    steps: { else: () => ['Try a cable that carries data; many that come with chargers do not.', MODE, 'Unlock the handset: some keep silent on the cable while they are locked.'] },
  },
  'nothing-plugged': {
    weight: 'remark',
    found: () => 'Nothing that could be a handset is plugged in.',
    missing: () => 'If a handset is plugged in all the same, the cable carries no data.',
    steps: { else: () => ['Try a cable that carries data, and a port of the computer itself rather than a hub.', 'Set the cable mode of the handset to “PC Suite” or “sync”, and unlock it.'] },
  },
} as const satisfies Readonly<Record<string, FindingRow<AboutUsb>>>;
