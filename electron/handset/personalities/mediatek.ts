/**
 * MediaTek (facts 1.6, 7): `Deactivate` is spelled `Deactive`, all but downloads is answered at once with a SCOMO result
 * code, a report takes the oldest correlator and is not made without one, its Target points into Deployed whatever
 * the operation was, its Identifier is the PkgID. The Download node stays.
 */
import type { Personality } from './personality.ts';
import { spec10 } from './spec-1-0.ts';

export const mediatek: Personality = {
  ...spec10,
  object: { ...spec10.object, rootName: 'SCOMO', spelling: { Deactivate: 'Deactive' } },
  operating: {
    ...spec10.operating,
    results: {
      Download: {},
      Delivered: { Install: 'sync', InstallInactive: 'sync', Remove: 'sync' },
      Deployed: { Activate: 'sync', Deactivate: 'sync', Remove: 'sync' },
    },
    downloadNode: 'kept',
  },
  reporting: {
    ...spec10.reporting,
    identifier: 'package',
    target: 'entry-below-deployed',
    correlator: 'queued',
  },
};
