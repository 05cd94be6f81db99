import { setTimeout as sleep } from 'node:timers/promises';
import { expect, test } from 'vitest';
import type { Message } from '../../../shared/syncml/message.ts';
import { add, addNode, alert, get, replace } from './commands.ts';
import { newHandset, newServer } from './rig.ts';

test('package 1 says why the session begins and who the handset is', async () => {
  const server = await newServer();
  const opening = server.script(async (dm) => dm.opening);
  const handset = await newHandset(server);

  const { messages } = await opening;

  const [begin, devInfo] = messages[0]?.commands.filter(({ cmd }) => cmd !== 'Status') ?? [];
  expect(begin).toMatchObject({ cmd: 'Alert', data: '1201' });
  const items = devInfo?.cmd === 'Replace' ? devInfo.items : [];
  expect(Object.fromEntries(items.map(({ source, data }) => [source?.locURI, data]))).toEqual({
    './DevInfo/DevId': 'IMEI:004400000000001',
    './DevInfo/Man': 'Acme',
    './DevInfo/Mod': 'Virtual Handset',
    './DevInfo/DmV': '1.0.0',
    './DevInfo/Lang': 'en-GB',
    './DevInfo/Ext/NotifyPort': String(handset.notifyPort),
  });
  expect(messages[0]?.final).toBe(true);
});

test('every command gets a Status with its references, and Results follow the Status of their Get', async () => {
  const server = await newServer();
  const answer = server.script((dm) => dm.send(get('./DevInfo/Man', './DevInfo/Mod'), get('./Nowhere')));
  await newHandset(server);

  const { messages } = await answer;

  const [message] = messages;
  expect(message?.hdr).toMatchObject({ verDTD: '1.2', verProto: 'DM/1.2', source: { locURI: 'IMEI:004400000000001' } });
  expect(message?.commands).toMatchObject([
    { cmd: 'Status', cmdId: '1', cmdRef: '0', cmdName: 'SyncHdr', data: '212' },
    { cmd: 'Status', cmdRef: '1', cmdName: 'Get', data: '200', targetRefs: ['./DevInfo/Man', './DevInfo/Mod'] },
    { cmd: 'Results', cmdRef: '1', items: [{ data: 'Acme' }, { data: 'Virtual Handset' }] },
    { cmd: 'Status', cmdRef: '2', cmdName: 'Get', data: '404', targetRefs: ['./Nowhere'] },
  ]);
  const refs = message?.commands.map((command) => ('msgRef' in command ? command.msgRef : undefined));
  expect(new Set(refs)).toEqual(new Set(['2']));
});

test('items of one Get that end differently get a Status each', async () => {
  const server = await newServer();
  const answer = server.script((dm) => dm.send(get('./DevInfo/Man', './DevInfo/None')));
  await newHandset(server);

  const { statuses, results } = await answer;

  expect(statuses.slice(1)).toMatchObject([
    { cmdRef: '1', data: '200', targetRefs: ['./DevInfo/Man'] },
    { cmdRef: '1', data: '404', targetRefs: ['./DevInfo/None'] },
  ]);
  expect(results).toHaveLength(1);
});

test('the session ends without a message that would only hold the Status for SyncHdr', async () => {
  const server = await newServer();
  const done = server.script((dm) => dm.send(get('./DevInfo/Man')));
  const { events } = await newHandset(server);
  await done;

  await expect.poll(() => events.at(-1)).toMatchObject({ event: 'session-ended', outcome: 'ok' });
  await sleep(50);

  const ids = server.received.map(({ message }) => message.hdr.msgId);
  expect(ids).toEqual(['1', '2', '3']);
});

test('while the server has more messages of its package, the handset asks for the next one and does not end its own', async () => {
  const server = await newServer();
  const packages = server.script(async (dm) => {
    const first = await dm.sendMore(add('./Vendor/Settings/A', '1'));
    const second = await dm.send(get('./Vendor/Settings/A'));
    return [first, second] as const;
  });
  await newHandset(server);

  const [first, second] = await packages;

  expect(first.messages[0]?.final).toBe(false);
  expect(first.code(1)).toBe('200');
  expect(first.alerts).toMatchObject([{ data: '1222' }]);
  expect(second.messages[0]?.final).toBe(true);
  expect(second.value('./Vendor/Settings/A')).toBe('1');
});

test('a package that is larger than the MaxMsgSize of the server comes in several messages, none of them too large', async () => {
  const maxMsgSize = 5000;
  const server = await newServer({ maxMsgSize });
  const answer = server.script((dm) => dm.send(get('./Vendor?list=StructData'), get('./DevInfo/Man')));
  await newHandset(server, { extraNodes: 400 });

  const { messages, sizes, items, value } = await answer;

  expect(messages.length).toBeGreaterThan(5);
  expect(messages.map(({ final }) => final)).toEqual([
    ...Array.from({ length: messages.length - 1 }, () => false),
    true,
  ]);
  expect(Math.max(...sizes)).toBeLessThanOrEqual(maxMsgSize);
  expect(Math.min(...sizes.slice(0, -1))).toBeGreaterThan(maxMsgSize / 2);
  const uris = items.map(({ source }) => source?.locURI);
  expect(new Set(uris).size).toBe(uris.length);
  expect(uris.filter((uri) => uri?.startsWith('./Vendor/Filler/'))).toHaveLength(400);
  expect(value('./DevInfo/Man')).toBe('Acme');
  expect(messages.slice(1).every(answersNextMessage)).toBe(true);
});

function answersNextMessage({ commands }: Message): boolean {
  return commands.some((command) => command.cmd === 'Status' && command.cmdName === 'Alert' && command.data === '200');
}

test('a value that is larger than a message comes as a large object in chunks', async () => {
  const server = await newServer({ maxMsgSize: 4500 });
  const long = 'Grüße & <mehr> '.repeat(900);
  const answer = server.script(async (dm) => {
    await dm.send(add('./Vendor/Settings/Long', long));
    return dm.send(get('./Vendor/Settings/Long'));
  });
  await newHandset(server);

  const { items, sizes, statuses } = await answer;

  expect(Math.max(...sizes)).toBeLessThanOrEqual(4500);
  expect(items.length).toBeGreaterThan(2);
  expect(items.map(({ moreData }) => moreData === true)).toEqual([...items.slice(1).map(() => true), false]);
  expect(items.map(({ meta }) => meta?.size)).toEqual([
    Buffer.byteLength(long),
    ...items.slice(1).map(() => undefined),
  ]);
  expect(items.map(({ data }) => data).join('')).toBe(long);
  expect(statuses.some(({ cmdName, data }) => cmdName === 'Get' && data === '200')).toBe(true);
});

test('a value that comes in chunks is committed with the last one', async () => {
  const server = await newServer();
  const target = { locURI: './Vendor/Settings/Big' };
  const codes = server.script(async (dm) => {
    const one = await dm.sendMore({
      cmd: 'Add',
      items: [{ target, meta: { size: 9 }, data: 'abcde', moreData: true }],
    });
    const between = await dm.sendMore({ cmd: 'Add', items: [{ target, data: 'fg', moreData: true }] });
    const last = await dm.send({ cmd: 'Add', items: [{ target, data: 'hi' }] });
    const read = await dm.send(get('./Vendor/Settings/Big'));
    return [one.code(1), between.code(1), last.code(1), read.value('./Vendor/Settings/Big')];
  });
  await newHandset(server);

  expect(await codes).toEqual(['213', '213', '200', 'abcdefghi']);
});

test.each([
  ['sizes that do not agree', 4, 'abcdef', '424', '404'],
  ['a value beyond the limit', 1_000_000_000, 'abc', '413', '404'],
])('%s: nothing is committed', async (_, size, data, code, readCode) => {
  const server = await newServer();
  const target = { locURI: './Vendor/Settings/Big' };
  const codes = server.script(async (dm) => {
    await dm.sendMore({ cmd: 'Add', items: [{ target, meta: { size }, data, moreData: true }] });
    const last = await dm.send({ cmd: 'Add', items: [{ target, data }] });
    const read = await dm.send(get('./Vendor/Settings/Big'));
    return [last.code(1), read.code(1)];
  });
  await newHandset(server);

  expect(await codes).toEqual([code, readCode]);
});

test('a value that is interrupted by another command is given up with alert 1225', async () => {
  const server = await newServer();
  const target = { locURI: './Vendor/Settings/Big' };
  const answers = server.script(async (dm) => {
    await dm.sendMore({ cmd: 'Add', items: [{ target, meta: { size: 9 }, data: 'abc', moreData: true }] });
    const other = await dm.send(replace('./Vendor/Settings/Other', 'x'), get('./Vendor/Settings'));
    return { other, child: other.value('./Vendor/Settings') };
  });
  await newHandset(server);

  const { other, child } = await answers;

  expect(other.alerts).toMatchObject([{ data: '1225', items: [{ target }] }]);
  expect(child).toBe('');
});

test('messages after the first go to the RespURI of the server', async () => {
  const server = await newServer({ respURI: (base) => `${base}?sid=7` });
  const paths: (string | undefined)[] = [];
  const done = server.script(async (dm) => {
    const { messages } = await dm.send(get('./DevInfo/Man'));
    paths.push(...messages.map(({ hdr }) => hdr.target.locURI));
  });
  const { events } = await newHandset(server);
  await done;
  await expect.poll(() => events.at(-1)).toMatchObject({ outcome: 'ok' });
  expect(server.paths).toEqual(['/dm', '/dm?sid=7', '/dm?sid=7']);
});

test('an abort of the server ends the session without an answer', async () => {
  const server = await newServer();
  void server.script((dm) => dm.send(addNode('./SCM/Download/X'), alert('1223')));
  const { events } = await newHandset(server);

  await expect.poll(() => events.at(-1)).toMatchObject({ event: 'trouble' });
  expect(events).toContainEqual(expect.objectContaining({ event: 'session-ended', outcome: 'server-aborted' }));
  await sleep(50);
  expect(server.received).toHaveLength(2);
});

test('a message whose answer was lost is sent again, byte for byte, and the session goes on', async () => {
  const server = await newServer();
  const done = server.script(async (dm) => {
    server.intervene('cut');
    return dm.send(get('./DevInfo/Man'));
  });
  const { events } = await newHandset(server);

  expect((await done).value('./DevInfo/Man')).toBe('Acme');
  await expect.poll(() => events.at(-1)).toMatchObject({ outcome: 'ok' });
  expect(server.received.map(({ message }) => message.hdr.msgId)).toEqual(['1', '2', '3', '3']);
  expect(server.received[2]?.message).toEqual(server.received[3]?.message);
});

test.each([
  ['another protocol version', (message: Message) => answerTo(message, { verProto: 'DM/2.0' }), 'version'],
  ['another session', (message: Message) => answerTo(message, { sessionId: 'FFFF' }), 'wrong-session'],
  ['an HTTP error', { status: 503 }, 'http-status'],
] as const)('%s ends the session with a reason', async (_, answer, outcome) => {
  const server = await newServer();
  server.intervene(answer);
  const { events } = await newHandset(server);

  await expect.poll(() => events).toContainEqual(expect.objectContaining({ event: 'session-ended', outcome }));
});

function answerTo({ hdr }: Message, different: Partial<Message['hdr']>): Message {
  return { hdr: { ...hdr, target: hdr.source, source: hdr.target, ...different }, commands: [], final: true };
}

test('a server that cannot be reached is tried again; the handset says so in one line and goes on', async () => {
  const server = await newServer();
  const { url } = server;
  await server.close();
  const handset = await newHandset({ url });

  await expect
    .poll(() => handset.events)
    .toContainEqual(
      expect.objectContaining({
        event: 'trouble',
        message: expect.stringMatching(
          /^The server at http:\/\/127.0.0.1:\d+ cannot be reached \(ECONNREFUSED\)\. Trying again in 1 s\.$/,
        ) as string,
      }),
    );
  const again = await newServer({ port: Number(new URL(url).port) });
  const opening = again.script(async (dm) => dm.opening);

  expect((await opening).alerts).toMatchObject([{ data: '1201' }]);
});

test('polls call again and again', async () => {
  const server = await newServer();
  const { events } = await newHandset(server, { poll: 0.05 });

  await expect.poll(() => events.filter(({ event }) => event === 'session-ended').length).toBeGreaterThan(3);
  const ids = new Set(server.received.map(({ message }) => message.hdr.sessionId));
  expect(ids.size).toBeGreaterThan(3);
});

test('a server that answers with nothing ends the session', async () => {
  const server = await newServer({ auth: 'basic' });
  void server.script((dm) => {
    server.intervene({ status: 204 });
    return dm.send(get('./DevInfo/Man'));
  });
  const { events } = await newHandset(server, { auth: 'basic' });

  await expect.poll(() => events.at(-1)).toMatchObject({ event: 'session-ended', outcome: 'ok' });
  expect(server.received).toHaveLength(2);
});

test('latency delays each message', async () => {
  const server = await newServer();
  const done = server.script(async () => performance.now());
  const begin = performance.now();
  await newHandset(server, { latency: 60 });

  // Two messages: the second one brings the credential.
  expect((await done) - begin).toBeGreaterThanOrEqual(118);
});
