/**
 * Who a USB device is, so that a handset which reboots in the middle of an install and comes back is the same handset:
 * vendor, product, serial number and port. The serial number counts more than the port, because people change ports; but
 * some makers give all their handsets the same one, and then the port tells them apart.
 */

export interface UsbIdentity {
  readonly vendorId: number;
  readonly productId: number;
  readonly serialNumber: string | undefined;
  /** Bus and ports from the root, e.g. `1-2.4`. */
  readonly portPath: string;
}

export interface IdentityBook {
  /** The device's id; the same one again when it was there before. It counts as present until `left`. */
  arrived(identity: UsbIdentity): string;
  left(id: string): void;
}

/** Where a device hangs, as Linux writes it. */
export function portPathOf(bus: string, ports: readonly number[]): string {
  return `${bus.replace(/^0+(?=.)/, '')}-${ports.join('.')}`;
}

export function createIdentityBook(): IdentityBook {
  const known = new Map<string, UsbIdentity>();
  const present = new Set<string>();

  function idFor(identity: UsbIdentity): string {
    const kin = Array.from(known).filter(([id, other]) => !present.has(id) && isKin(identity, other));
    const [again] = kin.find(([, { portPath }]) => portPath === identity.portPath) ?? kin[0] ?? [];
    if (again !== undefined) return again;
    const short = `${hex(identity.vendorId)}:${hex(identity.productId)}:${identity.serialNumber ?? ''}`;
    // Nobody else has it, and it names the handset wherever it is plugged in.
    if (identity.serialNumber !== undefined && !known.has(short)) return short;
    return `${short}@${identity.portPath}`;
  }

  return {
    arrived(identity): string {
      const id = idFor(identity);
      known.set(id, identity);
      present.add(id);
      return id;
    },
    left: (id) => void present.delete(id),
  };
}

function isKin(one: UsbIdentity, other: UsbIdentity): boolean {
  if (one.vendorId !== other.vendorId || one.productId !== other.productId) return false;
  if (one.serialNumber !== other.serialNumber) return false;
  return one.serialNumber !== undefined || one.portPath === other.portPath;
}

function hex(value: number): string {
  return value.toString(16).padStart(4, '0');
}
