/**
 * libdmclient (facts 7): no `?list=`, only some properties, Atomic is not atomic and has no Status, the Status of a
 * Sequence comes last, one Status per item, nobody to ask, messages of 16 kB, and the SessionID of a notification comes
 * back with its octets swapped. A server has to add the operation nodes that it wants to execute (facts 6.6).
 */
import type { Personality } from './personality.ts';
import { spec10 } from './spec-1-0.ts';

export const libdmclient: Personality = {
  ...spec10,
  object: { ...spec10.object, autoChildren: 'none', lacks: ['Name', 'EnvType', 'Description'] },
  commands: {
    answered: { lists: 'none', properties: ['ACL', 'Format', 'Name', 'Type'] },
    sequenceStatus: 'last',
    atomic: 'unanswered',
    statusPer: 'item',
    canAsk: false,
  },
  messages: { ...spec10.messages, maxMsgSize: 16_384, notifiedSession: 'octets-swapped' },
};
