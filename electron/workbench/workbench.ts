/**
 * The composition root: opens storage, library and listener, puts the use cases together, and closes everything in
 * the opposite order. Nothing else in the house makes these parts.
 */
import type { Settings } from '../../shared/contract/app.ts';
import type { Call } from '../../shared/contract/contract.ts';
import { ok, type Failure, type Result } from '../../shared/result.ts';
import { isTerminal } from '../../shared/runbook/selectors.ts';
import { createDelivery } from '../packages/delivery.ts';
import { openLibrary, type PackageLibrary } from '../packages/library.ts';
import { addSamples } from '../packages/samples.ts';
import type { SessionTable } from '../server/table-ports.ts';
import { openStorage, type Storage } from '../storage/storage.ts';
import { raised } from './auth-policy.ts';
import type { Cables } from './cables/cables.ts';
import { openCables } from './cables/open-cables.ts';
import { makeCredentials } from './credentials.ts';
import { createAlertKeeper } from './alert-keeper.ts';
import { openDoor } from './door.ts';
import { createConsoleDesk, type ConsoleDesk } from './console/console-desk.ts';
import { createDeliveryTrace } from './delivery-trace.ts';
import { handsetAccount } from './handset-account.ts';
import { createEntrances } from './entrances.ts';
import { createEventHub } from './event-hub.ts';
import { createHandsetLinks } from './handset-links.ts';
import { createHandsetRegistry } from './handset-registry.ts';
import { createLeases } from './leases.ts';
import { openSessions } from './open-sessions.ts';
import { createPeers } from './peers.ts';
import type { FileSource, Workbench, WorkbenchOptions } from './port.ts';
import { createRunExecutor, type RunExecutor } from './runs/executor.ts';
import { createRunPackages } from './runs/run-packages.ts';
import { openRunStore } from './runs/run-store.ts';
import type { Services } from './services.ts';
import { createSessionDelivery } from './session-delivery.ts';
import { createSetupCodes } from './setup-codes.ts';
import { createSetupService } from './setup-service.ts';
import { createSessionDesk } from './session-desk.ts';
import { createSessionWatch } from './session-watch.ts';
import { settingsOf } from './settings.ts';
import { systemClock } from './system-clock.ts';
import { createTraceRecorder } from './trace-recorder.ts';
import { createTreeMirrors } from './tree-mirrors.ts';
import { createTreeReadings } from './tree-readings.ts';
import { createStatusBoard } from './status-board.ts';
import { VERSION } from './version.ts';
import { createVirtualHandsets, virtualSummary } from './virtual-handsets.ts';
import { startVirtualAgain } from './virtual-restart.ts';
import { createWaker } from './waker.ts';
import { keepSessionsYoung } from './young-sessions.ts';

const SWEEP_MS = 2_000;

/** Opens the workbench. Fails, touching nothing, when the data folder, the database or the port cannot be had. */
export async function openWorkbench(options: WorkbenchOptions): Promise<Result<Workbench>> {
  keepSessionsYoung();
  const problems: { tell?: (failure: Failure) => void } = {};
  const opened = openStorage(options.dataFolder, {
    version: VERSION,
    onProblem: (failure) => problems.tell?.(failure),
  });
  if (!opened.ok) return opened;
  const storage = opened.value;
  const assembled = await assemble(options, storage, problems).catch((error: unknown) => {
    storage.close();
    throw error;
  });
  if (!assembled.ok) storage.close();
  return assembled;
}

async function assemble(
  options: WorkbenchOptions,
  storage: Storage,
  problems: { tell?: (failure: Failure) => void },
): Promise<Result<Workbench>> {
  const now = (): number => Date.now();
  const clock = systemClock();
  const events = createEventHub();
  const recorder = createTraceRecorder(storage, events);
  if (storage.accounts.enrolment() === undefined) storage.accounts.putEnrolment(makeCredentials('enrolment'));

  const settings = (): Settings => settingsOf(storage);
  const enrolment = (): ReturnType<Services['enrolment']> => {
    const credentials = storage.accounts.enrolment();
    if (credentials === undefined) throw new Error('The enrolment account is missing.');
    return raised(credentials, settings().weakestAuth);
  };

  const opened = await openLibrary({ folder: storage.folder, storage });
  if (!opened.ok) return opened;
  const library: PackageLibrary = opened.value;
  // These need what is made below them, and are made last.
  const late: { cables?: Cables; sessions?: SessionTable; executor?: RunExecutor; console?: ConsoleDesk } = {};
  const theExecutor = (): RunExecutor => made(late.executor, 'executor');

  const theSessions = (): SessionTable => made(late.sessions, 'session table');

  const mirrors = createTreeMirrors(storage, events);
  const virtual = createVirtualHandsets({
    dataFolder: storage.folder,
    serverURL: () => entrances.localURL(),
    program: options,
    changed: (devId) => registry.changed(devId),
    recorder,
    problem: (devId, problem) => registry.note(devId, { problem }),
  });
  const links = createHandsetLinks({
    record: (devId) => registry.get(devId),
    cables: (devId) => late.cables?.of(devId) ?? [],
    wakeCable: (port) => late.cables?.wake(port) === true,
    notify: (devId) => waker.wake(devId),
    sessionOf: (devId) => late.sessions?.of(devId),
    silentAfterMs: () => settings().silentAfterSeconds * 1000,
    now,
  });
  const registry = createHandsetRegistry(
    storage,
    events,
    {
      inSession: (devId) => desk.hasSession(devId),
      activity: (devId) => desk.activity(devId),
      virtual: (devId) => virtualSummary(registry.get(devId)?.virtual?.options, virtual.isRunning(devId)),
      nodes: (devId) => mirrors.size(devId),
      unseenAlerts: (devId) => storage.alerts.unseen(devId),
      silentAfterMs: () => settings().silentAfterSeconds * 1000,
      links,
      locks: (devId) => peers.lockOut.of(devId),
    },
    now,
  );
  const leases = createLeases((devId) => {
    const session = late.sessions?.of(devId);
    return session?.link === 'http' ? session.address : undefined;
  });
  const peers = createPeers({
    storage,
    record: (devId) => registry.get(devId),
    enrolment,
    now,
    changed: (devId) => registry.changed(devId),
    weakestAuth: () => settings().weakestAuth,
    leases,
  });
  const waker = createWaker({
    record: (devId) => registry.get(devId),
    account: peers.account,
    resync: peers.resync,
    askedSessions: peers.askedSessions,
    send: (to, notification) => entrances.wake(to, notification),
    recorder,
    now,
  });
  const board = createStatusBoard({
    events,
    settings,
    host: options.host,
    dataFolder: storage.folder,
    listener: () => entrances.listener(),
    network: () => entrances.network.state(),
    secure: () => entrances.secure.state(),
    sessions: () => late.sessions?.count() ?? 0,
    waitingRuns: () => store.list().filter((run) => run.state === 'waiting').length,
  });
  const entrances = createEntrances(
    {
      options,
      storage,
      requests: {
        exchange: (bytes, from) => theSessions().exchange(bytes, from),
        deliver: (request, response) => setup(request, response) || delivery.handle(request, response),
        refused: (refusal) => recorder.refused({ at: now(), ...refusal }),
      },
      changed: board.tell,
      problem: board.problem,
      now,
    },
    clock,
  );
  const setupCodes = createSetupCodes(now);
  const setup = createSetupService({
    codes: setupCodes,
    enrolment,
    account: (devId) => (registry.get(devId) === undefined ? undefined : handsetAccount(services, devId)),
    secure: () => entrances.secure.state(),
    recorder,
    now,
  });
  problems.tell = board.problem;
  const desk = createSessionDesk(
    {
      wake: links.wake,
      changed: (devId) => {
        registry.changed(devId);
        board.tell();
      },
    },
    clock,
  );
  const readings = createTreeReadings(mirrors, registry, now);
  const store = openRunStore(storage, events, now);
  const delivery = createDelivery({
    library,
    storage,
    onProgress: (progress) => events.emit({ type: 'delivery', ...progress }),
    ...createDeliveryTrace(recorder, now, (runId, notify) => theExecutor().notified(runId, notify)),
  });

  const services: Services = {
    storage,
    events,
    registry,
    alerts: createAlertKeeper(storage, events, registry, store, now),
    mirrors,
    readings,
    desk,
    network: entrances.network,
    waker,
    lockOut: peers.lockOut,
    secure: entrances.secure,
    setupCodes,
    virtual,
    library,
    store,
    executor: theExecutor,
    cables: () => made(late.cables, 'set of cables'),
    console: () => (late.console ??= createConsoleDesk(services)),
    settings,
    status: board.status,
    serverURL: entrances.serverURL,
    enrolment,
    now,
  };
  late.executor = createRunExecutor({
    store,
    desk,
    mirrors,
    readings,
    isTethered: links.isTethered,
    now,
    holdMs: (devId) => (registry.get(devId)?.holdSeconds ?? settings().holdSeconds) * 1000,
    ...createRunPackages(library, delivery, (devId) => entrances.urlFor(registry.get(devId))),
    ...createSessionDelivery(library, events),
    stepTimeLimitMs: () => settings().stepTimeLimitSeconds * 1000,
    // The disk may be full: the status bar needs no disk.
    problem: (_devId, failure) => board.problem(failure),
  });
  const watch = createSessionWatch(services, recorder);

  const listening = await entrances.open();
  if (!listening.ok) return listening;
  const listener = listening.value;
  const sessions = openSessions(peers, watch, recorder, listener.url, clock);
  late.sessions = sessions;
  late.cables = openCables(services, sessions, leases, options.cables, clock);

  if (options.samples && storage.settings.get('samples-added') === undefined) {
    await addSamples(library);
    storage.settings.put('samples-added', true);
  }

  const callUnchecked = openDoor(services);
  const sweep = setInterval(() => {
    registry.sweep();
    board.tell();
  }, SWEEP_MS);
  sweep.unref();
  const stopRunning = store.onChange((run) => {
    board.tell();
    if (isTerminal(run)) delivery.withdraw(run.id);
  });

  await entrances.openSecurely();
  // What stands at the start is no news.
  board.tell();
  services.console();
  late.executor.resume();
  startVirtualAgain(registry, virtual, peers.account);

  let closed: Promise<void> | undefined;
  async function close(): Promise<void> {
    clearInterval(sweep);
    stopRunning();
    desk.close();
    await theExecutor().close();
    sessions.close();
    await services.cables().close();
    await services.console().close();
    await delivery.close();
    await entrances.close();
    await virtual.close();
    await library.close();
    storage.close();
  }

  return ok({
    call: callUnchecked as Call,
    callUnchecked,
    subscribe: (subscriber) => events.subscribe(subscriber),
    async handOver(source: FileSource): Promise<Result<string>> {
      const taken = await library.takeIn(source);
      return taken.ok ? ok(taken.value.handle) : taken;
    },
    listener: { address: listener.address, port: listener.port, url: listener.url },
    close: () => (closed ??= close()),
  });
}

/** A part that is made last; nobody may need it before. */
function made<T>(part: T | undefined, name: string): T {
  if (part === undefined) throw new Error(`The ${name} is not there yet.`);
  return part;
}
