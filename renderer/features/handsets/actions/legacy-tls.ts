import type { Action } from '../../../app/action.ts';
import { openDialog, tellDone } from '../../../app/store.ts';
import { call } from '../../../app/workbench.ts';
import { handsetOf, needsAdmitted } from './handset-of.ts';

/** Asks, then lets the handset in focus call over TLS 1.0 and 1.1. */
export const allowLegacyTls: Action = {
  id: 'handsets.allow-legacy-tls',
  group: 'Handset',
  label: 'Allow legacy TLS…',
  hint: 'For an old handset that knows nothing newer than TLS 1.1',
  whyNot: (state, at) =>
    needsAdmitted(state, at) ?? (handsetOf(state, at)?.legacyTls === true ? 'It is allowed already.' : undefined),
  run: (_state, at) => {
    if (at.devId !== undefined) openDialog({ kind: 'legacy-tls', devId: at.devId });
  },
};

/** Takes that back. */
export const forbidLegacyTls: Action = {
  id: 'handsets.forbid-legacy-tls',
  group: 'Handset',
  label: 'Forbid legacy TLS',
  hint: 'From then on this handset must call over TLS 1.2 or newer',
  whyNot: (state, at) =>
    needsAdmitted(state, at) ?? (handsetOf(state, at)?.legacyTls === true ? undefined : 'It is not allowed.'),
  run: async (state, at) => {
    const handset = handsetOf(state, at);
    if (handset === undefined) return undefined;
    const done = await call('handsets.setLegacyTls', { devId: handset.devId, allowed: false });
    if (done.ok) tellDone(`${handset.name} must call over TLS 1.2 or newer.`);
    return done;
  },
};
