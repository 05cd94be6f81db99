/** By the book: DM 1.2 with a SCOMO 1.1 object (facts 1.9). */
import type { Personality } from './personality.ts';
import { spec10 } from './spec-1-0.ts';

export const spec11: Personality = {
  ...spec10,
  object: { ...spec10.object, version: '1.1' },
  reporting: { ...spec10.reporting, type: 'urn:oma:at:scomo:1.1:OperationComplete' },
};
