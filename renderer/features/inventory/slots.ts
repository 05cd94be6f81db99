/** Nodes by number: what everything that is kept by slot has in common. */

/** No such slot. */
export const NONE = -1;

/** The slot of the root `.`. */
export const ROOT = 0;

/** Copies `from` to the front of the longer `to`. */
export function widened<A extends Int32Array | Uint32Array | Uint16Array | Uint8Array | Float64Array>(
  from: A,
  to: A,
): A {
  to.set(from);
  return to;
}
