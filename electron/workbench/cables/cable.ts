/**
 * One cable from the plug to the unplug: who hangs on it is asked at once and holds a first session, so that its tree is
 * on the screen without anybody doing anything. What is in trouble is tried again, ever less often; what was pulled is
 * awaited for a while, because a handset restarts in the middle of an install.
 */
import type { Cable as CableFacts } from '../../../shared/contract/cables.ts';
import type { Failure } from '../../../shared/result.ts';
import type { ObexPlace, Place } from '../../links/obex/obex-place.ts';
import type { Clock } from '../../server/clock.ts';

/** What there is, and how it is spoken to. */
export interface CableSource {
  readonly port: string;
  readonly link: CableFacts['link'];
  /** Named by a person: it stays in the list whatever happens. */
  readonly named: boolean;
  /** What is known without asking, as it is now. */
  facts(): Pick<CableFacts, 'where' | 'system'>;
  /** Could it be opened now? */
  isThere(): boolean;
  makePlace(changed: (place: Place) => void): ObexPlace;
}

export interface CablePorts {
  changed(cable: CableFacts): void;
  /** It was pulled, and nobody expects it back (any more). */
  unexpected(): void;
}

export interface Cable {
  readonly named: boolean;
  current(): CableFacts;
  /** A session now; what comes of it is in the state. */
  begin(): void;
  /** The system has it, or knows more about it than before. */
  plugged(): void;
  pulled(failure: Failure): void;
  close(): Promise<void>;
}

/** A cable in trouble is looked at again after this, then twice as late each time, milliseconds. */
const RETRY_MS = 4_000;
const LONGEST_RETRY_MS = 60_000;
/** Where a pulled cable comes back is looked at this often, milliseconds. */
const LOOK_MS = 300;
/** A handset that was pulled or restarts is expected back within this time, milliseconds. */
const BACK_MS = 120_000;

/** Failures that are better told as a state of their own. */
const STATES: Readonly<Record<string, CableFacts['state']>> = {
  'port-busy': 'busy',
  'usb-busy': 'busy',
  'obex-silent': 'silent',
  'usb-silent': 'silent',
  'channel-stuck': 'silent',
};

/** Begins at once. */
export function createCable(source: CableSource, ports: CablePorts, clock: Clock): Cable {
  let told: CableFacts = { ...identityOf(source), state: 'plugged' };
  let backUntil: number | undefined;
  let heardAt: number | undefined;
  let retryMs = RETRY_MS;
  let stopTimer: () => void = () => undefined;
  let isClosed = false;
  const place = source.makePlace(changed);

  function begin(): void {
    stopTimer();
    void place.session();
  }

  function changed(now: Place): void {
    if (isClosed) return;
    stopTimer();
    if (now.state === 'in-session' || now.state === 'ready') heardAt = clock.now();
    if (now.state === 'ready') retryMs = RETRY_MS;
    if (now.state !== 'gone') backUntil = undefined;
    else if (now.devId !== undefined) backUntil ??= clock.now() + BACK_MS;
    if (now.state === 'gone') look();
    if (now.state === 'trouble') tryAgain();
    tell();
    if (now.state === 'gone' && backUntil === undefined) ports.unexpected();
  }

  function tryAgain(): void {
    stopTimer = clock.after(retryMs, begin);
    retryMs = Math.min(retryMs * 2, LONGEST_RETRY_MS);
  }

  /** Looks whether it is there again, often for as long as a restart may take. */
  function look(): void {
    const isAwaited = backUntil !== undefined && clock.now() < backUntil;
    stopTimer = clock.after(isAwaited ? LOOK_MS : RETRY_MS, () => {
      if (source.isThere()) return begin();
      if (backUntil !== undefined && clock.now() >= backUntil) {
        backUntil = undefined;
        tell();
        ports.unexpected();
      }
      if (!isClosed) look();
    });
  }

  function tell(): void {
    const { state, identity, devId, failure } = place.current();
    const label = [identity?.manufacturer, identity?.model].filter((part) => part !== undefined).join(' ');
    const own = identityOf(source);
    const name = label === '' ? own.name : label;
    told = {
      ...own,
      state: (state === 'trouble' ? STATES[failure?.code ?? ''] : undefined) ?? state,
      ...(name === undefined ? {} : { name }),
      ...(devId === undefined ? {} : { devId }),
      ...(failure === undefined ? {} : { failure }),
      ...(heardAt === undefined ? {} : { heardAt }),
      ...(backUntil === undefined ? {} : { backUntil }),
    };
    ports.changed(told);
  }

  begin();
  return {
    named: source.named,
    current: () => told,
    begin(): void {
      retryMs = RETRY_MS;
      begin();
    },
    plugged(): void {
      const { state } = place.current();
      retryMs = RETRY_MS;
      if (state === 'gone' || state === 'trouble') begin();
      else tell();
    },
    pulled: place.pulled,
    async close(): Promise<void> {
      isClosed = true;
      stopTimer();
      await place.close();
    },
  };
}

function identityOf({ port, link, named, facts }: CableSource): Omit<CableFacts, 'state'> {
  const { where, system } = facts();
  const name = [system?.manufacturer, system?.product].filter((part) => part !== undefined).join(' ');
  return {
    port,
    link,
    named,
    where,
    ...(name === '' ? {} : { name }),
    ...(system === undefined ? {} : { system }),
  };
}
