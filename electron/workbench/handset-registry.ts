/**
 * Who is here: the records of all handsets and what is known of them right now, as one summary per handset.
 * Every change is stored and told to the windows.
 */
import type { Handset } from '../../shared/contract/handsets.ts';
import type { Lock } from '../server/lock-out.ts';
import type { HandsetRecord } from '../storage/handsets.ts';
import type { Storage } from '../storage/storage.ts';
import type { EventHub } from './event-hub.ts';
import type { HandsetLinks } from './handset-links.ts';

export interface Live {
  /** Is it in session? */
  inSession(devId: string): boolean;
  activity(devId: string): string | undefined;
  virtual(devId: string): Handset['virtual'];
  nodes(devId: string): number;
  unseenAlerts(devId: string): number;
  silentAfterMs(): number;
  readonly links: Pick<HandsetLinks, 'of' | 'isTethered' | 'canWake'>;
  locks(devId: string): readonly Lock[];
}

export interface HandsetRegistry {
  get(devId: string): HandsetRecord | undefined;
  all(): readonly HandsetRecord[];
  /** Changes a record, or makes it when the handset is seen for the first time. */
  change(devId: string, patch: Partial<HandsetRecord>): HandsetRecord;
  /**
   * As `change`, where nobody waits for it to be kept: what has happened has happened. On a full disk it is known until
   * the workbench ends, or until the record is kept the next time.
   */
  note(devId: string, patch: Partial<HandsetRecord>): void;
  /** Gives it a name of a person's choice; an empty one takes it back. */
  rename(devId: string, name: string): void;
  /** It has no such trouble any more; kept as `note` does. */
  clear(devId: string, trouble: 'problem' | 'refusedTls'): void;
  /** Whether its policy allows TLS 1.0 and 1.1 from now on. */
  setLegacyTls(devId: string, allowed: boolean): void;
  /** Which link is used first from now on; undefined: whichever works. */
  setPreferredLink(devId: string, link: HandsetRecord['preferredLink']): void;
  /** How it is woken from now on; undefined: as it told. */
  setWake(devId: string, wake: HandsetRecord['wake']): void;
  /** Something about it that is not in the record changed: tell the windows. */
  changed(devId: string): void;
  /** Nodes a reading has brought so far; undefined when it is over. */
  progress(devId: string, nodes: number | undefined): void;
  summary(devId: string): Handset | undefined;
  summaries(): readonly Handset[];
  remove(devId: string): void;
  /** Looks for handsets that have become silent, and for locks that have ended; called now and then. */
  sweep(): void;
}

/** Windows are told of reading progress at most this often, milliseconds. */
const PROGRESS_EVERY_MS = 100;

/** Locks of one handset that are told. */
const SHOWN_LOCKS = 5;

/** Makes the registry over a storage. */
export function createHandsetRegistry(
  storage: Storage,
  events: EventHub,
  live: Live,
  now: () => number,
): HandsetRegistry {
  const records = new Map<string, HandsetRecord>(storage.handsets.all().map((record) => [record.devId, record]));
  const reading = new Map<string, { nodes: number; toldAt: number }>();
  const silent = new Set<string>();
  const locked = new Set<string>();

  function patched(devId: string, patch: Partial<HandsetRecord>): HandsetRecord {
    const before = records.get(devId) ??
      storage.handsets.get(devId) ?? { devId, admitted: false, link: 'http', authenticated: 'no' };
    return { ...before, ...patch };
  }

  function change(devId: string, patch: Partial<HandsetRecord>): HandsetRecord {
    const after = patched(devId, patch);
    replace(after);
    return after;
  }

  /** What cannot be kept is not known either. */
  function replace(record: HandsetRecord): void {
    storage.handsets.put(record);
    records.set(record.devId, record);
    changed(record.devId);
  }

  function noteWhole(record: HandsetRecord): void {
    records.set(record.devId, record);
    storage.handsets.note(record);
    changed(record.devId);
  }

  function changed(devId: string): void {
    const handset = summary(devId);
    if (handset !== undefined) events.emit({ type: 'handset', handset });
  }

  function summary(devId: string): Handset | undefined {
    const record = records.get(devId);
    if (record === undefined) return undefined;
    const activity = live.activity(devId);
    const nodes = reading.get(devId)?.nodes;
    const virtual = live.virtual(devId);
    const account = storage.accounts.get(devId);
    const locks = live.locks(devId);
    return {
      devId,
      name: record.alias ?? ([record.man, record.mod].filter(Boolean).join(' ') || devId),
      state: stateOf(record),
      link: record.link,
      authenticated: record.authenticated,
      auth: account?.auth ?? 'md5',
      serverAuth: account?.serverAuth ?? 'md5',
      legacyTls: record.legacyTls === true,
      links: [...live.links.of(devId)],
      tethered: live.links.isTethered(devId),
      canWake: live.links.canWake(devId),
      nodes: live.nodes(devId),
      unseenAlerts: live.unseenAlerts(devId),
      ...pick(record, [
        'man',
        'mod',
        'dmV',
        'lang',
        'address',
        'tls',
        'firstSeen',
        'lastSeen',
        'problem',
        'readMethod',
        'wake',
        'preferredLink',
        'refusedTls',
      ]),
      ...(locks.length === 0 ? {} : { locks: locks.slice(0, SHOWN_LOCKS) }),
      ...(virtual === undefined ? {} : { virtual }),
      ...(activity === undefined ? {} : { activity: { what: activity, ...(nodes === undefined ? {} : { nodes }) } }),
    };
  }

  function stateOf(record: HandsetRecord): Handset['state'] {
    if (!record.admitted) return 'new';
    if (live.inSession(record.devId)) return 'in-session';
    if (record.lastSeen === undefined) return 'expected';
    // Switched off here and now: no need to wait until it has been silent for long.
    if (live.virtual(record.devId)?.running === false) return 'silent';
    // On a cable it is asked now and then, so that its state is known.
    const [cable] = live.links.of(record.devId).filter(({ link }) => link !== 'http');
    if (cable?.state === 'ready' || cable?.state === 'identifying') return 'ready';
    return now() - record.lastSeen > live.silentAfterMs() || cable?.state === 'silent' ? 'silent' : 'ready';
  }

  return {
    get: (devId) => records.get(devId),
    all: () => [...records.values()],
    change,
    note: (devId, patch) => noteWhole(patched(devId, patch)),
    changed,
    rename(devId, name): void {
      const { alias: _alias, ...rest } = change(devId, {});
      replace(name === '' ? rest : { ...rest, alias: name });
    },
    setWake(devId, wake): void {
      const { wake: _wake, ...rest } = change(devId, {});
      replace(wake === undefined ? rest : { ...rest, wake });
    },
    setPreferredLink(devId, link): void {
      const { preferredLink: _before, ...rest } = change(devId, {});
      replace(link === undefined ? rest : { ...rest, preferredLink: link });
    },
    setLegacyTls(devId, allowed): void {
      const { legacyTls: _before, refusedTls, ...rest } = change(devId, {});
      if (allowed) replace({ ...rest, legacyTls: true });
      else replace({ ...rest, ...(refusedTls === undefined ? {} : { refusedTls }) });
    },
    clear(devId, trouble): void {
      const record = records.get(devId);
      if (record?.[trouble] === undefined) return;
      const { [trouble]: _gone, ...rest } = record;
      noteWhole(rest);
    },
    progress(devId, nodes): void {
      const before = reading.get(devId);
      if (nodes === undefined) {
        if (reading.delete(devId)) changed(devId);
        return;
      }
      const due = before === undefined || now() - before.toldAt >= PROGRESS_EVERY_MS;
      reading.set(devId, { nodes, toldAt: due ? now() : before.toldAt });
      if (due) changed(devId);
    },
    summary,
    summaries: () => [...records.keys()].flatMap((devId) => summary(devId) ?? []),
    remove(devId): void {
      records.delete(devId);
      storage.handsets.remove(devId);
      events.emit({ type: 'handset-removed', devId });
    },
    sweep(): void {
      for (const record of records.values()) {
        const { devId } = record;
        const isOther = isNews(silent, devId, stateOf(record) === 'silent');
        if (isNews(locked, devId, live.locks(devId).length > 0) || isOther) changed(devId);
      }
    },
  };
}

/** Keeps whether it is so for the handset; answers whether that is news. */
function isNews(those: Set<string>, devId: string, isSo: boolean): boolean {
  if (isSo === those.has(devId)) return false;
  if (isSo) those.add(devId);
  else those.delete(devId);
  return true;
}

function pick<T, K extends keyof T>(from: T, keys: readonly K[]): { [P in K]?: Exclude<T[P], undefined> } {
  const some: { [P in K]?: Exclude<T[P], undefined> } = {};
  for (const key of keys) {
    const value = from[key];
    if (value !== undefined) some[key] = value as Exclude<T[K], undefined>;
  }
  return some;
}
