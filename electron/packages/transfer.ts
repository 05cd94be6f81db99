/**
 * Octets of a file into an HTTP response, as fast as the handset takes them and in constant memory: two blocks per
 * transfer, one being read while the other one is being sent.
 */
import type { FileHandle } from 'node:fs/promises';
import type { ServerResponse } from 'node:http';

/** Size of one block, octets. Large enough that reading costs little, small enough for many handsets at a time. */
const BLOCK = 256 * 1024;

export interface TransferOptions {
  readonly file: FileHandle;
  /** First octet to be sent. */
  readonly start: number;
  /** The octet after the last one. */
  readonly end: number;
  readonly response: ServerResponse;
  /** Octets that have gone to the network since the last call. */
  readonly onSent: (octets: number) => void;
  /** Asked before the last block: a file that was changed meanwhile must not end up whole at the handset. */
  readonly isUnchanged: () => Promise<boolean>;
}

/** `sent`: all of it. `gone`: the handset closed the connection. `changed`: the file is no longer what it was. */
export type TransferEnd = 'sent' | 'gone' | 'changed';

/** Sends a part of a file and ends the response; unless it all was sent, the connection is cut, so that this shows. */
export async function transfer(options: TransferOptions): Promise<TransferEnd> {
  const { file, start, end, response, onSent, isUnchanged } = options;
  const gone = whenGone(response);
  const blocks = [Buffer.allocUnsafe(BLOCK), Buffer.allocUnsafe(BLOCK)] as const;
  let sending: Promise<boolean> = Promise.resolve(true);
  let next = 0;
  try {
    for (let position = start; position < end;) {
      const block = blocks[next];
      const wanted = Math.min(BLOCK, end - position);
      const bytesRead = block === undefined ? 0 : await readFully(file, block, wanted, position);
      position += bytesRead;
      const isSound = bytesRead === wanted && (position < end || (await isUnchanged()));
      if (!(await sending)) return cut(response, 'gone');
      if (!isSound || block === undefined) return cut(response, 'changed');
      sending = send(response, block.subarray(0, bytesRead), gone, onSent);
      next = 1 - next;
    }
    if (!(await sending)) return cut(response, 'gone');
    response.end();
    return 'sent';
  } catch {
    return cut(response, 'changed');
  }
}

/** Reads until the block is full or the file ends. */
async function readFully(file: FileHandle, block: Buffer, wanted: number, position: number): Promise<number> {
  let filled = 0;
  while (filled < wanted) {
    const { bytesRead } = await file.read(block, filled, wanted - filled, position + filled);
    if (bytesRead === 0) break;
    filled += bytesRead;
  }
  return filled;
}

/** Resolves when the block has gone to the network (true) or never will (false). */
function send(
  response: ServerResponse,
  block: Uint8Array,
  gone: Promise<false>,
  onSent: (octets: number) => void,
): Promise<boolean> {
  const written = new Promise<boolean>((resolve) => {
    response.write(block, (error) => {
      if (error === undefined || error === null) onSent(block.byteLength);
      resolve(error === undefined || error === null);
    });
  });
  return Promise.race([written, gone]);
}

/** A response that waits behind another one on its connection has no socket yet, so both are watched. */
function whenGone(response: ServerResponse): Promise<false> {
  return new Promise((resolve) => {
    const end = (): void => resolve(false);
    response.once('close', end);
    response.req.socket.once('close', end);
    if (response.destroyed || response.req.socket.destroyed) end();
  });
}

function cut(response: ServerResponse, end: TransferEnd): TransferEnd {
  response.destroy();
  return end;
}
