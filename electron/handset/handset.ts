/**
 * The virtual handset: a complete OMA DM 1.2 client with a SCOMO object, put together here.
 *
 *   tree/   its management tree and what a server may do with it
 *   scomo/  the SCOMO object: operations, downloads, packages
 *   dm/     one session with the server, and the proofs of both sides
 *   personalities/  in what the handsets of the field differ, as data
 *   faults/ what can be made to go wrong with it
 *
 * power.ts switches it on and off, calls.ts says when it calls, notification-socket.ts wakes it, state-file.ts keeps it. It shares with the server only
 * what both call by the same name (shared/), so that the mistakes of one side show on the other.
 */
import { randomBytes, randomInt } from 'node:crypto';
import { isCableFault } from '../../shared/contract/cable-fault.ts';
import { type PersonalityName, personalityRow } from '../../shared/contract/virtual-handset.ts';
import { fail, ok, type Result } from '../../shared/result.ts';
import { decodeNonce } from '../../shared/syncml/auth.ts';
import { CODECS } from '../../shared/syncml/codec.ts';
import { identityOf } from './cable/at-modem.ts';
import { type CableOptions, openCable } from './cable/cable.ts';
import { createCalls } from './calls.ts';
import type { Account } from './dm/account.ts';
import { runSession, type SessionParts, type SessionReason } from './dm/client-session.ts';
import { createTransport } from './dm/http-transport.ts';
import type { Tell } from './events.ts';
import { faultyLine } from './faults/faulty-line.ts';
import type { Faults } from './faults/faults.ts';
import { answeredByFault } from './faults/operation-faults.ts';
import { createNotificationInbox } from './notification-inbox.ts';
import { listenForNotifications } from './notification-socket.ts';
import type { CheckedOptions } from './options.ts';
import { chosenPersonality, notifiedSessionId } from './personalities/chosen.ts';
import { createPackageStore } from './scomo/package-store.ts';
import { createReports } from './scomo/reports.ts';
import { createScomoObject } from './scomo/scomo-object.ts';
import { freshState, type HandsetState, readState } from './state-file.ts';
import { keepState, type StateKeeper } from './state-keeper.ts';
import { ManagementTree } from './tree/management-tree.ts';
import { addStandardObjects, announceNotifyPort } from './tree/standard-objects.ts';
import { restoreNodes, storeNodes } from './tree/stored-nodes.ts';
import { addVendorNodes, SETTINGS } from './tree/vendor-nodes.ts';

/** A handset that is switched on. */
export interface RunningHandset {
  readonly devId: string;
  /** UDP port of 127.0.0.1 that hears notifications. */
  readonly notifyPort: number;
  /** Switches it off: sessions and operations are interrupted, the state is on the disk. Idempotent. */
  stop(): Promise<void>;
}

/** What a handset is switched on with, beside its options. */
export interface Surroundings {
  /** Gets its events. */
  readonly tell: Tell;
  readonly faults: Faults;
  /** Asks for a restart: stops this handset and switches it on again. */
  readonly reboot: () => void;
}

/**
 * Switches a handset on in this process.
 * Errors: `state-unreadable`, `state-damaged`, `state-other-root`, `port-in-use`, `port-refused`, `line-not-opened`,
 * `no-usb-bus`, `usb-bus-full`, `usb-not-plugged`.
 */
export async function switchOn(
  options: CheckedOptions,
  { tell, faults, reboot }: Surroundings,
): Promise<Result<RunningHandset>> {
  const personality = chosenPersonality(options);
  const { object, operating, reporting, commands, messages } = personality;
  const loaded = await loadState(options, `./${object.rootName}`);
  if (!loaded.ok) return loaded;
  const state = loaded.value;

  const { root } = state;
  const account = accountOf(options);
  const tree = new ManagementTree();
  addStandardObjects(tree, { ...account, devId: state.devId });
  addVendorNodes(tree, options.extraNodes);
  const keeper = keepState(
    options.state,
    state,
    () => ({ scomo: storeNodes(tree, root), settings: storeNodes(tree, SETTINGS) }),
    ({ message, detail }) => tell({ event: 'trouble', message, ...(detail === undefined ? {} : { detail }) }),
  );

  const stopping = new AbortController();
  const { signal } = stopping;
  const reports = createReports(state, reporting, tell);
  const packages = createPackageStore(options.state, state);
  const scomo = createScomoObject(
    {
      tree,
      keeper,
      packages,
      reports,
      tell,
      faults,
      reboot,
      onReport: () => void (cable === undefined && calls.call()),
    },
    {
      layout: { ...object, root },
      traits: operating,
      reporting,
      envType: options.envType,
      installMs: options.installMs,
    },
  );
  restoreNodes(tree, state.scomo);
  restoreNodes(tree, state.settings);

  const inbox = createNotificationInbox(
    account,
    () => nonceOf(state),
    (reason) => calls.call({ ...reason, sessionId: notifiedSessionId(messages, reason.sessionId) }),
    tell,
  );
  const line = lineOf(options);
  const codec = CODECS[options.encoding ?? (line === undefined ? 'xml' : 'wbxml')];
  const plugged =
    line === undefined
      ? undefined
      : await openCable({
          line,
          identity: identityOf(state.devId),
          // An OBEX function of USB speaks nothing else (facts 3.4).
          switchedBy: options.usb === 'obex' ? 'none' : options.switch,
          type: codec.contentType,
          inbox,
          faults: options.faults.filter(isCableFault),
          seed: options.seed,
          tellFault: (fault) => tell({ event: 'fault', fault }),
          onWanted: () => calls.call(),
          onLost: () => tell({ event: 'trouble', message: 'The cable was pulled.' }),
          signal,
        });
  if (plugged?.ok === false) return plugged;
  const cable = plugged?.value;
  const transport = cable?.transport ?? createTransport(messages.maxMsgSize, codec, signal);
  const session: SessionParts = {
    account,
    keeper,
    reports,
    ...faultyLine({ codec, transport }, faults, reboot, signal),
    maxMsgSize: messages.maxMsgSize,
    maxObjSize: messages.maxObjSize,
    latencyMs: options.latency,
    traits: commands,
    user: () => answeredByFault(faults) ?? options.confirm,
    served: { tree, objects: [scomo], serverId: account.serverId },
    exec: (uri, correlator) => scomo.exec(uri, correlator),
    signal,
    tell,
  };
  const calls = createCalls({
    pollMs: options.poll * 1000,
    callsByItself: cable === undefined,
    hold: (reason) => holdSession(session, reason, faults).finally(() => cable?.sessionEnded()),
    hasReports: () => state.reports.length > 0,
    onFailure: ({ message }, retryMs) =>
      tell({ event: 'trouble', message: retryMs === undefined ? message : `${message} ${retryText(retryMs)}` }),
    signal,
  });

  const socket = await listenForNotifications(options.notifyPort, inbox, tell);
  if (!socket.ok) return socket;
  const { port, close } = socket.value;
  announceNotifyPort(tree, port);
  await packages.sweep();
  await keeper.save();
  scomo.resume();
  const calling = calls.run();

  let stopped: Promise<void> | undefined;
  async function switchOff(): Promise<void> {
    stopping.abort();
    await Promise.all([calling, scomo.stop(), close()]);
    transport.close();
    await keeper.save();
  }
  return ok({ devId: state.devId, notifyPort: port, stop: () => (stopped ??= switchOff()) });
}

/** The cable that it hangs on; undefined when it calls over HTTP. */
function lineOf({ serial, baud, usb }: CheckedOptions): CableOptions['line'] | undefined {
  if (usb !== undefined) return { usb };
  return serial === undefined ? undefined : { path: serial, baud };
}

async function holdSession(
  parts: SessionParts,
  asked: SessionReason | undefined,
  faults: Faults,
): Promise<Result<number>> {
  const { keeper, tell } = parts;
  const given = asked ?? { sessionId: await takeSessionId(keeper), isAskedFor: false };
  const isWrong = faults.strikes('wrong-nonce', ['session']) !== undefined;
  const reason = isWrong ? { ...given, resyncNonce: randomBytes(16) } : given;
  const { sessionId } = reason;
  tell({ event: 'session-started', sessionId, alert: reason.isAskedFor ? '1200' : '1201' });
  try {
    const outcome = await runSession(parts, reason);
    tell({ event: 'session-ended', sessionId, outcome: outcome.ok ? 'ok' : outcome.error.code });
    return outcome;
  } catch (error) {
    tell({ event: 'session-ended', sessionId, outcome: 'stopped' });
    throw error;
  }
}

/** Sessions are numbered on over restarts: a server may remember the last ones. */
async function takeSessionId(keeper: StateKeeper): Promise<string> {
  const { state } = keeper;
  const id = state.nextSession;
  state.nextSession = id >= 0xffff ? 1 : id + 1;
  await keeper.save();
  return id.toString(16).toUpperCase();
}

async function loadState(
  { state: folder, devId, personality }: CheckedOptions,
  root: string,
): Promise<Result<HandsetState>> {
  const read = await readState(folder);
  if (!read.ok) return read;
  if (read.value !== undefined && read.value.root !== root) {
    return fail(
      'state-other-root',
      `The handset in ${folder} has its SCOMO object at ${read.value.root}, not at ${root}.`,
      'Start it with the root it has, or with another state folder.',
    );
  }
  // A first number by chance: a server may remember sessions of a handset whose state was deleted.
  const state = read.value ?? freshState(devId ?? inventDevId(personality), root, randomInt(1, 0x8000));
  if (devId !== undefined) state.devId = devId;
  return ok(state);
}

function accountOf({ server, serverAuth, ...options }: CheckedOptions): Account {
  const { serverId, serverPassword, user, password, auth } = options;
  return { serverURL: server, serverId, serverPassword, user, password, auth, serverAuth: serverAuth ?? auth };
}

function nonceOf(state: HandsetState): Uint8Array | undefined {
  const decoded = state.nonces.server === undefined ? undefined : decodeNonce(state.nonces.server);
  return decoded?.ok === true ? decoded.value : undefined;
}

/** An IMEI of the test range with its check digit. */
function inventDevId(personality: PersonalityName): string {
  const digits = `00440${String(randomInt(0, 1_000_000_000)).padStart(9, '0')}`;
  const sum = Array.from(digits).reduce((total, digit, index) => {
    const value = Number(digit) * (index % 2 === 1 ? 2 : 1);
    return total + (value > 9 ? value - 9 : value);
  }, 0);
  return `${personalityRow(personality).devIdPrefix ?? 'IMEI:'}${digits}${(10 - (sum % 10)) % 10}`;
}

function retryText(retryMs: number): string {
  return `Trying again in ${Math.max(1, Math.round(retryMs / 1000))} s.`;
}
