/**
 * The links of a handset: every cable it hangs on, and HTTP where it has called from or a person said it is. They stand in the order in which
 * they are used: those that work before those that do not, a person's choice first, cables before the network, because
 * on a cable it is us who begin.
 */
import type { Cable } from '../../shared/contract/cables.ts';
import type { HandsetLink } from '../../shared/contract/handsets.ts';
import type { OpenSession } from '../server/table-ports.ts';
import type { HandsetRecord } from '../storage/handsets.ts';
import { wakeTarget } from './wake-target.ts';

export interface HandsetLinks {
  of(devId: string): readonly HandsetLink[];
  /** Does the next session go over a cable? */
  isTethered(devId: string): boolean;
  canWake(devId: string): boolean;
  /**
   * Begins a session, or asks the handset to; answers whether there was a way. `attempt` counts from 0: what did not
   * help the last time is followed by the next link.
   */
  wake(devId: string, attempt: number): Promise<boolean>;
}

export interface HandsetLinksPorts {
  record(devId: string): HandsetRecord | undefined;
  cables(devId: string): readonly Cable[];
  wakeCable(port: string): boolean;
  /** Sends a notification over the network. */
  notify(devId: string): Promise<boolean>;
  sessionOf(devId: string): Pick<OpenSession, 'link' | 'address'> | undefined;
  silentAfterMs(): number;
  readonly now: () => number;
}

const WORKS: ReadonlySet<HandsetLink['state']> = new Set(['plugged', 'identifying', 'ready', 'in-session']);

/** Makes it. */
export function createHandsetLinks(ports: HandsetLinksPorts): HandsetLinks {
  function of(devId: string): readonly HandsetLink[] {
    const record = ports.record(devId);
    const preferred = record?.preferredLink;
    const links = [...ports.cables(devId).map(cableLink), ...network(record)];
    return links
      .map((each) => ({ ...each, preferred: each.link === preferred }))
      .toSorted((one, other) => rank(one) - rank(other));
  }

  function network(record: HandsetRecord | undefined): readonly Omit<HandsetLink, 'preferred'>[] {
    const where = record === undefined ? undefined : (record.httpAddress ?? wakeTarget(record)?.host);
    return record === undefined || where === undefined
      ? []
      : [{ link: 'http', where, state: networkState(record), calls: true }];
  }

  function networkState({ devId, link, lastSeen = 0 }: HandsetRecord): HandsetLink['state'] {
    if (ports.sessionOf(devId)?.link === 'http') return 'in-session';
    return link === 'http' && ports.now() - lastSeen <= ports.silentAfterMs() ? 'ready' : 'silent';
  }

  /** The links over which it can be woken, in order. */
  function wakeable(devId: string): readonly HandsetLink[] {
    const record = ports.record(devId);
    const canNotify = record !== undefined && wakeTarget(record) !== undefined;
    return of(devId).filter(({ link, state, calls }) => (link === 'http' ? canNotify : WORKS.has(state) && !calls));
  }

  return {
    of,
    isTethered: (devId) => (of(devId)[0]?.link ?? ports.record(devId)?.link ?? 'http') !== 'http',
    canWake: (devId) => wakeable(devId).length > 0,
    async wake(devId, attempt) {
      const links = wakeable(devId);
      const first = links[attempt % Math.max(1, links.length)];
      for (const link of first === undefined ? [] : [first, ...links.filter((each) => each !== first)]) {
        const could = link.port === undefined ? await ports.notify(devId) : ports.wakeCable(link.port);
        if (could) return true;
      }
      return false;
    },
  };
}

function cableLink({ link, port, where, state, calls = false, backUntil }: Cable): Omit<HandsetLink, 'preferred'> {
  return { link, port, where, state, calls, ...(backUntil === undefined ? {} : { backUntil }) };
}

function rank({ link, state, preferred }: HandsetLink): number {
  const works = WORKS.has(state) ? 0 : 4;
  return works + (preferred ? 0 : 2) + (link === 'http' ? 1 : 0);
}
