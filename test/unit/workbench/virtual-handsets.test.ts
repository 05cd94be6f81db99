import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { expect, it, onTestFinished } from 'vitest';
import { createVirtualHandsets } from '../../../electron/workbench/virtual-handsets.ts';

const ACCOUNT = {
  user: 'u',
  password: 'p',
  serverId: 's',
  serverPassword: 'p',
  auth: 'md5',
  serverAuth: 'md5',
} as const;

/** A handset's process that is led by hand: what it writes, and when it ends. */
function processByHand() {
  let hearOutput: (text: string) => void = () => {};
  let hearExit: (code: number | null) => void = () => {};
  return {
    write: (text: string) => hearOutput(text),
    exit: () => hearExit(0),
    process: {
      onOutput: (listener: (text: string) => void) => void (hearOutput = listener),
      onExit: (listener: (code: number | null) => void) => void (hearExit = listener),
      stop: () => {},
    },
  };
}

function handsets() {
  const dataFolder = mkdtempSync(join(tmpdir(), 'scomo-virtual-'));
  onTestFinished(() => rmSync(dataFolder, { recursive: true, force: true }));
  const hand = processByHand();
  const heard: string[] = [];
  const virtual = createVirtualHandsets({
    dataFolder,
    serverURL: () => 'http://127.0.0.1:1/dm',
    program: { handsetProgram: { command: 'none', args: [] }, startHandset: () => hand.process },
    recorder: { note: ({ summary }) => heard.push(summary) },
    changed: () => heard.push('changed'),
    problem: (_, text) => heard.push(text),
  });
  return { dataFolder, hand, heard, virtual };
}

it('says that a handset does not start when its files cannot be written', async () => {
  const { dataFolder, virtual } = handsets();
  writeFileSync(join(dataFolder, 'handsets'), 'no folder');
  expect(await virtual.start('IMEI:1', {}, ACCOUNT)).toMatchObject({
    ok: false,
    error: { code: 'virtual-handset-not-started' },
  });
  expect(virtual.isRunning('IMEI:1')).toBe(false);
});

it('tells nothing of a handset that ends after the workbench has', async () => {
  const { hand, heard, virtual } = handsets();
  const started = virtual.start('IMEI:1', {}, ACCOUNT);
  hand.write('READY {"devId":"IMEI:1"}\n');
  await started;
  await virtual.close();
  const before = [...heard];
  hand.exit();

  expect(heard).toEqual(before);
}, 15_000);

it('notes a fault that strikes, also when its line comes in pieces', async () => {
  const { hand, heard, virtual } = handsets();
  const started = virtual.start('IMEI:1', { faults: ['drop-reply@Get'] }, ACCOUNT);
  hand.write('READY {"devId":"IMEI:1"}\nFAULT drop-re');
  await started;
  hand.write('ply@Get\n');
  hand.exit();

  expect(heard).toContain('The virtual handset does what was asked for: drop-reply@Get');
});
