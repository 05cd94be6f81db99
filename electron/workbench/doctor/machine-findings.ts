/** What can be missing on the machine itself, in words: one row per code. */
import type { FindingRow } from './finding-table.ts';

export interface AboutMachine {
  /** The clock, as a person reads it, and what is known to be later. */
  readonly clock: string;
  readonly later: string;
}

// oxfmt-ignore
export const MACHINE_FINDINGS = {
  'no-usb': {
    weight: 'remark',
    found: () => 'There is no USB on this machine.',
    missing: () => 'A USB bus that a handset could be plugged into, as on servers, in containers and in virtual machines.',
    steps: { else: () => ['Use HTTP or a serial port, or run the workbench where the cable is plugged in; a virtual machine may be given the device.'] },
  },
  'no-udevadm': {
    weight: 'remark',
    found: () => 'There is no `udevadm` on this machine.',
    missing: () => 'The tool that lists serial ports; ports must be added by their path.',
    steps: { else: () => ['Install udev (on Debian and Ubuntu the package udev), or add the port by its path, e.g. /dev/ttyUSB0.'] },
  },
  'no-udev': {
    weight: 'remark',
    found: () => 'The udev daemon does not run on this machine.',
    missing: () => 'Somebody who announces what is plugged in: handsets appear late, and udev rules have no effect.',
    steps: { else: () => ['Start it (systemd-udevd), or run the workbench outside the container.'] },
  },
  'clock-behind': {
    weight: 'trouble',
    found: ({ clock, later }) => `The clock of this machine says ${clock}, which is before ${later}.`,
    missing: () => 'The right time: certificates are judged by it, and so is how long a handset has been silent.',
    steps: {
      linux: () => ['Set the clock, and let the system keep it: `sudo timedatectl set-ntp true`.'],
      else: () => ['Set the clock in the system’s settings, and let the system keep it.'],
    },
  },
  'clock-not-kept': {
    weight: 'remark',
    found: () => 'The clock of this machine is not kept by a time server.',
    missing: () => 'Somebody who keeps it right: HTTPS fails when this clock and the handset’s differ much.',
    steps: { else: () => ['Let the system keep it: `sudo timedatectl set-ntp true`.'] },
  },
} as const satisfies Readonly<Record<string, FindingRow<AboutMachine>>>;
