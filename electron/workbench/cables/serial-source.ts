/** A serial port as a cable: one that a person has named, or one that the system found. */
import { existsSync } from 'node:fs';
import type { Cable } from '../../../shared/contract/cables.ts';
import type { PlacePorts } from '../../links/obex/obex-place.ts';
import type { SwitchChoices } from '../../links/serial/obex-switch.ts';
import { createSerialPlace, type SerialPlaceSettings } from '../../links/serial/serial-place.ts';
import type { SystemPort } from '../../links/serial/system-ports.ts';
import type { CableSource } from './cable.ts';

/** What a person may say about a serial line. */
export type SerialLineWish = Pick<Cable, 'speed' | 'rtscts'>;

/** How a port came into the list, and what the system knows of it. */
export interface FoundPort extends Pick<CableSource, 'named' | 'notAsked'> {
  /** How the line is driven, as a person has said. */
  readonly line: SerialLineWish;
  /** As it is now; undefined when the system does not list it. */
  system(): SystemPort | undefined;
}

/** The port at `path` as a source. */
export function serialSource(
  path: string,
  { named, notAsked, line, system }: FoundPort,
  ports: Omit<PlacePorts, 'ways' | 'changed'>,
  choices: SwitchChoices,
  settings: SerialPlaceSettings,
): CableSource {
  const driven = { ...settings, serial: { ...settings.serial, ...line } };
  return {
    port: path,
    link: 'serial',
    named,
    notAsked,
    file: () => (path.startsWith('/') ? path : undefined),
    facts() {
      const { path: _path, ...facts } = system() ?? { path };
      return { where: path, ...line, ...(Object.keys(facts).length === 0 ? {} : { system: facts }) };
    },
    isThere: () => existsSync(path) || system() !== undefined,
    makePlace: (changed) => createSerialPlace(path, { ...ports, changed }, choices, driven),
  };
}
