import { expect, test } from 'vitest';
import { basicCredential, md5Credential } from '../../../shared/syncml/auth.ts';
import type { Command, Message, SyncHdr } from '../../../shared/syncml/message.ts';
import { addNode, container, get } from './commands.ts';
import { newFolder, newHandset, newServer } from './rig.ts';
import { ACCOUNT, type ScriptedServer } from './scripted-server.ts';

/** The messages of the n-th session, counting from 0. */
function sessionOf(server: ScriptedServer, index: number): readonly Message[] {
  const ids = [...new Set(server.received.map(({ message }) => message.hdr.sessionId))];
  return server.received.map(({ message }) => message).filter(({ hdr }) => hdr.sessionId === ids[index]);
}

function headerStatus(message: Message | undefined): Command | undefined {
  return message?.commands.find((command) => command.cmd === 'Status' && command.cmdRef === '0');
}

/** A message of a server that plays by its own book. */
function say(to: Message, msgId: string, commands: readonly Command[], cred?: SyncHdr['cred']): Message {
  const hdr: SyncHdr = {
    verDTD: '1.2',
    verProto: 'DM/1.2',
    sessionId: to.hdr.sessionId,
    msgId,
    target: to.hdr.source,
    source: { locURI: 'http://server' },
    ...(cred === undefined ? {} : { cred }),
  };
  return { hdr, commands, final: true };
}

function accept(to: Message, code = '212'): Command {
  const refs = { msgRef: to.hdr.msgId, cmdRef: '0', cmdName: 'SyncHdr', targetRefs: [], sourceRefs: [], items: [] };
  return { cmd: 'Status', cmdId: '90', ...refs, data: code };
}

const basicServer = {
  meta: { format: 'b64', type: 'syncml:auth-basic' },
  data: basicCredential(ACCOUNT.serverId, ACCOUNT.serverPassword),
} as const;

test('basic: credentials are in the first message, and both sides are accepted', async () => {
  const server = await newServer({ auth: 'basic' });
  const answer = server.script((dm) => dm.send(get('./DevInfo/Man')));
  await newHandset(server, { auth: 'basic' });

  expect((await answer).value('./DevInfo/Man')).toBe('Acme');
  const [first, second] = server.received.map(({ message }) => message);
  expect(first?.hdr.cred).toMatchObject({
    meta: { type: 'syncml:auth-basic' },
    data: basicCredential(ACCOUNT.user, ACCOUNT.password),
  });
  expect(second?.hdr.cred).toBeUndefined();
  expect(headerStatus(second)).toMatchObject({ data: '212' });
});

test('md5: the first session is challenged, and package 1 comes again with the same SessionID and the credential', async () => {
  const server = await newServer();
  const answer = server.script((dm) => dm.send(get('./DevInfo/Man')));
  await newHandset(server);

  expect((await answer).value('./DevInfo/Man')).toBe('Acme');
  const [first, second, third] = server.received.map(({ message }) => message);
  expect(first?.hdr).toMatchObject({ msgId: '1', source: { locName: 'hans' } });
  expect(first?.hdr.cred).toBeUndefined();
  expect(second?.hdr).toMatchObject({
    msgId: '2',
    sessionId: first?.hdr.sessionId,
    cred: { meta: { format: 'b64', type: 'syncml:auth-md5' } },
  });
  expect(second?.commands.map(({ cmd }) => cmd)).toEqual(['Status', 'Alert', 'Replace']);
  expect(headerStatus(second)).toMatchObject({
    data: '407',
    chal: { meta: { type: 'syncml:auth-md5', format: 'b64' } },
  });
  expect(headerStatus(third)).toMatchObject({ data: '212', chal: { meta: { type: 'syncml:auth-md5' } } });
  expect(third?.hdr.cred).toBeUndefined();
});

test('md5: nonces of both sides are kept, so that the next session needs no challenge, even after a restart', async () => {
  const server = await newServer();
  const state = await newFolder();
  const first = server.script((dm) => dm.send(get('./DevInfo/Man')));
  const handset = await newHandset(server, { state });
  await first;
  await expect.poll(() => handset.events.at(-1)).toMatchObject({ outcome: 'ok' });
  await handset.stop();

  const second = server.script((dm) => dm.send(get('./DevInfo/Mod')));
  await newHandset(server, { state });

  expect((await second).value('./DevInfo/Mod')).toBe('Virtual Handset');
  expect(sessionOf(server, 1)[0]?.hdr.cred?.meta?.type).toBe('syncml:auth-md5');
  expect(headerStatus(sessionOf(server, 1)[1])).toMatchObject({ data: '212' });
});

test('md5: a stale nonce of the handset is challenged and replaced', async () => {
  const server = await newServer();
  const { events } = await newHandset(server, { poll: 0.1 });
  await expect.poll(() => events.filter(({ event }) => event === 'session-ended').length).toBe(1);
  server.nonces.client = Buffer.from('another nonce!!!');

  const done = server.script((dm) => dm.send(get('./DevInfo/Man')));

  expect((await done).value('./DevInfo/Man')).toBe('Acme');
});

test.each(['basic', 'md5'] as const)(
  '%s: a wrong password of the handset ends the session after the challenges',
  async (auth) => {
    const server = await newServer({ auth });
    const { events } = await newHandset(server, { auth, password: 'wrong' });

    await expect.poll(() => events).toContainEqual(expect.objectContaining({ outcome: 'credentials-refused' }));
    expect(events.at(-1)).toMatchObject({
      event: 'trouble',
      message: 'The server refuses the credentials of this handset (401).',
    });
    expect(server.received.length).toBeLessThanOrEqual(4);
  },
);

test('a handset with md5 does not give its password away because the server asks for basic', async () => {
  const server = await newServer({ auth: 'basic' });
  const { events } = await newHandset(server, { auth: 'md5' });

  await expect.poll(() => events).toContainEqual(expect.objectContaining({ outcome: 'credentials-refused' }));
  expect(server.received.every(({ message }) => message.hdr.cred === undefined)).toBe(true);
});

test('a handset with basic answers a challenge for md5 with md5', async () => {
  const server = await newServer({ auth: 'md5' });
  const opening = server.script(async (dm) => dm.opening);
  await newHandset(server, { auth: 'basic' });

  expect((await opening).messages[0]?.hdr.cred?.meta?.type).toBe('syncml:auth-md5');
});

test.each(['basic', 'md5'] as const)('%s: a server with a wrong password gets no command executed', async (auth) => {
  const server = await newServer({ auth, account: { ...ACCOUNT, serverPassword: 'wrong' } });
  const answer = server.script((dm) => dm.send(addNode('./SCM/Download/X'), get('./DevInfo/Man')));
  const { events, state } = await newHandset(server, { auth });

  const { statuses, results } = await answer;
  expect(statuses.map(({ cmdName, data }) => [cmdName, data])).toEqual([
    ['SyncHdr', '401'],
    ['Add', '401'],
    ['Get', '401'],
  ]);
  expect(statuses[0]?.chal?.meta.type).toBe(`syncml:auth-${auth}`);
  expect(results).toEqual([]);
  await expect.poll(() => events).toContainEqual(expect.objectContaining({ outcome: 'server-not-proven' }));
  expect((await state()).scomo.some(({ uri }) => uri.startsWith('./SCM/Download/X'))).toBe(false);
});

test('a server without credentials is answered 407 for every command, also inside containers', async () => {
  const server = await newServer({ auth: 'basic' });
  server.intervene((message) =>
    say(message, '1', [
      accept(message),
      { ...container('Sequence', addNode('./SCM/Download/X')), cmdId: '1' },
      { ...get('./DevInfo/Man'), cmdId: '3' },
    ]),
  );
  await newHandset(server, { auth: 'basic' });

  await expect.poll(() => server.received.length).toBeGreaterThanOrEqual(2);
  const statuses = server.received[1]?.message.commands ?? [];
  expect(statuses.map((command) => (command.cmd === 'Status' ? [command.cmdName, command.data] : command.cmd))).toEqual(
    [
      ['SyncHdr', '407'],
      ['Sequence', '407'],
      ['Add', '407'],
      ['Get', '407'],
    ],
  );
});

test('a server that proves itself after a challenge is served', async () => {
  const server = await newServer();
  const command = { ...get('./DevInfo/Man'), cmdId: '1' };
  server.intervene((message) => say(message, '1', [accept(message), command]));
  server.intervene((message) => {
    const challenge = headerStatus(message);
    const nonce = Buffer.from((challenge?.cmd === 'Status' && challenge.chal?.meta.nextNonce) || '', 'base64');
    const data = md5Credential(ACCOUNT.serverId, ACCOUNT.serverPassword, nonce);
    return say(message, '2', [accept(message), command], { meta: { format: 'b64', type: 'syncml:auth-md5' }, data });
  });
  await newHandset(server);

  await expect.poll(() => server.received.length).toBeGreaterThanOrEqual(3);
  const [, challenged, served] = server.received.map(({ message }) => message.commands);
  expect(challenged).toMatchObject([{ data: '407' }, { cmdName: 'Get', data: '407' }]);
  expect(served).toMatchObject([{ data: '212' }, { cmdName: 'Get', data: '200' }, { items: [{ data: 'Acme' }] }]);
});

test('a message without commands from a server that is not proven ends the session: it is not answered only to challenge', async () => {
  const server = await newServer({ auth: 'basic' });
  server.intervene((message) => say(message, '1', [accept(message)]));
  const { events } = await newHandset(server, { auth: 'basic' });

  await expect.poll(() => events).toContainEqual(expect.objectContaining({ outcome: 'server-not-proven' }));
  expect(server.received).toHaveLength(1);
});

test('a server that has no time says so, and is called again later', async () => {
  const server = await newServer({ auth: 'basic' });
  server.intervene((message) => say(message, '1', [accept(message, '417')]));
  const { events } = await newHandset(server, { auth: 'basic' });

  await expect.poll(() => events).toContainEqual(expect.objectContaining({ outcome: 'told-later' }));
  await expect
    .poll(() => events, { timeout: 10_000 })
    .toContainEqual(expect.objectContaining({ event: 'session-ended', outcome: 'ok' }));
});

test('nonces of a server that is not proven are not kept', async () => {
  const server = await newServer({ account: { ...ACCOUNT, serverPassword: 'wrong' } });
  const { events, state } = await newHandset(server);

  await expect.poll(() => events).toContainEqual(expect.objectContaining({ outcome: 'server-not-proven' }));
  expect((await state()).nonces).toEqual({});
});

test('200 for the SyncHdr holds for one message: the next one carries credentials again', async () => {
  const server = await newServer({ auth: 'basic' });
  server.intervene((message) =>
    say(message, '1', [accept(message, '200'), { ...get('./DevInfo/Man'), cmdId: '1' }], basicServer),
  );
  await newHandset(server, { auth: 'basic' });

  await expect.poll(() => server.received.length).toBeGreaterThanOrEqual(2);
  expect(server.received[1]?.message.hdr.cred?.data).toBe(basicCredential(ACCOUNT.user, ACCOUNT.password));
});

test('the credential of md5 is made with the nonce as octets', async () => {
  const server = await newServer();
  server.nonces.client = Buffer.from('Nonce');
  const opening = server.script(async (dm) => dm.opening);
  await newHandset(server);
  const { messages } = await opening;

  const nonce = server.nonces.client;
  expect(messages[0]?.hdr.cred?.data).toBe(md5Credential(ACCOUNT.user, ACCOUNT.password, nonce));
});
