/**
 * Secrets stay where they belong. A handset proves itself over a wire that the test listens on, so that every password,
 * credential, digest and MAC is known that really travelled; then all that the workbench keeps, tells and prints is
 * searched for them.
 */
import { type ChildProcess, spawn } from 'node:child_process';
import { writeFileSync } from 'node:fs';
import { join, resolve } from 'node:path';
import type { DatabaseSync } from 'node:sqlite';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { type AuthType, basicCredential } from '../../../shared/syncml/auth.ts';
import { type Bench, complete, handsetOf, must, openBench, until } from './bench.ts';
import { openTap, type Tap } from './wire-tap.ts';

/** A process has to start on a machine that may be busy, milliseconds. */
const SLOW_MS = 60_000;
const HANDSET = resolve(import.meta.dirname, '../../../electron/handset/main.ts');

let bench: Bench;
let tap: Tap;
const children: ChildProcess[] = [];

beforeAll(async () => {
  bench = await openBench();
  tap = await openTap(bench.workbench.listener.port);
}, SLOW_MS);

afterAll(async () => {
  for (const child of children.splice(0)) child.kill();
  await tap.close();
  await bench.close();
});

const CASES = [
  ['IMEI:004400000300001', 'basic', 'xml'],
  ['IMEI:004400000300002', 'basic', 'wbxml'],
  ['IMEI:004400000300003', 'md5', 'xml'],
  ['IMEI:004400000300004', 'md5', 'wbxml'],
  ['IMEI:004400000300005', 'mac', 'xml'],
  ['IMEI:004400000300006', 'mac', 'wbxml'],
] as const satisfies readonly (readonly [string, AuthType, string])[];

describe('no password, credential, digest or MAC', { timeout: 3 * SLOW_MS }, () => {
  it.each(CASES)('of %s, which proves itself with %s in %s, leaves its place', async (devId, auth, encoding) => {
    const { workbench } = bench;
    const account = {
      user: `user-${auth}-${encoding}`,
      password: `Ge&heim-${auth}-${encoding}`,
      serverId: `server-${auth}-${encoding}`,
      serverPassword: `Vertr<aulich-${auth}-${encoding}`,
    };
    const typed = `New"Secret-${auth}-${encoding}`;
    tap.heard.clear();
    must(await workbench.call('handsets.admit', { devId, ...account, auth }));
    const said = startHandset({ devId, ...account, auth, encoding });
    await until(async () => ((await handsetOf(workbench, devId))?.nodes ?? 0) > 0, said, 20_000);
    await complete(bench, devId, 'read-inventory', {}, SLOW_MS);
    await send(
      devId,
      [
        'get ./DMAcc?list=StructData ./DMAcc/Server/AppAuth/Client/AAuthSecret',
        `replace ./DMAcc/Server/AppAuth/Client/AAuthSecret ${JSON.stringify(typed)}`,
        'get ./DevInfo/Man',
      ].join('\n'),
    );
    for (const profile of ['cp', 'dm'] as const)
      must(await workbench.call('reach.bootstrap', { devId, profile, encoding, form: 'document' }));
    must(await workbench.call('reach.notification', { devId, form: 'raw' }));

    const hashed = [...tap.heard];
    expect(hashed.length).toBeGreaterThan(auth === 'mac' ? 4 : 1);
    const secrets = [
      account.password,
      account.serverPassword,
      typed,
      basicCredential(account.user, account.password),
      basicCredential(account.serverId, account.serverPassword),
      ...hashed,
    ];
    const answers = await answersAbout(devId);
    const kept = [...(await rows()), ...answers, ['the output of the handset', said()] as const];
    expect(placesOf(secrets, kept)).toEqual([]);
  });
});

/** A place that is searched, and the octets that are there. */
type Place = readonly [where: string, what: string | Uint8Array];

/** Starts a handset that calls through the tap; answers what it has written so far. */
function startHandset(options: object): () => string {
  const { devId } = options as { readonly devId: string };
  const state = join(bench.folder, 'tapped', encodeURIComponent(devId));
  const file = join(bench.folder, `${encodeURIComponent(devId)}.json`);
  writeFileSync(file, JSON.stringify({ ...options, server: tap.url, state, poll: 1, json: true }));
  const child = spawn(process.execPath, [HANDSET, '--options-file', file]);
  children.push(child);
  let said = '';
  for (const stream of [child.stdout, child.stderr]) stream.on('data', (part: Buffer) => (said += part.toString()));
  return () => said;
}

/** Sends commands of the console and waits for their answer. */
async function send(devId: string, text: string): Promise<void> {
  const { id } = must(await bench.workbench.call('console.send', { devId, text }));
  await until(
    async () =>
      must(await bench.workbench.call('console.history', { devId, limit: 10 })).some(
        (entry) => entry.id === id && entry.state === 'answered',
      ),
    'the console to be answered',
    SLOW_MS,
  );
}

/** What the methods that are neither of an account nor an export answer. */
async function answersAbout(devId: string): Promise<readonly Place[]> {
  const { call } = bench.workbench;
  const { entries } = must(await call('trace.list', { devId, limit: 500 }));
  const bodies = await Promise.all(
    entries.map(async ({ id }): Promise<Place> => [
      `trace.get ${id}`,
      JSON.stringify(must(await call('trace.get', { id }))),
    ]),
  );
  const runs = must(await call('runs.list', { devId }));
  const answers = {
    'app.snapshot': must(await call('app.snapshot', {})),
    'handsets.list': must(await call('handsets.list', {})),
    'trace.list': entries,
    'runs.list': runs,
    'runs.get': await Promise.all(runs.map(async ({ id }) => must(await call('runs.get', { runId: id })))),
    'console.history': must(await call('console.history', { devId, limit: 200 })),
    'tree.snapshot': must(await call('tree.snapshot', { devId })),
    'alerts.list': must(await call('alerts.list', { devId })),
  };
  expect(bodies.length).toBeGreaterThan(4);
  return [...bodies, ...Object.entries(answers).map(([name, value]): Place => [name, JSON.stringify(value)])];
}

/** Every value of every table, but of those that hold the accounts. */
async function rows(): Promise<readonly Place[]> {
  let places: readonly Place[] = [];
  await bench.reopen((db) => (places = rowsOf(db)));
  expect(places.some(([where]) => where === 'table trace_bodies.body')).toBe(true);
  expect(places.some(([where]) => where === 'table console_history.text')).toBe(true);
  return places;
}

function rowsOf(db: DatabaseSync): readonly Place[] {
  const tables = db.prepare("SELECT name FROM sqlite_schema WHERE type = 'table' ORDER BY name").all();
  return tables.flatMap(({ name }): readonly Place[] => {
    const where = { accounts: 'WHERE 0', settings: "WHERE key <> 'enrolment-account'" }[String(name)] ?? '';
    return db
      .prepare(`SELECT * FROM "${String(name)}" ${where}`)
      .all()
      .flatMap((row) =>
        Object.entries(row).flatMap(([column, value]): readonly Place[] =>
          typeof value === 'string' || value instanceof Uint8Array ? [[`table ${String(name)}.${column}`, value]] : [],
        ),
      );
  });
}

/** Where which secret stands: as it is, in markup, in JSON, or in base64. */
function placesOf(secrets: readonly string[], places: readonly Place[]): readonly string[] {
  const forms = secrets.flatMap((secret) => [
    secret,
    secret.replaceAll('&', '&amp;').replaceAll('<', '&lt;'),
    JSON.stringify(secret).slice(1, -1),
    JSON.stringify(JSON.stringify(secret).slice(1, -1)).slice(1, -1),
    Buffer.from(secret).toString('base64').replace(/=+$/, ''),
  ]);
  const digests = secrets
    .filter((secret) => /^[A-Za-z0-9+/]{22}==$/.test(secret))
    .map((text) => Buffer.from(text, 'base64'));
  return places.flatMap(([where, what]) => {
    const octets = typeof what === 'string' ? Buffer.from(what) : Buffer.from(what);
    const seen = [...forms, ...digests].find((form) => octets.includes(form));
    return seen === undefined ? [] : [`${where}: ${seen.toString()}`];
  });
}
