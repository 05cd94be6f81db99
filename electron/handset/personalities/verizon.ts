/**
 * The Verizon plug-in for libdmclient (facts 1.4, 1.6, 7): lower-case lists, 70 for a failed install whose package was
 * deleted, PkgIDRef before anything is done with a component; for the rest it is libdmclient.
 */
import { libdmclient } from './libdmclient.ts';
import type { Personality } from './personality.ts';

export const verizon: Personality = {
  ...libdmclient,
  object: {
    ...libdmclient.object,
    spelling: { Download: 'download', Inventory: 'inventory', Delivered: 'delivered', Deployed: 'deployed' },
    autoChildren: 'own',
    lacks: [],
  },
  operating: {
    ...libdmclient.operating,
    deployedNeeds: 'PkgIDRef',
    packageDeleted: { Download: 70, Delivered: 70 },
  },
};
