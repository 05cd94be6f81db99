/**
 * Our OBEX against libopenobex, which strangers wrote, in both roles and over a serial line. What it carries is real: a
 * virtual handset, whose every message goes through libopenobex, and a workbench that holds sessions and runs with it.
 */
import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, afterEach, beforeAll, beforeEach, describe, expect, it } from 'vitest';
import { sendNotification } from '../../electron/links/http/notifier.ts';
import { createDmService } from '../../electron/links/obex/dm-service.ts';
import { serveObex } from '../../electron/links/obex/server.ts';
import { openSerialChannel, type SerialChannel } from '../../electron/links/serial/serial-channel.ts';
import { RESPONSES } from '../../shared/obex/codes.ts';
import type { Failure } from '../../shared/result.ts';
import { CODECS } from '../../shared/syncml/codec.ts';
import { HMAC_HEADER, hmacLine, textOfHmacLine } from '../../shared/syncml/hmac-header.ts';
import { type PluggedHandset, type PluggedOptions, plugHandset } from '../cable/plugged-handset.ts';
import { openPtyPair, type PtyPair } from '../cable/pty.ts';
import {
  type Bench,
  complete,
  handsetOf,
  inventory,
  must,
  openBench,
  samplePackage,
  until,
} from '../unit/workbench/bench.ts';
import { type HandsetRelay, openHandsetRelay } from './handset-relay.ts';
import { buildObexPeer, type ObexPeer, startObexPeer } from './obex-peer.ts';

const NOTIFICATION = 'application/vnd.syncml.notification';
const MESSAGE = CODECS.wbxml.contentType;
/** How long a GET waits for the handset before it is told to come again, milliseconds. */
const LATER_MS = 100;

let folder: string;
let program: string;
let bench: Bench;
let pair: PtyPair;
let relay: HandsetRelay;
let handset: PluggedHandset;
let peer: ObexPeer;

beforeAll(() => {
  folder = mkdtempSync(join(tmpdir(), 'scomo-obex-'));
  program = buildObexPeer(folder);
});

afterAll(() => rmSync(folder, { recursive: true, force: true }));

beforeEach(async () => {
  bench = await openBench();
  pair = await openPtyPair();
  relay = await openHandsetRelay();
});

afterEach(async () => {
  await bench.close();
  await peer.stop();
  await handset.stop();
  await relay.close();
  await pair.unplug();
});

/** A handset that reaches nobody but through the relay. */
async function startHandset(own?: PluggedOptions['account'], more: readonly string[] = []): Promise<PluggedHandset> {
  const account = own ?? must(await bench.workbench.call('handsets.enrolment', {}));
  return plugHandset({
    account: { ...account, serverURL: relay.url },
    devId: 'IMEI:351234567890123',
    more: ['--encoding', 'wbxml', ...more],
  });
}

describe('the workbench with libopenobex as the handset’s OBEX server', () => {
  it.each([255, 1_024, 65_535])('installs and removes a component in packets of %i octets', async (packet) => {
    handset = await startHandset();
    peer = await startObexPeer(program, pair.far, 'serve', packet);
    const carried = carry();
    const { devId } = handset;
    await plugIn();
    must(await bench.workbench.call('handsets.admit', { devId }));
    const { digest } = await samplePackage(bench, 'acme-notes-2.0');
    await complete(bench, devId, 'push-inactive-activate', { digest });
    const [component] = (await inventory(bench, devId)).deployed;
    expect(component).toMatchObject({ id: 'com.acme.notes', state: { word: 'Active' } });
    await complete(bench, devId, 'remove-component', { componentId: 'com.acme.notes' });
    expect((await inventory(bench, devId)).deployed).toEqual([]);

    expect(new Set(carried.targets)).toEqual(new Set(['SYNCML-DM']));
    expect(new Set(carried.types)).toEqual(new Set([NOTIFICATION, MESSAGE]));
    expect(carried.left).toBeGreaterThan(2);
    const { entries } = must(await bench.workbench.call('trace.list', { devId, limit: 200 }));
    expect(new Set(entries.filter(({ kind }) => kind === 'message').map(({ link }) => link))).toEqual(
      new Set(['serial']),
    );
  });

  it('carries the MAC of every message in a header of its own', async () => {
    handset = await startHandset();
    peer = await startObexPeer(program, pair.far, 'serve', 1_024);
    const carried = carry();
    await plugIn();
    const { devId } = handset;
    const account = must(await bench.workbench.call('handsets.admit', { devId, auth: 'mac' }));
    await handset.stop();
    handset = await startHandset(account, ['--auth', 'mac']);
    await complete(bench, devId, 'read-inventory');
    expect(await handsetOf(bench.workbench, devId)).toMatchObject({ authenticated: 'own' });
    expect(carried.macs).toBeGreaterThan(1);
  });
});

describe('libopenobex as the OBEX client of a handset that begins by itself', () => {
  it.each([255, 1_024, 65_535])('holds whole sessions with our server in packets of %i octets', async (packet) => {
    handset = await startHandset();
    const { devId } = handset;
    peer = await startObexPeer(program, pair.far, 'call', packet);
    const channel = must(await openSerialChannel(pair.near, { speed: 115_200, rtscts: false, writeMs: 5_000 }));
    const ends: (Failure | undefined)[] = [];
    serve(channel, ends);
    await callOnce();
    must(await bench.workbench.call('handsets.admit', { devId }));
    for (let calls = 0; must(await bench.workbench.call('tree.inventory', { devId })).inventory === null; calls++) {
      expect(calls).toBeLessThan(4);
      serve(channel, ends);
      await callOnce();
    }
    expect(new Set(ends)).toEqual(new Set([undefined]));
    await channel.close();
  });

  it('is refused with another target, and then heard with the right one', async () => {
    handset = await startHandset();
    peer = await startObexPeer(program, pair.far, 'call', 1_024);
    const channel = must(await openSerialChannel(pair.near, { speed: 115_200, rtscts: false, writeMs: 5_000 }));
    serve(channel, []);
    // It can read no refusal of a CONNECT, not even one of its own server.
    expect(await asked('c', 'SYNCML-SYNC')).toBe(0);
    expect(await asked('c', 'SYNCML-DM')).toBe(RESPONSES.ok.code);
    expect(await asked('d')).toBe(RESPONSES.ok.code);
    await channel.close();
  });
});

/** Tells the workbench of the port, and waits until it has spoken with the handset there. */
async function plugIn(): Promise<void> {
  must(await bench.workbench.call('cables.add', { port: pair.near }));
  await until(async () => {
    const cables = must(await bench.workbench.call('cables.list', {}));
    return cables.some(({ port, state, devId }) => port === pair.near && state === 'ready' && devId === handset.devId);
  }, 'the handset on its cable');
}

interface CarriedLog {
  readonly targets: string[];
  readonly types: string[];
  macs: number;
  left: number;
}

/** Between libopenobex as server and the handset, until either has gone: objects one way, messages the other. */
function carry(): CarriedLog {
  const log: CarriedLog = { targets: [], types: [], macs: 0, left: 0 };
  void carryOn(log).catch(() => undefined);
  return log;
}

async function carryOn(log: CarriedLog): Promise<never> {
  let [type, mac]: [string, string | undefined] = ['', undefined];
  for (;;) {
    const { kind, octets } = await peer.hear();
    const text = Buffer.from(octets).toString('latin1').replace(/\0$/, '');
    if (kind === 'c') log.targets.push(text);
    if (kind === 'd') log.left++;
    if (kind === 't') log.types.push((type = text));
    if (kind === 'h') mac = textOfHmacLine(text);
    if (kind === 'p') {
      const isTaken = type === NOTIFICATION ? await notify(octets) : relay.answer(messageOf(octets, mac));
      peer.say('r', Uint8Array.of(isTaken ? RESPONSES.ok.code : RESPONSES.forbidden.code));
      mac = undefined;
    }
    if (kind === 'g') {
      const message = await relay.message(LATER_MS);
      if (message === undefined) peer.say('r', Uint8Array.of(RESPONSES.serviceUnavailable.code));
      else {
        if (message.hmac !== undefined) {
          log.macs++;
          peer.say('h', hmacLine(message.hmac));
        }
        peer.say('o', message.bytes);
      }
    }
  }
}

async function notify(octets: Uint8Array): Promise<boolean> {
  return (await sendNotification({ host: '127.0.0.1', port: handset.notifyPort }, octets)).ok;
}

/** The workbench's sessions behind our OBEX server: its door for DM messages is the one of HTTP. */
function serve(channel: SerialChannel, ends: (Failure | undefined)[]): void {
  const service = createDmService({
    async exchange(bytes, { hmac }) {
      const response = await fetch(bench.workbench.listener.url, {
        method: 'POST',
        headers: { 'content-type': MESSAGE, ...(hmac === undefined ? {} : { [HMAC_HEADER]: hmac }) },
        body: Buffer.from(bytes),
      });
      const mac = response.headers.get(HMAC_HEADER);
      return {
        ok: true,
        value: { bytes: new Uint8Array(await response.arrayBuffer()), ...(mac === null ? {} : { hmac: mac }) },
      };
    },
    from: { link: 'serial', address: channel.name },
    ended: (failure) => ends.push(failure),
  });
  serveObex(channel, service, { maxPacket: 8_192, maxObject: 1_000_000, keepAliveMs: 50 });
}

/** One session of the handset, with libopenobex as its OBEX client. */
async function callOnce(): Promise<void> {
  const before = sessionsEnded();
  expect(await asked('c', 'SYNCML-DM')).toBe(RESPONSES.ok.code);
  while (sessionsEnded() === before) {
    const message = await relay.message(LATER_MS);
    if (message === undefined) continue;
    peer.say('t', MESSAGE);
    if (message.hmac !== undefined) peer.say('h', hmacLine(message.hmac));
    expect(await asked('p', message.bytes)).toBe(RESPONSES.ok.code);
    peer.say('g', MESSAGE);
    relay.answer(await answerOfGet());
  }
  expect(await asked('d')).toBe(RESPONSES.ok.code);
}

async function answerOfGet(): Promise<{ bytes: Uint8Array; hmac?: string }> {
  let mac: string | undefined;
  let bytes = new Uint8Array();
  for (;;) {
    const { kind, octets } = await peer.hear();
    if (kind === 'h') mac = textOfHmacLine(Buffer.from(octets).toString('latin1'));
    if (kind === 'o') bytes = Uint8Array.from(octets);
    if (kind !== 'r') continue;
    expect(octets[0]).toBe(RESPONSES.ok.code);
    return messageOf(bytes, mac);
  }
}

/** The code of the response to a request. */
async function asked(kind: string, octets?: Uint8Array | string): Promise<number | undefined> {
  peer.say(kind, octets);
  return (await peer.hear()).octets[0];
}

function messageOf(bytes: Uint8Array, hmac: string | undefined): { bytes: Uint8Array; hmac?: string } {
  return { bytes, ...(hmac === undefined ? {} : { hmac }) };
}

function sessionsEnded(): number {
  return handset.events.filter(({ event }) => event === 'session-ended').length;
}
