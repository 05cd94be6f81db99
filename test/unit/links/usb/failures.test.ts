import { describe, expect, it } from 'vitest';
import { explain } from '../../../../electron/links/usb/failures.ts';

/** Messages as the library words them; those with an error number were seen on Linux 6.1. */
const SEEN = [
  ['open error: permission denied (errno 13)', 'usb-forbidden'],
  ['claimInterface error: interface is busy (errno 16)', 'usb-busy'],
  ['selectConfiguration error: device is busy (errno 16)', 'usb-busy'],
  ['open error: device not found (errno 2)', 'usb-gone'],
  ['selectAlternateInterface error: device disconnected (errno 19)', 'usb-gone'],
  ['open error: input/output error (errno 5)', 'usb-gone'],
  ['transferIn error: Disconnected', 'usb-gone'],
  ['transferIn error: endpoint not found', 'usb-gone'],
  ['controlTransferIn error: device disconnected', 'usb-gone'],
  ['transferOut error: Stall', 'usb-stalled'],
  ['controlTransferIn error: endpoint stalled', 'usb-stalled'],
  ['transferIn error: Cancelled', 'usb-silent'],
  ['open error: incompatible driver is installed', 'usb-no-driver'],
  ['transferIn error: Fault', 'usb-failed'],
] as const;

describe('what the USB library reports', () => {
  it.each(SEEN)('“%s” is %s, with the next step', (message, code) => {
    const failure = explain(new Error(message), 'USB 1-2', 'linux');
    expect(failure).toMatchObject({ code, detail: message });
    expect(failure.message).toContain('USB 1-2');
    expect(failure.next).toMatch(/\.$/);
  });

  it('the next step is one that exists on the platform', () => {
    const next = (platform: NodeJS.Platform): string => explain(new Error('errno 13'), 'it', platform).next;
    expect(next('linux')).toContain('udev');
    expect(next('win32')).toContain('WinUSB');
    expect(next('darwin')).not.toMatch(/udev|WinUSB/);
  });

  it('an error number is read whole: 16 is not 1', () => {
    expect(explain(new Error('open error: x (errno 16)'), 'it').code).toBe('usb-busy');
    expect(explain(new Error('open error: x (errno 1)'), 'it').code).toBe('usb-forbidden');
    expect(explain(new Error('open error: x (errno 22)'), 'it').code).toBe('usb-failed');
  });
});
