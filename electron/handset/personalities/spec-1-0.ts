/** By the book: DM 1.2 with a SCOMO 1.0 object. The others say only in what they differ from it. */
import type { Personality } from './personality.ts';

export const spec10: Personality = {
  object: {
    version: '1.0',
    rootName: 'SCM',
    spelling: {},
    formats: {},
    operationFormat: 'null',
    operationAccess: 'getExec',
    autoChildren: 'own',
    hasDownload: true,
    limits: {},
    lacks: [],
  },
  operating: {
    results: { Download: {}, Delivered: {}, Deployed: {} },
    finalCodes: 'scomo',
    busy: 403,
    deployedNeeds: 'ID',
    downloadNode: 'removed',
    packageDeleted: { Download: 70, Delivered: 60 },
  },
  reporting: {
    type: 'urn:oma:at:scomo:1.0:OperationComplete',
    format: 'text/plain',
    mark: { success: 'informational', failure: 'warning' },
    identifier: 'component',
    target: 'affected',
    correlator: 'echoed',
  },
  commands: {
    answered: { lists: 'all', properties: 'all' },
    sequenceStatus: 'first',
    atomic: 'rolled-back',
    statusPer: 'command',
    canAsk: true,
  },
  messages: {
    maxMsgSize: 65_536,
    maxObjSize: 16 * 1024 * 1024,
    notifiedSession: 'as-sent',
  },
};
