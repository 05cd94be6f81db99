/** The words for states that appear in more than one place, each with its shape and tone. One row per state. */
import type { Cable } from '../../shared/contract/cables.ts';
import type { Handset } from '../../shared/contract/handsets.ts';
import type { RunState, RunbookId, StepState } from '../../shared/runbook/run.ts';
import type { AuthType } from '../../shared/syncml/auth.ts';
import type { Shape, Tone } from '../ui/StateShape.tsx';

export interface StateWord {
  readonly word: string;
  readonly shape: Shape;
  readonly tone: Tone;
}

export const handsetWords: Readonly<Record<Handset['state'], StateWord>> = {
  new: { word: 'Waiting to be admitted', shape: 'square', tone: 'waiting' },
  expected: { word: 'Has not called yet', shape: 'clock', tone: 'neutral' },
  ready: { word: 'Ready', shape: 'ring', tone: 'ok' },
  'in-session': { word: 'In session', shape: 'dot', tone: 'ok' },
  silent: { word: 'Silent', shape: 'dash', tone: 'neutral' },
};

export const cableWords: Readonly<Record<Cable['state'], StateWord>> = {
  plugged: { word: 'Plugged in', shape: 'plus', tone: 'neutral' },
  identifying: { word: 'Identifying', shape: 'clock', tone: 'busy' },
  ready: { word: 'Ready', shape: 'ring', tone: 'ok' },
  'in-session': { word: 'In session', shape: 'dot', tone: 'ok' },
  silent: { word: 'Answers nothing', shape: 'dash', tone: 'waiting' },
  busy: { word: 'Used by another program', shape: 'pause', tone: 'waiting' },
  trouble: { word: 'In trouble', shape: 'triangle', tone: 'failed' },
  gone: { word: 'Gone', shape: 'dash', tone: 'neutral' },
};

/** A cable that was pulled and is expected back. */
export const comingBack: StateWord = { word: 'Coming back', shape: 'clock', tone: 'waiting' };

/** Why a cable is not asked by itself. */
export const notAskedWords: Readonly<Record<NonNullable<Cable['notAsked']>, string>> = {
  'switched-off': 'Not asked: that is switched off',
  'may-be-anything': 'Not asked: it may be anything',
};

export const stepWords: Readonly<Record<StepState, StateWord>> = {
  pending: { word: 'To do', shape: 'ring', tone: 'neutral' },
  running: { word: 'Running', shape: 'dot', tone: 'busy' },
  waiting: { word: 'Waiting for the handset', shape: 'clock', tone: 'waiting' },
  done: { word: 'Done', shape: 'check', tone: 'ok' },
  failed: { word: 'Failed', shape: 'bang', tone: 'failed' },
  skipped: { word: 'Skipped', shape: 'dash', tone: 'neutral' },
};

export const runWords: Readonly<Record<RunState, StateWord>> = {
  ready: { word: 'Ready for the next step', shape: 'ring', tone: 'busy' },
  running: { word: 'Running', shape: 'dot', tone: 'busy' },
  waiting: { word: 'Waiting for the handset', shape: 'clock', tone: 'waiting' },
  paused: { word: 'Paused', shape: 'pause', tone: 'waiting' },
  failed: { word: 'Failed', shape: 'bang', tone: 'failed' },
  undoing: { word: 'Undoing', shape: 'clock', tone: 'waiting' },
  aborted: { word: 'Aborted', shape: 'dash', tone: 'neutral' },
  done: { word: 'Done', shape: 'check', tone: 'ok' },
};

export const linkWords: Readonly<Record<Handset['link'], string>> = { http: 'HTTP', serial: 'Serial', usb: 'USB' };

/** How a side proves itself, weakest first. */
export const authWords: Readonly<Record<AuthType, string>> = {
  none: 'None: no credentials at all',
  basic: 'Basic: name and password, readable',
  md5: 'MD5 digest',
  mac: 'MAC: every message is signed',
};

export const runbookWords: Readonly<Record<RunbookId, string>> = {
  'read-inventory': 'Read inventory',
  'push-install': 'Push and install',
  'push-inactive-activate': 'Push inactive, then activate',
  'deliver-package': 'Deliver only',
  'install-delivered': 'Install delivered package',
  activate: 'Activate',
  deactivate: 'Deactivate',
  'update-component': 'Update component',
  'remove-component': 'Remove component',
  'remove-delivered': 'Remove delivered package',
};

/** `TLSv1.3` as people write it. What is older than 1.2 is said to be so. */
export function tlsWords(version: string): string {
  const number = version.replace(/^TLSv/, '');
  return number === '1.2' || number === '1.3' ? `TLS ${number}` : `TLS ${number}, not safe`;
}
