/**
 * The udev rule that lets the person at the screen open tethered handsets. It stands here once: the packages install it,
 * the doctor shows it, and `scomo doctor --install-udev` writes it.
 */

/** Where a person's own rules are; packages install theirs in /usr/lib. */
export const UDEV_RULE_PATH = '/etc/udev/rules.d/70-scomo-workbench.rules';
/** Every folder that udev reads, in the order in which a later file of the same name is ignored. */
export const UDEV_RULE_PATHS: readonly string[] = [
  UDEV_RULE_PATH,
  '/run/udev/rules.d/70-scomo-workbench.rules',
  '/usr/local/lib/udev/rules.d/70-scomo-workbench.rules',
  '/usr/lib/udev/rules.d/70-scomo-workbench.rules',
  '/lib/udev/rules.d/70-scomo-workbench.rules',
];

/** What makes udev read it, and look again at what is plugged in. */
export const UDEV_RELOAD = 'udevadm control --reload && udevadm trigger --subsystem-match=usb --subsystem-match=tty';

/** `uaccess` must be known before 73-seat-late.rules: hence the number in the name of the file. */
export const UDEV_RULE = `# Lets the person at the screen open tethered handsets without being root or joining a group.
# Install: copy to /etc/udev/rules.d, then \`udevadm control --reload && udevadm trigger\`, then plug the handset in again.

# Handsets and adapters that show up as a serial port.
SUBSYSTEM=="tty", KERNEL=="ttyACM[0-9]*|ttyUSB[0-9]*", TAG+="uaccess"

# Handsets with an OBEX function: communications class 02, subclass 0b (USB CDC WMC 1.1).
SUBSYSTEM=="usb", ENV{DEVTYPE}=="usb_device", ENV{ID_USB_INTERFACES}=="*:020b*", TAG+="uaccess"
`;
