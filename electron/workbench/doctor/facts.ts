/** What the doctor has found out before it says anything: data alone, so that every conclusion can be tested. */
import type { AppStatus } from '../../../shared/contract/app.ts';
import type { Cable } from '../../../shared/contract/cables.ts';
import type { DoctorReport } from '../../../shared/contract/doctor.ts';
import type { Handset } from '../../../shared/contract/handsets.ts';
import type { ServedCertificate } from '../../links/machine/answers.ts';
import type { Firewall } from '../../links/machine/firewall.ts';
import type { Holders } from '../../links/machine/holders.ts';
import type { Person } from '../../links/machine/person.ts';
import type { PortFile } from '../../links/machine/port-file.ts';
import type { Udev } from '../../links/machine/udev.ts';
import type { UsbDevice } from '../../links/machine/usb-devices.ts';

export type Platform = DoctorReport['platform'];

/** A cable with what the system says about the file that is opened for it. */
export interface CableFacts {
  readonly cable: Cable;
  /** Undefined on Windows, and when there is no such file. */
  readonly file: PortFile | undefined;
  /** Undefined when nobody asked: it is not busy. */
  readonly holders: Holders | undefined;
}

/** Where handsets on HTTP may call, and whether it answers. */
export interface EntranceFacts {
  readonly url: string;
  /** For an entrance on the network: its interface is there still. */
  readonly isThere: boolean;
  /** Why it does not answer; undefined when it does. */
  readonly whyNot: string | undefined;
  /** For HTTPS: what it shows, or why it shows none. */
  readonly certificate: ServedCertificate | string | undefined;
}

export interface Interface {
  readonly name: string;
  readonly address: string;
  /** Address and length of the network's prefix, e.g. `192.168.1.5/24`. */
  readonly cidr: string;
}

export interface Facts {
  readonly platform: Platform;
  /** Milliseconds since the epoch. */
  readonly now: number;
  readonly person: Person;
  /** Linux alone. */
  readonly udev: Udev | undefined;
  readonly cables: readonly CableFacts[];
  /** Everything on USB; undefined where there is none, or nobody tells. */
  readonly usb: readonly UsbDevice[] | undefined;
  readonly typeCPartners: number;
  readonly listener: AppStatus['listener'];
  readonly entrances: readonly EntranceFacts[];
  readonly interfaces: readonly Interface[];
  readonly firewall: Firewall | undefined;
  readonly handsets: readonly Pick<
    Handset,
    'devId' | 'name' | 'state' | 'link' | 'address' | 'virtual' | 'lastSeen' | 'refusedTls'
  >[];
  readonly isClockKept: boolean | undefined;
  /** The youngest thing that the workbench has kept, and when the workbench was built at the earliest. */
  readonly latestKept: number;
  readonly madeAfter: number;
}
