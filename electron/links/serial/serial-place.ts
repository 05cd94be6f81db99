/**
 * A serial port with whatever hangs on it: asked who it is, switched to OBEX, and a modem again between sessions. The
 * port stays ours while the handset is there.
 */
import { ok, type Result } from '../../../shared/result.ts';
import type { ByteChannel } from '../byte-channel.ts';
import { createObexPlace, type Entered, type ObexPlace, type PlacePorts, type Way } from '../obex/obex-place.ts';
import type { ObexSettings } from '../obex/client.ts';
import { enterObex, leaveObex, type SwitchChoices } from './obex-switch.ts';
import { openSerialChannel, type SerialSettings } from './serial-channel.ts';

export interface SerialPlaceSettings {
  readonly serial: SerialSettings;
  readonly obex: ObexSettings;
}

/** Makes the place; `session` opens the port. */
export function createSerialPlace(
  path: string,
  ports: Omit<PlacePorts, 'ways'>,
  choices: SwitchChoices,
  { serial, obex }: SerialPlaceSettings,
): ObexPlace {
  const way: Way = {
    link: 'serial',
    address: path,
    key: path,
    open: () => openSerialChannel(path, serial),
    enter: (channel) => enterFromModem(channel, choices),
    staysOpen: true,
  };
  return createObexPlace({ ...ports, ways: () => ok([way]) }, obex);
}

/** A modem that is asked who it is and switched over, on any channel. Errors: those of `enterObex`. */
export async function enterFromModem(channel: ByteChannel, choices: SwitchChoices): Promise<Result<Entered>> {
  const switched = await enterObex(channel, choices);
  if (!switched.ok) return switched;
  const { identity, mode } = switched.value;
  return ok({
    ...(identity === undefined ? {} : { identity }),
    connected: () => void (identity !== undefined && mode !== undefined && choices.worked?.(identity, mode)),
    leave: () => leaveObex(channel, mode),
  });
}
