/**
 * Two hundred handsets at once on one core, which they share with their server: sessions with an md5 credential and one
 * Get of ten nodes, half of them in XML, half in WBXML, against a bare node:http server that echoes the same octets. A
 * handset is challenged in its first session only; then it keeps the nonce for the next, as real ones do. The servers are
 * processes of their own, and so are the handsets of each, all kept on the first core where taskset is there. Rounds
 * alternate; the ratio is the middle of the ratios of the rounds.
 *
 * The same is told with the handsets on the other core, so that the server has the first to itself. There the echo is
 * as fast as the handsets can talk and never has to wake one, while a server that does something wakes one for each
 * reply, which costs as much as the echo itself: a harder comparison, and one of the machine as well.
 *
 * Nothing may be mixed up: each reply is looked at for its DevId, SessionID and nodes, each result for its DevId. The
 * whole workbench is told besides, with storage and trace: it only lets handsets in that nobody has admitted.
 */
import { type ChildProcess, fork, spawnSync } from 'node:child_process';
import { mkdtempSync, rmSync } from 'node:fs';
import { availableParallelism, tmpdir } from 'node:os';
import { join } from 'node:path';
import type { Gathering, Talk, Talked } from './handsets-crowd.ts';
import type { Told } from './handsets-server.ts';
import { median, pairedRatio, printRows } from './ratio.ts';

const HANDSETS = 200;
const ROUNDS = 9;
const ROUND_MS = 1500;
/** Before anything counts, so that all code is as fast as it gets. */
const WARM_REQUESTS = 40_000;
/** Milliseconds within which 99 of 100 replies must be there. */
const MOST_P99 = 50;

interface Server {
  readonly child: ChildProcess;
  /** The handsets that talk to it. */
  readonly crowd: ChildProcess;
}

interface Measured extends Talked {
  /** Processor time of the server per request, microseconds. */
  readonly processorUs: number;
}

interface Round {
  readonly ours: Measured;
  readonly bare: Measured;
  readonly whole: Measured;
  /** With the handsets on the other core. */
  readonly oursApart: Measured;
  readonly bareApart: Measured;
}

const isPinned = availableParallelism() > 1 && pin(process.pid, 0);
console.log(`Node.js ${process.versions.node}; ${HANDSETS} handsets; ${isPinned ? 'on core 0' : 'not kept on a core'}`);
const folder = mkdtempSync(join(tmpdir(), 'scomo-bench-'));
try {
  const servers = [
    await start('dm', 'dm'),
    await start('echo', 'echo'),
    await start('workbench', 'enrolment'),
  ] as const;
  const [dm, echo, workbench] = servers;
  /** Gives the handsets that core. */
  const moveTo = (core: number): void => {
    if (isPinned) for (const { crowd } of servers) if (crowd.pid !== undefined) pin(crowd.pid, core);
  };
  for (const server of servers) await load(server, 0, WARM_REQUESTS);
  const rounds: Round[] = [];
  for (let round = 0; round < ROUNDS; round += 1) {
    const together = {
      ours: await load(dm, ROUND_MS),
      bare: await load(echo, ROUND_MS),
      whole: await load(workbench, ROUND_MS),
    };
    moveTo(1);
    rounds.push({ ...together, oursApart: await load(dm, ROUND_MS), bareApart: await load(echo, ROUND_MS) });
    moveTo(0);
  }
  print(rounds, await countsOf(dm));
  for (const { child, crowd } of servers) for (const each of [crowd, child]) each.kill();
} finally {
  rmSync(folder, { recursive: true, force: true, maxRetries: 5, retryDelay: 100 });
}

function print(rounds: readonly Round[], { sessions = 0, mixedUp = 0 }: Told): void {
  const rates = (of: keyof Round): readonly number[] => rounds.map((round) => round[of].requestsPerSecond);
  const [ours, bare, whole] = [rates('ours'), rates('bare'), rates('whole')];
  const [oursApart, bareApart] = [rates('oursApart'), rates('bareApart')];
  const [oursUs, bareUs] = [
    rounds.map(({ oursApart: { processorUs } }) => processorUs),
    rounds.map(({ bareApart: { processorUs } }) => processorUs),
  ];
  const latency = median(rounds.map(({ ours: { p99 } }) => p99));
  const peer = `node:http echo ${median(bare).toFixed(0)} req/s`;
  printRows([
    {
      what: `${HANDSETS} handsets and their server at once on one core`,
      ours: `${median(ours).toFixed(0)} req/s`,
      peer,
      ratio: pairedRatio(ours, bare),
      limit: { least: 0.35 },
    },
    {
      what: 'with the handsets on another core',
      ours: `${median(oursApart).toFixed(0)} req/s`,
      peer: `node:http echo ${median(bareApart).toFixed(0)} req/s`,
      ratio: pairedRatio(oursApart, bareApart),
      limit: 'none',
    },
    {
      what: 'the same by processor time of the server',
      ours: `${median(oursUs).toFixed(0)} µs`,
      peer: `node:http echo ${median(bareUs).toFixed(0)} µs`,
      ratio: pairedRatio(bareUs, oursUs),
      limit: 'none',
    },
    {
      what: 'p99 of the time to the reply',
      ours: `${latency.toFixed(1)} ms`,
      peer: `limit ${MOST_P99} ms`,
      ratio: latency / MOST_P99,
      limit: { most: 1 },
    },
    {
      what: 'sessions that were mixed up',
      ours: String(mixedUp),
      peer: `of ${sessions}`,
      ratio: mixedUp,
      limit: { most: 0 },
    },
    {
      what: 'the whole workbench, storage and trace included',
      ours: `${median(whole).toFixed(0)} req/s`,
      peer,
      ratio: pairedRatio(whole, bare),
      limit: 'none',
    },
  ]);
}

async function load(server: Server, ms: number, requests = 0): Promise<Measured> {
  const { processorMs: before = 0 } = await countsOf(server);
  const talked = told<Talked>(server.crowd);
  server.crowd.send({ ms, requests } satisfies Talk);
  const result = await talked;
  const { processorMs: after = 0 } = await countsOf(server);
  return { ...result, processorUs: ((after - before) * 1000) / result.requests };
}

async function start(kind: string, replies: Gathering['replies']): Promise<Server> {
  const child = fork(join(import.meta.dirname, 'handsets-server.ts'), [kind, folder]);
  const { port, account } = await told<Told>(child);
  if (port === undefined) throw new Error(`The server ${kind} does not say its port.`);
  const gathering: Gathering = { port, handsets: HANDSETS, replies, account };
  const crowd = fork(join(import.meta.dirname, 'handsets-crowd.ts'), [JSON.stringify(gathering)]);
  crowd.once('exit', (code) => {
    if (code !== 0 && code !== null) throw new Error(`The handsets of the server ${kind} ended with ${code}.`);
  });
  await told(crowd);
  if (isPinned) for (const { pid } of [child, crowd]) if (pid !== undefined) pin(pid, 0);
  return { child, crowd };
}

function countsOf({ child }: Server): Promise<Told> {
  const answer = told<Told>(child);
  child.send('how many?');
  return answer;
}

function told<T>(child: ChildProcess): Promise<T> {
  return new Promise((settle) => child.once('message', (message) => settle(message as T)));
}

/** Keeps all threads of a process on a core; answers whether that could be done. */
function pin(pid: number, core: number): boolean {
  return spawnSync('taskset', ['-a', '-c', '-p', String(core), String(pid)], { stdio: 'ignore' }).status === 0;
}
