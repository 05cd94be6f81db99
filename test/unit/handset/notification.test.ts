import { createSocket } from 'node:dgram';
import { setTimeout as sleep } from 'node:timers/promises';
import { expect, test } from 'vitest';
import { encodeNotification } from '../../../shared/dm/notification.ts';
import { encodePush } from '../../../shared/dm/wap-push.ts';
import { get } from './commands.ts';
import { type HandsetUnderTest, newHandset, newServer } from './rig.ts';
import { ACCOUNT, type ScriptedServer } from './scripted-server.ts';

const ZERO = new Uint8Array(4);

function notification(
  sessionId: number,
  nonce: Uint8Array,
  serverPassword: string = ACCOUNT.serverPassword,
): Uint8Array {
  const { serverId } = ACCOUNT;
  const encoded = encodeNotification({
    sessionId,
    uiMode: 'background',
    initiator: 'server',
    serverId,
    serverPassword,
    nonce,
  });
  if (!encoded.ok) throw new Error(encoded.error.message);
  return encoded.value;
}

async function send(port: number, bytes: Uint8Array): Promise<void> {
  const socket = createSocket('udp4');
  await new Promise<void>((resolve, reject) =>
    socket.send(bytes, port, '127.0.0.1', (error) => (error === null ? resolve() : reject(error))),
  );
  socket.close();
}

/** A handset that has had one session, so that both sides keep a nonce. */
async function acquainted(server: ScriptedServer): Promise<HandsetUnderTest> {
  const first = server.script((dm) => dm.send(get('./DevInfo/Man')));
  const handset = await newHandset(server);
  await first;
  await expect.poll(() => handset.events.at(-1)).toMatchObject({ outcome: 'ok' });
  return handset;
}

test('a notification with the kept nonce starts a session with its SessionID and alert 1200', async () => {
  const server = await newServer();
  const { notifyPort } = await acquainted(server);
  const opening = server.script(async (dm) => dm.opening);

  await send(notifyPort, notification(0x2a, server.nonces.server ?? ZERO));

  const { messages, alerts } = await opening;
  expect(messages[0]?.hdr.sessionId).toBe('2A');
  expect(alerts).toMatchObject([{ data: '1200' }]);
});

test('a notification that comes as WAP push does the same', async () => {
  const server = await newServer();
  const { notifyPort } = await acquainted(server);
  const opening = server.script(async (dm) => dm.opening);
  const body = notification(0x2b, server.nonces.server ?? ZERO);

  await send(notifyPort, encodePush({ type: 'application/vnd.syncml.notification', application: 7, body }));

  expect((await opening).messages[0]?.hdr.sessionId).toBe('2B');
});

test('a wrong digest and bytes that are no notification are ignored', async () => {
  const server = await newServer();
  const { notifyPort, events } = await acquainted(server);
  const before = server.received.length;

  await send(notifyPort, notification(0x2a, server.nonces.server ?? ZERO, 'wrong password'));
  await send(notifyPort, Buffer.from('good morning'));

  await expect.poll(() => events.filter(({ event }) => event === 'notification').length).toBe(2);
  await sleep(50);
  expect(events.filter(({ event }) => event === 'notification')).toMatchObject([{ taken: false }, { taken: false }]);
  expect(server.received).toHaveLength(before);
});

test('a repeated notification opens one session only', async () => {
  const server = await newServer();
  const { notifyPort, events } = await acquainted(server);
  const bytes = notification(7, server.nonces.server ?? ZERO);

  for (let time = 0; time < 3; time++) await send(notifyPort, bytes);

  await expect.poll(() => events.filter(({ event }) => event === 'notification').length).toBe(3);
  await expect.poll(() => events.at(-1)).toMatchObject({ event: 'session-ended', sessionId: '7' });
  await sleep(50);
  expect(events.filter((event) => event.event === 'session-started' && event.alert === '1200')).toHaveLength(1);
});

test('a notification with the fallback nonce starts a session whose credentials use it, and both nonces are renewed', async () => {
  const server = await newServer();
  const { notifyPort, state } = await acquainted(server);
  const before = await state();
  server.nonces.client = ZERO;
  server.nonces.server = ZERO;
  const answer = server.script((dm) => dm.send(get('./DevInfo/Man')));

  await send(notifyPort, notification(9, ZERO));

  expect((await answer).value('./DevInfo/Man')).toBe('Acme');
  const messages = server.received.map(({ message }) => message).filter(({ hdr }) => hdr.sessionId === '9');
  expect(messages.map(({ hdr }) => hdr.msgId)).toEqual(['1', '2']);
  await expect.poll(async () => (await state()).nonces.server).not.toBe(before.nonces.server);
  expect((await state()).nonces.server).toBe(Buffer.from(server.nonces.server).toString('base64'));
});

test('a notification that comes during a session is answered after it', async () => {
  const server = await newServer();
  const { notifyPort } = await acquainted(server);
  const inside = server.script(async (dm) => {
    await send(notifyPort, notification(0x11, server.nonces.server ?? ZERO));
    await sleep(50);
    await dm.send(get('./DevInfo/Man'));
    return server.received.length;
  });
  const after = server.script(async (dm) => dm.sessionId);
  await send(notifyPort, notification(0x10, server.nonces.server ?? ZERO));

  await inside;
  expect(await after).toBe('11');
});
