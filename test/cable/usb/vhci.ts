/**
 * The kernel's virtual USB host controller: it takes a connected socket and enumerates what speaks USB/IP at its other
 * end (Linux vhci-hcd). A shell passes the socket on, because its number must mean something in the process that writes.
 */
import { spawn } from 'node:child_process';
import { mkdtempSync, readFileSync, rmSync } from 'node:fs';
import { createServer, connect, type Socket } from 'node:net';
import { tmpdir } from 'node:os';
import { join } from 'node:path';

const CONTROLLER = '/sys/devices/platform/vhci_hcd.0';
/** `USB_SPEED_HIGH` of the kernel. */
const HIGH_SPEED = 3;

export interface PluggedWire {
  /** The device's end of the cable. */
  readonly wire: Socket;
  /** Port of the controller. */
  readonly port: number;
}

/** Plugs a cable in; whoever speaks USB/IP on the wire becomes a device. `port`: undefined for any free one. */
export async function plugIn(port: number = freePort()): Promise<PluggedWire> {
  const folder = mkdtempSync(join(tmpdir(), 'scomo-usb-'));
  const path = join(folder, 'wire');
  // Nothing may be read here from the kernel's end of the cable.
  const server = createServer({ pauseOnConnect: true });
  const kernelEnd = new Promise<Socket>((resolve) => server.once('connection', resolve));
  await new Promise<void>((resolve) => server.listen(path, resolve));
  const wire = connect(path);
  const socket = await kernelEnd;
  await attach(socket, port);
  socket.destroy();
  server.close();
  rmSync(folder, { recursive: true, force: true });
  return { wire, port };
}

async function attach(socket: Socket, port: number): Promise<void> {
  const line = `${port} 0 ${port + 2} ${HIGH_SPEED}`;
  const shell = spawn('/bin/sh', ['-c', `echo ${line} > ${CONTROLLER}/attach`], {
    stdio: [socket, 'ignore', 'inherit'],
  });
  const code = await new Promise((resolve) => shell.once('close', resolve));
  if (code !== 0) throw new Error(`the kernel does not take a device at port ${port}`);
}

/** Whether the port has no device any more. */
export function isFree(port: number): boolean {
  return ports().get(port) === FREE;
}

function freePort(): number {
  for (const [port, state] of ports()) if (state === FREE) return port;
  throw new Error('all ports of the virtual controller are in use');
}

const FREE = 4;

/** States by number of port, high-speed ports only: `hub port sta spd dev sockfd local_busid`. */
function ports(): ReadonlyMap<number, number> {
  const lines = readFileSync(join(CONTROLLER, 'status'), 'utf8').split('\n').slice(1);
  const rows = lines.map((line) => line.trim().split(/\s+/)).filter(([hub]) => hub === 'hs');
  return new Map(rows.map(([, port, state]) => [Number(port), Number(state)]));
}
