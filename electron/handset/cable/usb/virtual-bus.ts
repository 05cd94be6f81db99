/**
 * The kernel's virtual USB host controller: it takes a connected socket and enumerates what speaks USB/IP at its other
 * end (Linux vhci-hcd). A shell passes the socket on, because its number must mean something in the process that writes.
 */
import { spawn } from 'node:child_process';
import { mkdtempSync, readFileSync, rmSync } from 'node:fs';
import { createServer, connect, type Socket } from 'node:net';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { text } from 'node:stream/consumers';
import { fail, ok, type Result } from '../../../../shared/result.ts';

const CONTROLLER = '/sys/devices/platform/vhci_hcd.0';
/** `USB_SPEED_HIGH` of the kernel. */
const HIGH_SPEED = 3;

export interface PluggedWire {
  /** The device's end of the cable. */
  readonly wire: Socket;
  /** Port of the controller. */
  readonly port: number;
}

/**
 * Plugs a cable in; whoever speaks USB/IP on the wire becomes a device. `wanted`: undefined for any free port.
 * Errors: `no-usb-bus`, `usb-bus-full`, `usb-not-plugged`.
 */
export async function plugIn(wanted?: number): Promise<Result<PluggedWire>> {
  const free = freePort();
  if (!free.ok) return free;
  const port = wanted ?? free.value;
  const folder = mkdtempSync(join(tmpdir(), 'scomo-usb-'));
  const path = join(folder, 'wire');
  // Nothing may be read here from the kernel's end of the cable.
  const server = createServer({ pauseOnConnect: true });
  try {
    const kernelEnd = new Promise<Socket>((resolve) => server.once('connection', resolve));
    await new Promise<void>((resolve) => server.listen(path, resolve));
    const wire = connect(path);
    const socket = await kernelEnd;
    const why = await attach(socket, port);
    socket.destroy();
    if (why === undefined) return ok({ wire, port });
    wire.destroy();
    return fail(
      'usb-not-plugged',
      `The kernel does not take a device at port ${port} of its virtual USB bus.`,
      'Plug it in as root: only root may.',
      { detail: why },
    );
  } finally {
    server.close();
    rmSync(folder, { recursive: true, force: true });
  }
}

/** Gives the kernel its end; why it was not taken. */
async function attach(socket: Socket, port: number): Promise<string | undefined> {
  const line = `${port} 0 ${port + 2} ${HIGH_SPEED}`;
  const shell = spawn('/bin/sh', ['-c', `echo ${line} > ${CONTROLLER}/attach`], { stdio: [socket, 'ignore', 'pipe'] });
  const said = text(shell.stderr);
  const code = await new Promise((resolve) => shell.once('close', resolve));
  return code === 0 ? undefined : (await said).trim();
}

/** Whether the port has no device any more. */
export function isFree(port: number): boolean {
  return ports()?.get(port) === FREE;
}

function freePort(): Result<number> {
  const states = ports();
  if (states === undefined) {
    return fail(
      'no-usb-bus',
      'There is no virtual USB bus on this machine.',
      'Load the module of the Linux kernel that is one: sudo modprobe vhci-hcd.',
    );
  }
  for (const [port, state] of states) if (state === FREE) return ok(port);
  return fail('usb-bus-full', 'All ports of the virtual USB bus are in use.', 'Switch a virtual handset off.');
}

const FREE = 4;

/** States by number of port, high-speed ports only: `hub port sta spd dev sockfd local_busid`. */
function ports(): ReadonlyMap<number, number> | undefined {
  try {
    const lines = readFileSync(join(CONTROLLER, 'status'), 'utf8').split('\n').slice(1);
    const rows = lines.map((line) => line.trim().split(/\s+/)).filter(([hub]) => hub === 'hs');
    return new Map(rows.map(([, port, state]) => [Number(port), Number(state)]));
  } catch {
    return undefined;
  }
}
