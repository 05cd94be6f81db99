/**
 * The door for handsets on the network: a second listener on one interface that a person chose, for a limited time.
 * The first listener stays on this machine only. When the time is up, or the workbench closes, the door closes by
 * itself; sessions under way get their last reply.
 */
import { networkInterfaces } from 'node:os';
import { createTurns } from '../../shared/in-turn.ts';
import { fail, ok, type Result } from '../../shared/result.ts';
import type { HttpListener } from '../links/http/listener.ts';
import type { Clock } from '../server/clock.ts';

export interface NetworkInterface {
  /** As the system calls it, e.g. `eth0`. */
  readonly name: string;
  readonly address: string;
}

export interface OpenDoor extends NetworkInterface {
  readonly url: string;
  /** When it closes by itself, milliseconds since the epoch. */
  readonly until: number;
}

export interface NetworkDoor {
  /** Interfaces of this machine that another machine can reach, IPv4. */
  interfaces(): readonly NetworkInterface[];
  /** Opens it, or moves it to another interface or time. Fails with `address-unknown` and as a listener does. */
  open(address: string, minutes: number): Promise<Result<OpenDoor>>;
  close(): Promise<void>;
  state(): OpenDoor | undefined;
}

export interface NetworkDoorPorts {
  listen(address: string): Promise<Result<HttpListener>>;
  /** It opened or closed. */
  changed(): void;
  /** Instead of the system's own list. */
  readonly interfaces?: () => readonly NetworkInterface[];
}

/** Makes a closed door. */
export function createNetworkDoor(ports: NetworkDoorPorts, clock: Clock): NetworkDoor {
  const interfaces = ports.interfaces ?? reachable;
  // A door that is opened twice at once is one door.
  const inTurn = createTurns();
  let door: { readonly state: OpenDoor; readonly listener: HttpListener; readonly stopTimer: () => void } | undefined;

  async function closeNow(): Promise<void> {
    const closing = door;
    door = undefined;
    if (closing === undefined) return;
    closing.stopTimer();
    await closing.listener.close();
    ports.changed();
  }

  async function openNow(address: string, minutes: number): Promise<Result<OpenDoor>> {
    const chosen = interfaces().find((one) => one.address === address);
    if (chosen === undefined) {
      return fail(
        'address-unknown',
        `This machine has no network interface with ${address}.`,
        'Choose one of the interfaces that are listed; plug the network in if it is missing.',
      );
    }
    await closeNow();
    const listening = await ports.listen(address);
    if (!listening.ok) return listening;
    const listener = listening.value;
    const state: OpenDoor = { ...chosen, url: listener.url, until: clock.now() + minutes * 60_000 };
    door = { state, listener, stopTimer: clock.after(minutes * 60_000, () => void close()) };
    ports.changed();
    return ok(state);
  }

  function close(): Promise<void> {
    return inTurn(closeNow);
  }

  return {
    interfaces,
    open: (address, minutes) => inTurn(() => openNow(address, minutes)),
    close,
    state: () => door?.state,
  };
}

function reachable(): readonly NetworkInterface[] {
  return Object.entries(networkInterfaces()).flatMap(([name, addresses]) =>
    (addresses ?? [])
      .filter(({ family, internal }) => family === 'IPv4' && !internal)
      .map(({ address }) => ({ name, address })),
  );
}
