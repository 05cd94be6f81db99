import { request as plainRequest } from 'node:http';
import { request } from 'node:https';
import { DatabaseSync } from 'node:sqlite';
import type { SecureVersion } from 'node:tls';
import { afterAll, afterEach, beforeAll, describe, expect, it } from 'vitest';
import { openHandsets } from '../../../electron/storage/handsets.ts';
import { migrate, migrations } from '../../../electron/storage/migrations.ts';
import { createOldCallers } from '../../../electron/workbench/old-callers.ts';
import type { AppStatus } from '../../../shared/contract/app.ts';
import { codes, md5Cred, message, type MessageParts, nonceOf, packageOne } from '../server/scripted-handset.ts';
import { type Bench, handsetOf, must, openBench } from './bench.ts';

const OLD = 'IMEI:100000000000201';
const OTHER = 'IMEI:100000000000202';
const THIRD = 'IMEI:100000000000203';

let bench: Bench;
let sessions = 0x100;

beforeAll(async () => {
  bench = await openBench();
  must(await bench.workbench.call('reach.setSecure', { on: true }));
  for (const devId of [OLD, OTHER, THIRD]) must(await bench.workbench.call('handsets.admit', { devId }));
}, 60_000);

afterEach(async () => {
  for (const devId of [OLD, OTHER])
    if ((await handsetOf(bench.workbench, devId)) !== undefined)
      must(await bench.workbench.call('handsets.setLegacyTls', { devId, allowed: false }));
});

afterAll(() => bench.close());

async function secure(): Promise<NonNullable<AppStatus['listener']['secure']>> {
  const { listener } = must(await bench.workbench.call('app.status', {}));
  if (listener.secure === undefined) throw new Error('HTTPS is off.');
  return listener.secure;
}

async function allow(devId: string, allowed = true): Promise<void> {
  must(await bench.workbench.call('handsets.setLegacyTls', { devId, allowed }));
}

type Way = SecureVersion | 'plain';

/** Says a message over a connection of this version of TLS and no other; answers the reply, or why there is none. */
async function say(way: Way, parts: Partial<MessageParts>): Promise<Uint8Array | string> {
  const body = message({ msgId: '1', commands: packageOne(), ...parts });
  const { listener } = must(await bench.workbench.call('app.status', {}));
  const url = way === 'plain' ? listener.url : (listener.secure?.url ?? '');
  return new Promise((settle) => {
    const tls = way === 'plain' ? {} : { minVersion: way, maxVersion: way };
    const asked = (way === 'plain' ? plainRequest : request)(
      url,
      {
        method: 'POST',
        headers: { 'Content-Type': 'application/vnd.syncml.dm+xml', 'Content-Length': body.length },
        rejectUnauthorized: false,
        agent: false,
        ...tls,
        ciphers: 'DEFAULT@SECLEVEL=0',
      },
      (response) => {
        const chunks: Buffer[] = [];
        response.on('data', (chunk: Buffer) => chunks.push(chunk));
        response.once('end', () => settle(new Uint8Array(Buffer.concat(chunks))));
      },
    );
    asked.once('error', (error: NodeJS.ErrnoException) => settle(error.code ?? error.message));
    asked.end(body);
  });
}

/** The first message of a new session; answers the Status of its header, or why nothing was answered. */
async function call(version: SecureVersion, devId: string): Promise<string | undefined> {
  sessions += 1;
  return headerOf(await say(version, { devId, sessionId: sessions.toString(16).toUpperCase() }));
}

function headerOf(reply: Uint8Array | string): string | undefined {
  return typeof reply === 'string' ? reply : codes(reply)[0];
}

/** Opens a session in which the handset proves itself this way; answers how its messages begin. */
async function prove(way: Way, devId: string): Promise<Partial<MessageParts>> {
  sessions += 1;
  const { user, password } = must(await bench.workbench.call('handsets.account', { devId }));
  const session = { devId, sessionId: sessions.toString(16).toUpperCase(), locName: user };
  const challenge = await say(way, session);
  if (typeof challenge === 'string') throw new Error(challenge);
  const cred = md5Cred(nonceOf(challenge), password, user);
  expect(headerOf(await say(way, { ...session, msgId: '2', cred }))).toBe('SyncHdr 212');
  return session;
}

const NO_HANDSHAKE = 'EPROTO';

describe('legacy TLS', { timeout: 60_000 }, () => {
  it.each<SecureVersion>(['TLSv1', 'TLSv1.1'])('%s is not spoken while no handset asks for it', async (version) => {
    expect(await call(version, OLD)).toBe(NO_HANDSHAKE);
    expect(await call('TLSv1.2', OLD)).toBe('SyncHdr 407');
    const { legacyFor, tooOld } = await secure();
    expect(legacyFor).toEqual([]);
    expect(tooOld).toMatchObject([{ address: '127.0.0.1' }]);
    const { entries } = must(await bench.workbench.call('trace.list', { limit: 20 }));
    const refusal = entries.find(({ kind }) => kind === 'rejected');
    expect(refusal?.summary).toBe('Refused, from 127.0.0.1: The handset speaks nothing newer than TLS 1.1.');
    const refusals = entries.filter(({ kind }) => kind === 'rejected').length;
    const { findings } = must(await bench.workbench.call('doctor.run', {}));
    expect(findings.find(({ code }) => code === 'old-tls-tried')?.found).toMatch(
      /^Something at 127\.0\.0\.1 tried TLS/,
    );
    // The doctor looks at the certificate as a handset would, and is not taken for one that hung up.
    const after = must(await bench.workbench.call('trace.list', { limit: 20 }));
    expect(after.entries.filter(({ kind }) => kind === 'rejected')).toHaveLength(refusals);
  });

  it('is spoken with the handset whose policy asks for it, and with no other', async () => {
    await allow(OLD);
    expect((await secure()).legacyFor).toEqual([OLD]);
    for (const version of ['TLSv1', 'TLSv1.1'] as const) {
      expect(await call(version, OLD)).toBe('SyncHdr 407');
      expect(await call(version, OTHER)).toBe('SyncHdr 403');
      expect(await call(version, 'IMEI:100000000000299')).toBe('SyncHdr 403');
    }
    expect(await call('TLSv1.3', OTHER)).toBe('SyncHdr 407');
    expect(await handsetOf(bench.workbench, OTHER)).toMatchObject({
      refusedTls: { version: 'TLSv1.1' },
      legacyTls: false,
    });
    expect(await handsetOf(bench.workbench, OTHER)).not.toHaveProperty('problem');
    expect(await handsetOf(bench.workbench, OLD)).not.toHaveProperty('refusedTls');
    await allow(OTHER);
    expect(await handsetOf(bench.workbench, OTHER)).not.toHaveProperty('refusedTls');
    expect(await call('TLSv1', OTHER)).toBe('SyncHdr 407');
  });

  it('carries a session in which the handset proves itself, and the workbench forgets that it had refused it', async () => {
    expect(await call('TLSv1', OLD)).toBe(NO_HANDSHAKE);
    await allow(OLD);
    await prove('TLSv1', OLD);
    expect(await handsetOf(bench.workbench, OLD)).toMatchObject({ authenticated: 'own', tls: 'TLSv1' });
    expect((await secure()).tooOld).toEqual([]);
  });

  it('is not spoken in a session that was proven over something newer, which goes on as if nothing had been said', async () => {
    await allow(OLD);
    const next = { ...(await prove('TLSv1.2', OTHER)), msgId: '3', commands: [] };
    expect(headerOf(await say('TLSv1.1', next))).toBe('SyncHdr 403');
    expect(headerOf(await say('TLSv1', next))).toBe('SyncHdr 403');
    expect(headerOf(await say('TLSv1.2', next))).toMatch(/^SyncHdr 2\d\d$/);
  });

  it('is told of the handset that tried it in such a session, until it calls properly', async () => {
    await allow(OLD);
    const before = Date.now();
    const next = { ...(await prove('TLSv1.2', THIRD)), msgId: '3', commands: [] };
    expect(headerOf(await say('TLSv1.1', next))).toBe('SyncHdr 403');
    const told = (await handsetOf(bench.workbench, THIRD))?.refusedTls;
    expect(told?.version).toBe('TLSv1.1');
    expect(told?.at).toBeGreaterThanOrEqual(before);
    const { entries } = must(await bench.workbench.call('trace.list', { limit: 20 }));
    expect(entries.map(({ summary }) => summary)).toContain(
      'Refused: The handset called over TLS 1.1, which its policy does not allow.',
    );
    const { findings } = must(await bench.workbench.call('doctor.run', {}));
    expect(findings.map(({ code }) => code)).toContain('old-tls-refused');
    // The rest of that session is no new call; what it tried is still worth a look.
    expect(headerOf(await say('TLSv1.2', next))).toMatch(/^SyncHdr 2\d\d$/);
    expect(await handsetOf(bench.workbench, THIRD)).toMatchObject({
      refusedTls: { version: 'TLSv1.1' },
      tls: 'TLSv1.2',
    });
    await prove('TLSv1.2', THIRD);
    expect(await handsetOf(bench.workbench, THIRD)).not.toHaveProperty('refusedTls');
    await call('TLSv1', THIRD);
    expect(await handsetOf(bench.workbench, THIRD)).toHaveProperty('refusedTls');
    await prove('plain', THIRD);
    expect(await handsetOf(bench.workbench, THIRD)).not.toHaveProperty('refusedTls');
  });

  it('is not spoken any more when the last handset that asked for it is forbidden, or forgotten', async () => {
    await allow(OLD);
    await allow(OTHER);
    await allow(OLD, false);
    expect(await call('TLSv1', OLD)).toBe('SyncHdr 403');
    must(await bench.workbench.call('handsets.forget', { devId: OTHER }));
    expect(await call('TLSv1', OLD)).toBe(NO_HANDSHAKE);
    must(await bench.workbench.call('handsets.admit', { devId: OTHER }));
    expect(await call('TLSv1', OTHER)).toBe(NO_HANDSHAKE);
  });

  it('is for admitted handsets only', async () => {
    const stranger = 'IMEI:100000000000298';
    expect(await bench.workbench.call('handsets.setLegacyTls', { devId: stranger, allowed: true })).toMatchObject({
      error: { code: 'handset-unknown' },
    });
    expect(await call('TLSv1.2', stranger)).toBe('SyncHdr 407');
    expect(await bench.workbench.call('handsets.setLegacyTls', { devId: stranger, allowed: true })).toMatchObject({
      error: { code: 'handset-not-admitted' },
    });
  });

  it('is remembered over a restart, and needs HTTPS to be on', async () => {
    await allow(OLD);
    await bench.reopen();
    expect((await secure()).legacyFor).toEqual([OLD]);
    expect(await call('TLSv1', OLD)).toBe('SyncHdr 407');
    must(await bench.workbench.call('reach.setSecure', { on: false }));
    await allow(OTHER);
    must(await bench.workbench.call('reach.setSecure', { on: true }));
    expect(await call('TLSv1', OTHER)).toBe('SyncHdr 407');
  });
});

it('what a handset of an old data folder was refused with counts from when it was heard of last', () => {
  const db = new DatabaseSync(':memory:');
  migrate(db, 0, migrations.slice(0, 8));
  const put = db.prepare(
    "INSERT INTO handsets (dev_id, admitted, link, authenticated, refused_tls, last_seen) VALUES (?, 1, 'http', 'own', ?, ?)",
  );
  put.run('refused', 'TLSv1.1', 1_700_000_000_000);
  put.run('never heard of', 'TLSv1', null);
  put.run('fine', null, 1_700_000_000_000);
  migrate(db, 8, migrations.slice(0, 9));
  expect(
    openHandsets(db, () => undefined)
      .all()
      .map(({ refusedTls }) => refusedTls),
  ).toEqual([{ version: 'TLSv1.1', at: 1_700_000_000_000 }, { version: 'TLSv1', at: 0 }, undefined]);
  db.close();
});

it('the switch of old data folders becomes the policy of those who used it', () => {
  const db = new DatabaseSync(':memory:');
  migrate(db, 0, migrations.slice(0, 7));
  const put = db.prepare(
    "INSERT INTO handsets (dev_id, admitted, link, authenticated, tls) VALUES (?, ?, 'http', 'own', ?)",
  );
  for (const row of [
    ['old', 1, 'TLSv1'],
    ['new', 1, 'TLSv1.3'],
    ['stranger', 0, 'TLSv1'],
  ] as const)
    put.run(...row);
  db.exec(`INSERT INTO settings (key, value) VALUES ('https', '{"on":true,"legacy":true}')`);
  migrate(db, 7, migrations.slice(0, 8));
  expect(db.prepare('SELECT dev_id FROM handsets WHERE legacy_tls = 1').all()).toEqual([{ dev_id: 'old' }]);
  expect(db.prepare("SELECT value FROM settings WHERE key = 'https'").get()).toEqual({ value: '{"on":true}' });
  db.close();
});

describe('the list of old callers', () => {
  it('keeps the latest ten for a day, tells each once a minute, and drops those that got in', () => {
    let now = 1_000_000;
    let told = 0;
    const callers = createOldCallers(
      () => now,
      () => (told += 1),
    );
    callers.refused('a');
    callers.refused('a');
    expect([told, callers.list()]).toEqual([1, [{ address: 'a', at: now }]]);
    now += 61_000;
    callers.refused('b');
    callers.refused('a');
    expect([told, callers.list().map(({ address }) => address)]).toEqual([3, ['a', 'b']]);
    callers.heard('a');
    callers.heard('nobody');
    expect([told, callers.list().map(({ address }) => address)]).toEqual([4, ['b']]);
    for (let n = 0; n < 10; n += 1) callers.refused(`c${n}`);
    expect(callers.list().map(({ address }) => address)).toHaveLength(10);
    expect(callers.list().at(-1)?.address).toBe('c0');
    now += 24 * 3_600_000;
    expect(callers.list()).toEqual([]);
  });
});
