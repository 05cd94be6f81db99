import { mkdtempSync, readFileSync, rmSync, statSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join, resolve } from 'node:path';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { lookAtUdev } from '../../../../electron/links/machine/udev.ts';
import { UDEV_RULE } from '../../../../electron/links/usb/udev-rule.ts';
import { howToElevate, installUdevRule } from '../../../../electron/workbench/doctor/install-udev.ts';

let folder: string;

beforeEach(() => {
  folder = mkdtempSync(join(tmpdir(), 'scomo-udev-'));
});

afterEach(() => rmSync(folder, { recursive: true, force: true }));

describe('the udev rule', () => {
  it('that the packages install is the one that the doctor shows', () => {
    const packaged = resolve(import.meta.dirname, '../../../../build/udev/70-scomo-workbench.rules');
    expect(readFileSync(packaged, 'utf8')).toBe(UDEV_RULE);
  });

  it('is written whole, for everybody to read, into a folder that may be missing', async () => {
    const path = join(folder, 'rules.d', '70-scomo.rules');
    expect(await installUdevRule([], { path, reload: 'true' })).toEqual({ ok: true, value: undefined });
    expect(readFileSync(path, 'utf8')).toBe(UDEV_RULE);
    expect(statSync(path).mode & 0o777).toBe(0o644);
    expect((await lookAtUdev([path])).rule).toBe('installed');
  });

  it('of an older workbench is told from the present one, and the first file of the name counts', async () => {
    const [first, second] = [join(folder, 'a'), join(folder, 'b')];
    expect((await lookAtUdev([first, second])).rule).toBe('missing');
    writeFileSync(second, UDEV_RULE);
    expect((await lookAtUdev([first, second])).rule).toBe('installed');
    writeFileSync(first, 'older');
    expect((await lookAtUdev([first, second])).rule).toBe('other');
  });

  it('says what went wrong: not written, not read by udev, root refused', async () => {
    const path = join(folder, 'rules.d');
    const blocked = join(folder, 'file');
    writeFileSync(blocked, '');
    const code = async (elevate: readonly string[], how: { path?: string; reload?: string }) => {
      const result = await installUdevRule(elevate, { path, reload: 'true', ...how });
      return result.ok ? 'ok' : result.error.code;
    };
    expect(await code([], { path: join(blocked, 'x') })).toBe('rule-not-written');
    expect(await code([], { reload: 'false' })).toBe('udev-not-reloaded');
    expect(await code(['/bin/false'], {})).toBe('not-elevated');
    expect(await code(['/no/such/program'], {})).toBe('not-elevated');
  });
});

describe('becoming root', () => {
  const has = (...names: readonly string[]) => ({
    uid: 1000,
    has: (name: string) => Promise.resolve(names.includes(name)),
  });

  it('is asked for in the terminal where there is one, in a window elsewhere, and not at all by root', async () => {
    expect(await howToElevate(true, has('sudo', 'pkexec'))).toMatchObject({ value: ['sudo'] });
    expect(await howToElevate(false, has('sudo', 'pkexec'))).toMatchObject({ value: ['pkexec'] });
    expect(await howToElevate(true, { uid: 0 })).toMatchObject({ value: [] });
    expect(await howToElevate(false, has('sudo'))).toMatchObject({ error: { code: 'cannot-elevate' } });
  });
});
