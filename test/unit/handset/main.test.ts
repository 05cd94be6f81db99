import { type ChildProcess, spawn } from 'node:child_process';
import { createSocket } from 'node:dgram';
import { once } from 'node:events';
import { readFile } from 'node:fs/promises';
import { join, resolve } from 'node:path';
import { createInterface } from 'node:readline';
import { text } from 'node:stream/consumers';
import { expect, onTestFinished, test } from 'vitest';
import { checkOptions, helpText, readFlags } from '../../../electron/handset/options.ts';
import { newFolder, newServer } from './rig.ts';
import { ACCOUNT } from './scripted-server.ts';

const MAIN = resolve(import.meta.dirname, '../../../electron/handset/main.ts');

function start(...args: readonly string[]) {
  const child = spawn(process.execPath, [MAIN, ...args], { stdio: ['pipe', 'pipe', 'pipe'] });
  onTestFinished(() => void child.kill('SIGKILL'));
  return { child, errors: text(child.stderr), lines: createInterface({ input: child.stdout })[Symbol.asyncIterator]() };
}

async function exitCode(child: ChildProcess): Promise<number | null> {
  if (child.exitCode !== null) return child.exitCode;
  await once(child, 'exit');
  return child.exitCode;
}

const FLAGS = ['--user', 'hans', '--password', 'geheim', '--server-id', 'dm.example', '--server-password', 'srvpwd'];

test('flags: READY first, then with --json one line per event, and SIGTERM ends it with the state written', async () => {
  const server = await newServer();
  const state = await newFolder();
  const { child, lines } = start(
    ...FLAGS,
    '--server',
    server.url,
    '--state',
    state,
    '--dev-id',
    'IMEI:1',
    '--poll',
    '0',
    '--json',
  );

  const ready = String((await lines.next()).value);
  const events = [JSON.parse(String((await lines.next()).value)), JSON.parse(String((await lines.next()).value))];

  expect(ready).toMatch(/^READY \{"devId":"IMEI:1","notifyPort":\d+\}$/);
  expect(events).toMatchObject([
    { event: 'session-started', alert: '1201' },
    { event: 'session-ended', outcome: 'ok' },
  ]);
  child.kill('SIGTERM');
  expect(await exitCode(child)).toBe(0);
  expect(JSON.parse(await readFile(join(state, 'state.json'), 'utf8'))).toMatchObject({ devId: 'IMEI:1' });
});

test('options over stdin: secrets are not on the command line, and the handset ends when stdin closes', async () => {
  const server = await newServer();
  const { child, lines, errors } = start('--options-stdin');
  const options = { ...ACCOUNT, server: server.url, state: await newFolder(), poll: 0 };
  child.stdin.write(`${JSON.stringify(options)}\n`);

  expect(String((await lines.next()).value)).toMatch(/^READY /);
  child.stdin.end();

  expect(await exitCode(child)).toBe(0);
  expect(await errors).toBe('');
});

test('a server that cannot be reached is one line on stderr, and the handset goes on', async () => {
  const server = await newServer();
  await server.close();
  const { child, errors, lines } = start(
    ...FLAGS,
    '--server',
    server.url,
    '--state',
    await newFolder(),
    '--poll',
    '0',
    '--json',
  );
  for (let count = 0; count < 4; count++) await lines.next();
  child.kill('SIGTERM');

  expect(await exitCode(child)).toBe(0);
  expect((await errors).trim().split('\n')).toEqual([
    expect.stringContaining('cannot be reached (ECONNREFUSED). Trying again in 1 s.'),
  ]);
});

test.each([
  ['nothing', [], '--server: is needed; --user: is needed'],
  ['an unknown flag', ['--colour', 'red'], "Unknown option '--colour'"],
  ['a number that is none', [...FLAGS, '--state', 'x', '--server', 'http://h/', '--poll', 'often'], '--poll:'],
  ['a server that is no URL', [...FLAGS, '--state', 'x', '--server', 'h'], '--server: must be an http or https URL'],
])('%s: exit code 64 and what is wrong', async (_, args, message) => {
  const { child, errors } = start(...args);

  expect(await exitCode(child)).toBe(64);
  expect(await errors).toContain(message);
});

test('a wrong line on stdin is refused without repeating it', async () => {
  const { child, errors } = start('--options-stdin');
  child.stdin.end('{"password":"geheim"\n');

  expect(await exitCode(child)).toBe(64);
  expect(await errors).not.toContain('geheim');
});

test('a notification port that is in use is said, with exit code 70', async () => {
  const socket = createSocket('udp4');
  socket.bind(0, '127.0.0.1');
  await once(socket, 'listening');
  onTestFinished(() => void socket.close());
  const port = String(socket.address().port);
  const { child, errors } = start(
    ...FLAGS,
    '--server',
    'http://127.0.0.1:9/',
    '--state',
    await newFolder(),
    '--notify-port',
    port,
  );

  expect(await exitCode(child)).toBe(70);
  expect(await errors).toContain(`UDP port ${port} of 127.0.0.1 is in use`);
});

test('--help names every option', async () => {
  const { child, lines } = start('--help');
  const help = [];
  for (let line = await lines.next(); line.done !== true; line = await lines.next()) help.push(line.value);

  expect(await exitCode(child)).toBe(0);
  expect(`${help.join('\n')}\n`).toBe(helpText().trimEnd() + '\n');
});

test('flags and JSON mean the same, and defaults are filled in', async () => {
  const flags = readFlags([
    ...FLAGS,
    '--server',
    'http://h/dm',
    '--state',
    's',
    '--refuse-list',
    '--extra-nodes',
    '7',
    '--results',
    'sync',
  ]);
  const fromFlags = flags.ok && flags.value.from === 'flags' ? checkOptions(flags.value.value) : undefined;
  const fromJson = checkOptions({
    ...ACCOUNT,
    server: 'http://h/dm',
    state: 's',
    refuseList: true,
    extraNodes: 7,
    results: 'sync',
  });

  expect(fromFlags).toEqual(fromJson);
  expect(fromJson).toMatchObject({
    ok: true,
    value: {
      auth: 'md5',
      poll: 10,
      notifyPort: 0,
      latency: 0,
      personality: 'spec-1.0',
      envType: 'Acme OS',
      installMs: 300,
      json: false,
    },
  });
});

test('with --json says why it did not start, for whoever started it', async () => {
  const serial = `${await newFolder()}/nothing`;
  const state = await newFolder();
  const { child, lines } = start(
    ...FLAGS,
    '--server',
    'http://127.0.0.1:9/',
    '--state',
    state,
    '--serial',
    serial,
    '--json',
  );

  const said = await lines.next();
  expect(await exitCode(child)).toBe(70);
  expect(JSON.parse(String(said.value))).toMatchObject({
    event: 'not-started',
    failure: { code: 'line-not-opened', message: `${serial} cannot be opened.` },
  });
});

test('a handset has one cable', () => {
  const checked = checkOptions({ ...ACCOUNT, server: 'http://h/dm', state: 's', serial: '/dev/ttyS0', usb: 'obex' });
  expect(checked).toMatchObject({
    ok: false,
    error: { code: 'invalid-options', message: '--usb: a handset has one cable: --serial or --usb' },
  });
});

test('a fault of the cable needs a cable', () => {
  const options = { ...ACCOUNT, server: 'http://h/dm', state: 's', faults: ['yank@7'] };
  expect(checkOptions(options)).toMatchObject({ ok: false, error: { code: 'invalid-options' } });
  expect(checkOptions({ ...options, usb: 'obex' }).ok).toBe(true);
  expect(checkOptions({ ...options, serial: '/dev/ttyS0' }).ok).toBe(true);
});

test('a fault of a transfer needs a cable that has some', () => {
  const options = { ...ACCOUNT, server: 'http://h/dm', state: 's', faults: ['yank-transfer@7'] };
  expect(checkOptions({ ...options, serial: '/dev/ttyS0' })).toMatchObject({
    ok: false,
    error: { code: 'invalid-options', message: '--fault: a fault of a USB transfer needs --usb' },
  });
  expect(checkOptions({ ...options, usb: 'obex' }).ok).toBe(true);
});
