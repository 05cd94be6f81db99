/**
 * One cable from the plug to the unplug: who hangs on it is asked at once and holds a first session, so that its tree is
 * on the screen without anybody doing anything. What is in trouble is tried again, ever less often; what was pulled is
 * awaited for a while, because a handset restarts in the middle of an install.
 */
import type { Cable as CableFacts } from '../../../shared/contract/cables.ts';
import type { Failure } from '../../../shared/result.ts';
import { holdersOf } from '../../links/machine/holders.ts';
import { lookAtPort } from '../../links/machine/port-file.ts';
import type { ObexPlace, Place } from '../../links/obex/obex-place.ts';
import type { Clock } from '../../server/clock.ts';

/** What there is, and how it is spoken to. */
export interface CableSource {
  readonly port: string;
  readonly link: CableFacts['link'];
  /** Named by a person: it is asked, and stays in the list whatever happens. */
  readonly named: boolean;
  /** Why it must not be asked by itself as things are; undefined when it may. */
  notAsked(): CableFacts['notAsked'];
  /** What is known without asking, as it is now. */
  facts(): Pick<CableFacts, 'where' | 'system' | 'speed' | 'rtscts'>;
  /** The file that is opened, where there is one. */
  file(): string | undefined;
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
  /** A person has named what the system had found: it stays, and is asked. */
  keep(): void;
  current(): CableFacts;
  /** Asks who is there, once it may be asked by itself. */
  ask(): void;
  /** A session now, because a person says so; what comes of it is in the state. */
  begin(): void;
  /** A session soon, one that is about to begin will do; answers whether it is us who begin here. */
  wake(): boolean;
  /** The system has it, or knows more about it than before. */
  plugged(): void;
  pulled(failure: Failure): void;
  close(): Promise<void>;
}

/** A cable in trouble is looked at again after this, then twice as late each time, milliseconds. */
const RETRY_MS = 4_000;
const LONGEST_RETRY_MS = 60_000;
/** Where a handset has spoken before it is not this long, because that one may be restarting, milliseconds. */
const LONGEST_KNOWN_RETRY_MS = 8_000;
/** What the system found and nobody has spoken on is asked this often, then left alone. */
const MOST_TRIES = 3;
/** A handset that had nothing to say is asked once more after this, milliseconds. */
const AGAIN_MS = 1_500;
/** Where a pulled cable comes back is looked at this often, milliseconds. */
const LOOK_MS = 300;
/** A handset that was pulled or restarts is expected back within this time, milliseconds. */
const BACK_MS = 120_000;

/** Whether somebody still speaks there is looked at this often, milliseconds. */
const CHECK_MS = 30_000;

/** Failures that are better told as a state of their own. */
const STATES: Readonly<Record<string, CableFacts['state']>> = {
  'port-busy': 'busy',
  'usb-busy': 'busy',
  'obex-silent': 'silent',
  'usb-silent': 'silent',
  'channel-stuck': 'silent',
};
const FORBIDDEN: ReadonlySet<string> = new Set(['port-forbidden', 'usb-forbidden']);
/** Nothing was written to whatever hangs there: trying again disturbs nobody. */
const UNTOUCHED: ReadonlySet<string> = new Set(['port-busy', 'usb-busy', ...FORBIDDEN]);

/** Begins at once where it may. */
export function createCable(source: CableSource, ports: CablePorts, clock: Clock): Cable {
  let told: CableFacts = { ...identityOf(source), named: source.named, state: 'plugged' };
  let inTheWay: Pick<CableFacts, 'holder' | 'group'> = {};
  let backUntil: number | undefined;
  let heardAt: number | undefined;
  let retryMs = RETRY_MS;
  let tries = 0;
  /** It was said to be asked again, and nothing came of it yet: what went wrong before is over. */
  let isAskedAnew = false;
  let stopTimer: () => void = () => undefined;
  let isClosed = false;
  let named = source.named;
  const place = source.makePlace(changed);

  function begin(): void {
    stopTimer();
    void place.session().then((ended) => {
      // It had nothing to say: maybe it was asked in the moment in which it ended its last session. Once more.
      if (!ended.ok || ended.value > 0 || isClosed) return;
      stopTimer();
      stopTimer = clock.after(AGAIN_MS, () => void place.session());
    });
  }

  function ask(): void {
    if (place.current().state !== 'plugged') return;
    if (notAsked() === undefined) begin();
    else tell();
  }

  function notAsked(): CableFacts['notAsked'] {
    return named ? undefined : source.notAsked();
  }

  function startAnew(): void {
    retryMs = RETRY_MS;
    tries = 0;
    isAskedAnew = true;
    begin();
    if (isAskedAnew) tell();
  }

  function changed(now: Place): void {
    if (isClosed) return;
    stopTimer();
    isAskedAnew = false;
    inTheWay = {};
    if (now.state === 'in-session' || now.state === 'ready') heardAt = clock.now();
    if (now.state === 'ready') [retryMs, tries] = [RETRY_MS, 0];
    if (now.state !== 'gone') backUntil = undefined;
    else if (now.devId !== undefined) backUntil ??= clock.now() + BACK_MS;
    if (now.state === 'gone') look();
    if (now.state === 'trouble') inTrouble(now);
    if (now.state === 'ready' && now.calls !== true) stopTimer = clock.after(CHECK_MS, () => void place.check());
    tell();
    if (now.state === 'gone' && backUntil === undefined) ports.unexpected();
  }

  function inTrouble(now: Place): void {
    const code = now.failure?.code ?? '';
    void findObstacle(now);
    if (!UNTOUCHED.has(code)) tries++;
    const mayDisturb = named || heardAt !== undefined || tries < MOST_TRIES;
    if (mayDisturb && now.calls !== true) stopTimer = clock.after(retryMs, begin);
    retryMs = Math.min(retryMs * 2, heardAt === undefined ? LONGEST_RETRY_MS : LONGEST_KNOWN_RETRY_MS);
  }

  /** Who has it, or who may open it: told as soon as it is known. */
  async function findObstacle({ failure }: Place): Promise<void> {
    const file = source.file();
    if (failure === undefined || file === undefined) return;
    const holder = STATES[failure.code] === 'busy' ? (await holdersOf(file)).programs[0] : undefined;
    const about = FORBIDDEN.has(failure.code) ? await lookAtPort(file) : undefined;
    const group = about?.groupMay === true ? about.group : undefined;
    if (isClosed || place.current().failure !== failure || (holder ?? group) === undefined) return;
    inTheWay = { ...(holder === undefined ? {} : { holder }), ...(group === undefined ? {} : { group }) };
    tell();
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
    const now = place.current();
    const isAnew = isAskedAnew && (now.state === 'trouble' || now.state === 'plugged');
    const { identity, devId } = now;
    const [state, failure] = isAnew ? (['identifying', undefined] as const) : [now.state, now.failure];
    const label = [identity?.manufacturer, identity?.model].filter((part) => part !== undefined).join(' ');
    const own = identityOf(source);
    const name = label === '' ? own.name : label;
    const why = state === 'plugged' ? notAsked() : undefined;
    told = {
      ...own,
      named,
      ...inTheWay,
      state: (state === 'trouble' ? STATES[failure?.code ?? ''] : undefined) ?? state,
      ...(name === undefined ? {} : { name }),
      ...(devId === undefined ? {} : { devId }),
      ...(failure === undefined ? {} : { failure }),
      ...(heardAt === undefined ? {} : { heardAt }),
      ...(now.calls === true ? { calls: true } : {}),
      ...(backUntil === undefined ? {} : { backUntil }),
      ...(why === undefined ? {} : { notAsked: why }),
    };
    ports.changed(told);
  }

  ask();
  return {
    get named() {
      return named;
    },
    keep(): void {
      named = true;
      if (place.current().state === 'plugged') begin();
      else tell();
    },
    current: () => told,
    ask,
    begin: startAnew,
    wake(): boolean {
      const { state, calls } = place.current();
      if (calls !== true && state !== 'identifying') begin();
      return calls !== true;
    },
    plugged(): void {
      const { state } = place.current();
      if (state === 'gone' || state === 'trouble') startAnew();
      else if (state === 'plugged') ask();
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

function identityOf({ port, link, facts }: CableSource): Omit<CableFacts, 'state' | 'named'> {
  const { system, ...about } = facts();
  const name = [system?.manufacturer, system?.product].filter((part) => part !== undefined).join(' ');
  return {
    port,
    link,
    ...about,
    ...(name === '' ? {} : { name }),
    ...(system === undefined ? {} : { system }),
  };
}
