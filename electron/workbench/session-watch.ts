/**
 * What the workbench does with the events of a session: it keeps the handset's record true, hands open sessions to
 * the desk, reports to the runs, and reads the inventory of a handset that it sees for the first time.
 */
import type { Handset } from '../../shared/contract/handsets.ts';
import type { Failure } from '../../shared/result.ts';
import { scomoAlertKindOf } from '../../shared/scomo/mo.ts';
import { TLS_TOO_OLD } from '../links/tls/tls-options.ts';
import { LOCKED_OUT } from '../server/session-failures.ts';
import type { HandsetAlert, SessionEnd, SessionEvent } from '../server/session-events.ts';
import type { OpenSession } from '../server/table-ports.ts';
import type { HandsetRecord } from '../storage/handsets.ts';
import { IN_SESSION } from './leases.ts';
import type { Services } from './services.ts';
import type { TraceRecorder } from './trace-recorder.ts';

/** Callers that have proven nothing are remembered up to this number: a list, not a door to fill the disk. */
const MAX_UNPROVEN = 200;
/** What a handset says of itself is kept up to this length, characters: it may be a stranger. */
const LONGEST_TOLD = 255;
/** A reading that nobody asked for gives up after this, milliseconds. */
const AUTOMATIC_LIMIT_MS = 120_000;

/** Makes the listener for session events. */
export function createSessionWatch(
  services: Services,
  recorder: TraceRecorder,
): (session: OpenSession, event: SessionEvent) => void {
  const { registry, desk, mirrors, readings, now } = services;
  /** Handsets whose last problem was that a session was refused: the next one that is proven takes it back. */
  const doubted = new Set<string>();
  /** Handsets whose session was proven with the fixed nonce, until it is open. */
  const fixed = new Set<string>();

  function seen(session: OpenSession, patch: Partial<HandsetRecord>): void {
    const { devId } = session;
    const known = registry.get(devId);
    if (
      known === undefined &&
      patch.authenticated === 'no' &&
      registry.all().filter((one) => one.authenticated === 'no').length >= MAX_UNPROVEN
    )
      return;
    registry.change(devId, {
      firstSeen: known?.firstSeen ?? now(),
      lastSeen: now(),
      address: session.address,
      ...(session.link === 'http' ? { httpAddress: session.address } : {}),
      link: session.link,
      tls: session.tls ?? '',
      ...patch,
    });
  }

  function devInfo(session: OpenSession, values: ReadonlyMap<string, string>, trusted: boolean): void {
    const known = registry.get(session.devId);
    // What an unproven caller says of itself must not overwrite what is known of an admitted handset.
    if (!trusted && (known === undefined || known.admitted)) return;
    registry.change(session.devId, { ...described(values), ...(trusted ? notifyPort(values) : {}) });
  }

  function proven(session: OpenSession, own: boolean): void {
    if (services.waker.heard(session.devId, session.sessionId)) fixed.add(session.devId);
    if (doubted.delete(session.devId)) registry.clear(session.devId, 'problem');
    if (session.link === 'http') registry.clear(session.devId, 'refusedTls');
    if (session.tls !== undefined) services.secure.heard(session.address);
    const how: Handset['authenticated'] = own ? 'own' : 'enrolment';
    seen(session, { authenticated: how });
  }

  /**
   * The handset gives a new nonce with its next message only, so there must be something to answer; until then the fixed
   * one is what it takes (facts 2.11).
   */
  function agreeOnNonces(devId: string): void {
    const request = { what: 'agreeing on fresh nonces', until: now() + AUTOMATIC_LIMIT_MS, holdMs: () => 0 };
    void desk.inSession(devId, request, (dm) => dm.get('./DevInfo/DevId'));
  }

  function challenged(session: OpenSession, wrong: boolean): void {
    const known = registry.get(session.devId);
    if (known === undefined || !known.admitted)
      return seen(session, known?.authenticated === 'enrolment' ? {} : { authenticated: 'no' });
    if (wrong)
      recorder.note({
        at: now(),
        devId: session.devId,
        sessionId: session.sessionId,
        kind: 'session',
        direction: 'none',
        bytes: 0,
        summary: 'Challenged: the credentials did not fit',
      });
  }

  function opened(session: OpenSession): void {
    const { devId } = session;
    desk.opened(session);
    const hasLostNonce = fixed.delete(devId);
    if (hasLostNonce) services.storage.accounts.setServerNonce(devId, undefined);
    if (mirrors.inventory(devId) === undefined) readByItself(devId, 'reading the SCOMO object');
    else if (hasLostNonce) agreeOnNonces(devId);
  }

  function readByItself(devId: string, what: string): void {
    void desk
      .inSession(devId, { what, until: now() + AUTOMATIC_LIMIT_MS, holdMs: () => 0 }, (dm) => readings.scomo(dm))
      .then((read) => {
        if (read.ok) {
          registry.clear(devId, 'problem');
          services.executor().replan(devId);
        } else if (read.error.code !== 'workbench-closing')
          registry.note(devId, { problem: `${read.error.message} ${read.error.next}` });
      });
  }

  function alerted(session: OpenSession, alert: HandsetAlert): void {
    if (services.executor().alert(session.devId, alert)) return;
    const isAwaited = services.console().report(session.devId, alert);
    if (!isAwaited) services.alerts.keep(session.devId, session.sessionId, alert);
    const about = alert.source ?? alert.target ?? alert.type ?? '';
    recorder.note({
      at: now(),
      devId: session.devId,
      sessionId: session.sessionId,
      kind: 'session',
      direction: 'none',
      bytes: 0,
      summary: `Report ${isAwaited ? 'for the console' : 'nobody here waits for'}: ${about} ${alert.data}`.slice(
        0,
        200,
      ),
    });
    // Something changed on the handset that we did not start: look.
    const isAdmitted = registry.get(session.devId)?.admitted === true;
    if (isAdmitted && scomoAlertKindOf(alert.type) !== undefined)
      readByItself(session.devId, 'reading what the handset reported');
  }

  function ended(session: OpenSession, how: SessionEnd): void {
    desk.ended(session);
    const { devId } = session;
    recorder.note({
      at: now(),
      devId,
      sessionId: session.sessionId,
      kind: 'session',
      direction: 'none',
      bytes: 0,
      summary: endInWords(how),
    });
    const known = registry.get(devId);
    if (known === undefined) return;
    if (session.isProven()) registry.progress(devId, undefined);
    // Who uses the name of an admitted handset without proof says nothing about when it was here.
    if (session.isProven() || !known.admitted) registry.note(devId, { lastSeen: now() });
    if (how.kind === 'refused') refused(known, how.failure, session.tls);
  }

  function refused(
    { devId, admitted, problem: before }: HandsetRecord,
    failure: Failure,
    tls: string | undefined,
  ): void {
    // A lock is shown by itself, with its end; and a handset that talks over another link has no problem.
    if (failure.code === LOCKED_OUT.code || failure.code === IN_SESSION) return;
    // So is this, with the way to allow it.
    if (failure.code === TLS_TOO_OLD)
      return registry.note(devId, tls === undefined ? {} : { refusedTls: { version: tls, at: now() } });
    doubted.add(devId);
    const problem = problemOf(failure, admitted);
    if (problem !== before) registry.note(devId, { problem });
  }

  function passedOver(session: OpenSession, failure: Failure): void {
    const { devId, sessionId } = session;
    const summary = `Refused: ${failure.message}`;
    recorder.note({ at: now(), devId, sessionId, kind: 'session', direction: 'none', bytes: 0, summary });
    const known = registry.get(devId);
    if (known !== undefined) refused(known, failure, session.tls);
  }

  return (session, event) => {
    switch (event.type) {
      case 'devinfo':
        return devInfo(session, event.values, event.trusted);
      case 'proven':
        return proven(session, event.own);
      case 'challenged':
        return challenged(session, event.wrong);
      case 'passed-over':
        return passedOver(session, event.failure);
      case 'open':
        return opened(session);
      case 'results':
        return registry.progress(session.devId, event.items);
      case 'alert':
        return alerted(session, event.alert);
      case 'ended':
        return ended(session, event.how);
    }
  };
}

function described(values: ReadonlyMap<string, string>): Partial<HandsetRecord> {
  const told = (name: string): string | undefined => values.get(name)?.slice(0, LONGEST_TOLD);
  const man = told('Man');
  const mod = told('Mod');
  const dmV = told('DmV');
  const lang = told('Lang');
  return {
    ...(man === undefined ? {} : { man }),
    ...(mod === undefined ? {} : { mod }),
    ...(dmV === undefined ? {} : { dmV }),
    ...(lang === undefined ? {} : { lang }),
  };
}

/** Virtual handsets say in DevInfo/Ext on which UDP port they take notifications; the host is where they call from. */
function notifyPort(values: ReadonlyMap<string, string>): Partial<HandsetRecord> {
  const port = Number.parseInt(values.get('Ext/NotifyPort') ?? '', 10);
  return port > 0 && port < 65_536 ? { notifyPort: port } : {};
}

/** A handset that nobody has admitted has no account here to compare anything with. */
function problemOf(failure: Failure, isAdmitted: boolean): string {
  if (!isAdmitted && failure.code === 'handset-not-proven')
    return 'It calls with credentials that nobody here knows. Admit it with the user name and password it has, or type the ones shown here into it.';
  return `${failure.message} ${failure.next}`;
}

function endInWords(how: SessionEnd): string {
  switch (how.kind) {
    case 'complete':
      return 'Session ended';
    case 'aborted':
      return how.by === 'handset'
        ? 'Session ended by the handset (alert 1223)'
        : 'Session ended by the workbench (alert 1223)';
    case 'lost':
    case 'refused':
      return `Session ended: ${how.failure.message}`;
  }
}
