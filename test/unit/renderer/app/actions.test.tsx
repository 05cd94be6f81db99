import { afterEach, describe, expect, it } from 'vitest';
import { whyNot } from '../../../../renderer/app/action.ts';
import { actions } from '../../../../renderer/app/actions.ts';
import { chordOf } from '../../../../renderer/app/shortcuts.ts';
import { emptyWindow, type WindowState } from '../../../../renderer/app/store.ts';
import { admit } from '../../../../renderer/features/handsets/actions/admit.ts';
import { forget } from '../../../../renderer/features/handsets/actions/forget.ts';
import { readAgain } from '../../../../renderer/features/handsets/actions/read-again.ts';
import { stopVirtual } from '../../../../renderer/features/handsets/actions/stop-virtual.ts';
import { wake } from '../../../../renderer/features/handsets/actions/wake.ts';
import { pushPackage } from '../../../../renderer/features/packages/actions/push-package.ts';
import type { Handset } from '../../../../shared/contract/handsets.ts';
import { closeWindow, sampleHandset, samplePackage } from '../sample-window.tsx';

afterEach(closeWindow);

function windowWith(handset: Partial<Handset>, change: Partial<WindowState> = {}): WindowState {
  const item = samplePackage();
  return {
    ...emptyWindow,
    connection: 'open',
    loaded: true,
    handsets: new Map([['IMEI:1', sampleHandset(handset)]]),
    packages: new Map([[item.digest, item]]),
    selection: { tab: 'components', devId: 'IMEI:1' },
    ...change,
  };
}

describe('the list of actions', () => {
  it('gives no name and no key twice', () => {
    const ids = actions.map((action) => action.id);
    expect(new Set(ids).size).toBe(ids.length);
    const keys = actions.flatMap((action) => action.shortcut ?? []);
    expect(keys.filter((key, index) => keys.indexOf(key) !== index)).toEqual([]);
  });

  it('says of every action why it cannot be done in an empty window, or that it can', () => {
    const reasons = actions.flatMap((action) => whyNot(action, emptyWindow) ?? []);
    expect(reasons.length).toBeGreaterThan(10);
    expect(reasons.filter((why) => !/^[A-Z].*\.$/.test(why))).toEqual([]);
  });
});

describe('when an action is allowed', () => {
  it('asks nothing of a workbench that is out of reach', () => {
    const lost = windowWith({}, { connection: 'lost' });
    for (const action of [readAgain, admit, wake, pushPackage]) expect(whyNot(action, lost)).toMatch(/connection/);
  });

  it('reads a handset only after it was admitted, and one reading at a time', () => {
    expect(whyNot(readAgain, windowWith({ state: 'ready' }))).toBeUndefined();
    expect(whyNot(readAgain, windowWith({ state: 'new' }))).toBe('Admit the handset first.');
    expect(whyNot(readAgain, windowWith({}, { reading: new Set(['IMEI:1']) }))).toMatch(/being read/);
  });

  it('admits only who waits for it', () => {
    expect(whyNot(admit, windowWith({ state: 'new' }))).toBeUndefined();
    expect(whyNot(admit, windowWith({ state: 'ready' }))).toMatch(/already/);
  });

  it('wakes only who can be woken', () => {
    expect(whyNot(wake, windowWith({ canWake: true }))).toBeUndefined();
    expect(whyNot(wake, windowWith({ canWake: false }))).toMatch(/wait until it calls/);
    expect(whyNot(wake, windowWith({ state: 'in-session' }))).toMatch(/in session/);
  });

  it('forgets nobody in the middle of a session', () => {
    expect(whyNot(forget, windowWith({ state: 'in-session' }))).toMatch(/session has ended/);
    expect(whyNot(forget, windowWith({ state: 'silent' }))).toBeUndefined();
  });

  it('switches off only virtual handsets that run', () => {
    expect(whyNot(stopVirtual, windowWith({}))).toMatch(/virtual/);
    expect(whyNot(stopVirtual, windowWith({ virtual: { running: true } }))).toBeUndefined();
    expect(whyNot(stopVirtual, windowWith({ virtual: { running: false } }))).toMatch(/already/);
  });

  it('pushes nothing from an empty library', () => {
    expect(whyNot(pushPackage, windowWith({}))).toBeUndefined();
    expect(whyNot(pushPackage, windowWith({}, { packages: new Map() }))).toMatch(/library/);
  });
});

describe('keys', () => {
  it('are called as the actions call them', () => {
    const plain = { code: '', ctrlKey: false, metaKey: false, altKey: false, shiftKey: false };
    expect(chordOf({ ...plain, key: 'k', ctrlKey: true })).toBe('Ctrl+K');
    expect(chordOf({ ...plain, key: 'k', metaKey: true })).toBe('Ctrl+K');
    expect(chordOf({ ...plain, key: 'F5', shiftKey: true })).toBe('Shift+F5');
    // Some layouts give another character with Alt; the key's place counts.
    expect(chordOf({ ...plain, key: '√', code: 'KeyV', altKey: true })).toBe('Alt+V');
  });
});
