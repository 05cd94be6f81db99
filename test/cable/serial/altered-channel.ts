/** A machine whose USB channels are altered as they open: what comes and goes is what a bad cable would make of it. */
import type { CableSystem } from '../../../electron/links/cable-system.ts';
import type { UsbChannel } from '../../../electron/links/usb/usb-channel.ts';

/** The machine with channels that `altered` has taken in hand, each as it is opened. */
export function withChannels(system: CableSystem, altered: (channel: UsbChannel) => UsbChannel): CableSystem {
  return {
    ...system,
    watchUsb(listener) {
      const bus = system.watchUsb(listener);
      return {
        get handsets() {
          return bus.handsets;
        },
        look: bus.look,
        close: bus.close,
        async open(id, what, settings) {
          const opened = await bus.open(id, what, settings);
          return opened.ok ? { ok: true, value: altered(opened.value) } : opened;
        },
      };
    },
  };
}
