/**
 * Redbend vDM (facts 7): `Download/RB_DP` is a fixed node whose children are there from the beginning, the operations
 * are interior nodes with nearly all access rights, and refusals are 403. (Its DevId with a blank stands in the table of
 * personalities.)
 */
import type { Personality } from './personality.ts';
import { spec10 } from './spec-1-0.ts';

export const redbend: Personality = {
  ...spec10,
  object: {
    ...spec10.object,
    rootName: 'SCOMO',
    operationFormat: 'node',
    operationAccess: 'everything',
    autoChildren: 'all',
    fixedDownload: 'RB_DP',
  },
  operating: { ...spec10.operating, downloadNode: 'kept' },
};
