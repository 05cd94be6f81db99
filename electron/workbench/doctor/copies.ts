/** What can be copied out of a finding: the udev rule and commands. */
import type { Finding } from '../../../shared/contract/doctor.ts';
import { UDEV_RELOAD, UDEV_RULE, UDEV_RULE_PATH } from '../../links/usb/udev-rule.ts';

/** A command to type. */
export function command(content: string, title = 'Command'): Finding['copy'][number] {
  return { title, content };
}

/** The rule as a file, the command that installs it, and the one that makes udev read it. */
export function udevRule(): Finding['copy'] {
  return [
    { title: 'udev rule', path: UDEV_RULE_PATH, content: UDEV_RULE },
    command('scomo doctor --install-udev', 'Command that writes it, after asking'),
    command(`sudo sh -c '${UDEV_RELOAD}'`, 'Command after writing it by hand'),
  ];
}
