import { type ChildProcess, spawn, spawnSync } from 'node:child_process';
import { once } from 'node:events';
import { mkdtempSync, readFileSync, rmSync } from 'node:fs';
import { getPriority, tmpdir } from 'node:os';
import { join, resolve } from 'node:path';
import { describe, expect, it, onTestFinished } from 'vitest';
import { findNode } from '../../../build/launcher.mjs';

const launcher = resolve(import.meta.dirname, '../../fixtures/launcher/launcher.mjs');
const root = resolve(import.meta.dirname, '../../..');

describe('the launcher', () => {
  it('finds a Node.js that is new enough', () => {
    const { stdout } = spawnSync(findNode(), ['--version'], { encoding: 'utf8' });
    expect(Number.parseInt(stdout.slice(1), 10)).toBeGreaterThanOrEqual(24);
  });

  it('tells its child that there is a parent to watch', async () => {
    const { output } = await started('end', '0');
    expect(output()).toMatch(/^ready 1 /);
  });

  it.each([0, 1, 42])('ends with the exit code %i of its child', async (code) => {
    const { process: child } = await started('end', String(code));
    expect(await endOf(child)).toBe(code);
  });

  it('ends with 128 and the number of the signal that killed its child', async () => {
    const { process: child } = await started('die');
    expect(await endOf(child)).toBe(137);
  });

  it.each([
    ['SIGTERM', 5],
    ['SIGINT', 6],
  ] as const)('passes %s on and waits for its child to end', async (signal, code) => {
    const { process: child, output } = await started('wait');
    child.kill(signal);
    expect(await endOf(child)).toBe(code);
    expect(output()).toContain(`${signal}\n`);
  });

  it('lets its child know when it is killed', async () => {
    const { process: child, output } = await started('wait');
    child.kill('SIGKILL');
    await once(child, 'close');
    expect(output()).toContain('disconnect\n');
  });

  it('lets a child work aside: behind others, and into a file', () => {
    const folder = mkdtempSync(join(tmpdir(), 'scomo-aside-'));
    onTestFinished(() => rmSync(folder, { recursive: true }));
    const aside = join(folder, 'said.log');
    const { status, stdout } = spawnSync(findNode(), [launcher, 'priority'], {
      encoding: 'utf8',
      env: { ...process.env, ASIDE: aside },
    });
    expect({ status, stdout }).toEqual({ status: 0, stdout: '' });
    expect(Number(readFileSync(aside, 'utf8').trim().split('\n').at(-1))).toBeGreaterThan(getPriority());
  });

  it('says in one line what the person can do about a failure', () => {
    const { status, stderr } = spawnSync(findNode(), [launcher, 'refuse'], { encoding: 'utf8' });
    expect({ status, stderr }).toEqual({ status: 1, stderr: 'This cannot be started, do that first.\n' });
  });
});

describe('npm start', () => {
  it.each([
    [['--host', 'elsewhere'], '--host is browser or electron, not "elsewhere".\n'],
    [['--host'], '--host is browser or electron, not "".\n'],
  ])('refuses %j', (args, message) => {
    const { status, stderr } = spawnSync(findNode(), [join(root, 'build/start.mjs'), ...args], { encoding: 'utf8' });
    expect({ status, stderr }).toEqual({ status: 1, stderr: message });
  });
});

async function started(
  ...args: readonly string[]
): Promise<{ readonly process: ChildProcess; readonly output: () => string }> {
  const child = spawn(findNode(), [launcher, ...args], { stdio: ['ignore', 'pipe', 'inherit'] });
  onTestFinished(() => void child.kill('SIGKILL'));
  let text = '';
  child.stdout.setEncoding('utf8').on('data', (chunk: string) => (text += chunk));
  while (!text.includes('ready')) await once(child.stdout, 'data');
  return { process: child, output: () => text };
}

async function endOf(child: ChildProcess): Promise<number | null> {
  if (child.exitCode === null) await once(child, 'close');
  return child.exitCode;
}
