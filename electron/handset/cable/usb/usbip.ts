/**
 * USB/IP, the way in which Linux speaks to a device that is a program: SUBMIT and UNLINK from the host, their replies
 * from the device, each with a header of 48 octets, numbers in network order (Documentation/usb/usbip_protocol.rst of
 * the kernel). A reader takes octets as they come and gives whole messages.
 */

export interface Submit {
  readonly kind: 'submit';
  /** Number of the transfer; its reply repeats it. */
  readonly sequence: number;
  readonly deviceId: number;
  readonly direction: 'in' | 'out';
  readonly endpoint: number;
  /** Octets that the host takes at most (in), or sends (out). */
  readonly length: number;
  /** Setup packet of a control transfer, 8 octets. */
  readonly setup: Uint8Array;
  /** What the host sends; empty for `in`. */
  readonly data: Uint8Array;
}

export interface Unlink {
  readonly kind: 'unlink';
  readonly sequence: number;
  readonly deviceId: number;
  /** The transfer that is taken back. */
  readonly unlinks: number;
}

export type HostMessage = Submit | Unlink;

export interface SubmitReply {
  readonly kind: 'submit-reply';
  readonly sequence: number;
  /** 0, or an error number of Linux, negative. */
  readonly status: number;
  /** Octets sent or taken. */
  readonly length: number;
  /** What goes to the host; empty for `out`. */
  readonly data: Uint8Array;
}

export interface UnlinkReply {
  readonly kind: 'unlink-reply';
  readonly sequence: number;
  /** ECONNRESET when it was taken back, 0 when it was done already. */
  readonly status: number;
}

export type DeviceMessage = SubmitReply | UnlinkReply;

/** Error numbers of Linux, as a status tells them. */
export const STATUS = { done: 0, stall: -32, takenBack: -104 } as const;

export const HEADER_LENGTH = 48;
const COMMAND = { submit: 1, unlink: 2, submitReply: 3, unlinkReply: 4 } as const;
/** Isochronous transfers have packets; all others say so. */
const NO_PACKETS = 0xffff_ffff;
/** More than any driver asks for. */
const MAX_TRANSFER = 1 << 24;

export function encodeHostMessage(message: HostMessage): Uint8Array {
  if (message.kind === 'unlink') {
    const { bytes, view } = header(COMMAND.unlink, message.sequence, message.deviceId);
    view.setUint32(20, message.unlinks);
    return bytes;
  }
  const { bytes, view } = header(COMMAND.submit, message.sequence, message.deviceId, message.data.length);
  view.setUint32(12, message.direction === 'in' ? 1 : 0);
  view.setUint32(16, message.endpoint);
  view.setUint32(24, message.length);
  view.setUint32(32, NO_PACKETS);
  bytes.set(message.setup, 40);
  bytes.set(message.data, HEADER_LENGTH);
  return bytes;
}

export function encodeDeviceMessage(message: DeviceMessage): Uint8Array {
  if (message.kind === 'unlink-reply') {
    const { bytes, view } = header(COMMAND.unlinkReply, message.sequence, 0);
    view.setInt32(20, message.status);
    return bytes;
  }
  const { bytes, view } = header(COMMAND.submitReply, message.sequence, 0, message.data.length);
  view.setInt32(20, message.status);
  view.setUint32(24, message.length);
  view.setUint32(32, NO_PACKETS);
  bytes.set(message.data, HEADER_LENGTH);
  return bytes;
}

function header(command: number, sequence: number, deviceId: number, more = 0): { bytes: Uint8Array; view: DataView } {
  const bytes = new Uint8Array(HEADER_LENGTH + more);
  const view = new DataView(bytes.buffer);
  view.setUint32(0, command);
  view.setUint32(4, sequence);
  view.setUint32(8, deviceId);
  return { bytes, view };
}

/** Reads what a host sends. `push` gives the messages that are complete; it throws on what is not USB/IP. */
export function createHostReader(): { push(chunk: Uint8Array): readonly HostMessage[] } {
  let held: Uint8Array = new Uint8Array();
  return {
    push(chunk): readonly HostMessage[] {
      held = held.length === 0 ? chunk : Buffer.concat([held, chunk]);
      const messages: HostMessage[] = [];
      for (;;) {
        const found = firstMessage(held);
        if (found === undefined) return messages;
        messages.push(found.message);
        held = held.subarray(found.end);
      }
    },
  };
}

function firstMessage(octets: Uint8Array): { readonly message: HostMessage; readonly end: number } | undefined {
  if (octets.length < HEADER_LENGTH) return undefined;
  const view = new DataView(octets.buffer, octets.byteOffset, octets.length);
  const [command, sequence, deviceId] = [view.getUint32(0), view.getUint32(4), view.getUint32(8)];
  if (command === COMMAND.unlink) {
    return { message: { kind: 'unlink', sequence, deviceId, unlinks: view.getUint32(20) }, end: HEADER_LENGTH };
  }
  if (command !== COMMAND.submit) throw new Error(`USB/IP has no command ${command}`);
  const direction = view.getUint32(12) === 1 ? 'in' : 'out';
  const length = view.getUint32(24);
  if (length > MAX_TRANSFER) throw new Error(`a USB transfer of ${length} octets`);
  const end = HEADER_LENGTH + (direction === 'out' ? length : 0);
  if (octets.length < end) return undefined;
  return {
    message: {
      kind: 'submit',
      sequence,
      deviceId,
      direction,
      endpoint: view.getUint32(16),
      length,
      setup: new Uint8Array(octets.subarray(40, 48)),
      data: new Uint8Array(octets.subarray(HEADER_LENGTH, end)),
    },
    end,
  };
}
