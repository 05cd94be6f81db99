import type { Handset } from '../../../../shared/contract/handsets.ts';
import type { Action } from '../../../app/action.ts';
import { tellDone } from '../../../app/store.ts';
import { call } from '../../../app/workbench.ts';
import { linkWords } from '../../../i18n/words.ts';
import { handsetOf, needsHandset } from './handset-of.ts';

type Choice = Handset['link'] | 'any';

/** Which link the handset in focus is reached by first, one action for each. */
export const preferLinks: Readonly<Record<Choice, Action>> = {
  http: preferring('http'),
  serial: preferring('serial'),
  usb: preferring('usb'),
  any: preferring('any'),
};

function preferring(link: Choice): Action {
  return {
    id: `handsets.prefer-${link}`,
    group: 'Handset',
    label: link === 'any' ? 'Prefer no link' : `Prefer ${linkWords[link]}`,
    hint:
      link === 'any'
        ? 'Reaches it by whatever link works'
        : `Reaches it over ${linkWords[link]} first, while that works`,
    whyNot: (state, at) => {
      const missing = needsHandset(state, at);
      const handset = handsetOf(state, at);
      if (missing !== undefined || handset === undefined) return missing;
      if (link === 'any') return handset.preferredLink === undefined ? 'No link is preferred.' : undefined;
      if (handset.preferredLink === link) return 'It is preferred already.';
      return handset.links.some((each) => each.link === link) ? undefined : 'It has no such link.';
    },
    run: async (state, at) => {
      const handset = handsetOf(state, at);
      if (handset === undefined) return undefined;
      const done = await call('handsets.preferLink', { devId: handset.devId, link });
      if (done.ok)
        tellDone(link === 'any' ? `${handset.name} prefers no link.` : `${handset.name} prefers ${linkWords[link]}.`);
      return done;
    },
  };
}
