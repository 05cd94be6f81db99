/**
 * Symbian (facts 1.1, 1.3, 1.5, 7): reports with the type of the draft, always marked `warning`, whose Identifier is the
 * last segment of their Target; State and Status are `chr`, Description is `bin`; the inactive operations are misspelt;
 * names and values have limits (413); Activate, Deactivate and Remove are answered 200 at once, and Remove is refused
 * while the component is active.
 */
import type { Personality } from './personality.ts';
import { spec10 } from './spec-1-0.ts';

export const symbian: Personality = {
  ...spec10,
  object: {
    ...spec10.object,
    rootName: 'SCOMO',
    spelling: { DownloadInstallInactive: 'DownloadInstallInactivate', InstallInactive: 'InstallInactivate' },
    formats: { Status: 'chr', State: 'chr', Description: 'bin' },
    operationFormat: 'node',
    limits: { '<X>': 32, PkgID: 256, PkgURL: 2048, Description: 512, PkgType: 100 },
  },
  operating: {
    ...spec10.operating,
    results: {
      Download: {},
      Delivered: { Remove: 'sync' },
      Deployed: { Activate: 'sync', Deactivate: 'sync', Remove: 'sync' },
    },
    finalCodes: 'plain',
    removeActive: 403,
  },
  reporting: {
    ...spec10.reporting,
    type: 'org.openmobilealliance.dm.softwarecomponent.OperationComplete',
    mark: { success: 'warning', failure: 'warning' },
    identifier: 'last-segment',
  },
};
