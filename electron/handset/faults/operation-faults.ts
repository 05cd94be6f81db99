/** What goes wrong with an operation: why it fails, and what becomes of its report. */
import type { FaultName } from '../../../shared/contract/fault.ts';
import type { Operation } from '../scomo/layout.ts';
import type { Refusal } from '../scomo/result.ts';
import type { Faults } from './faults.ts';

/** The result code with which each operation fails (facts 1.8). */
const FAILS_WITH: Readonly<Record<Operation, Refusal['resultCode']>> = {
  Download: 1402,
  DownloadInstall: 1405,
  DownloadInstallInactive: 1405,
  Install: 1405,
  InstallInactive: 1405,
  Remove: 1408,
  Activate: 1409,
  Deactivate: 1410,
};

/** Why the operation does not even begin, or undefined: the person refuses, or the handset cannot do it after all. */
export function refusalBefore(operation: Operation, faults: Faults): Refusal | undefined {
  return firstRefusal(faults, operation, [
    ['user-says-no', 1401, 'The person said no'],
    ['user-says-nothing', 1450, 'The person did not answer'],
    ['not-implemented', 1411, 'A fault wants it so'],
  ]);
}

/** Why the operation's own work fails, or undefined. */
export function refusalOfWork(operation: Operation, faults: Faults): Refusal | undefined {
  const isInstall = operation === 'Install' || operation === 'InstallInactive';
  return firstRefusal(faults, operation, [
    ['operation-fails', FAILS_WITH[operation], 'A fault wants it so'],
    // A download asks for room before it begins.
    ...(isInstall ? [['storage-full', 1406, 'No room for what is in the package'] as const] : []),
  ]);
}

/** Every fault of the rows counts its point, whichever strikes. */
function firstRefusal(
  faults: Faults,
  operation: Operation,
  rows: readonly (readonly [fault: FaultName, code: Refusal['resultCode'], detail: string])[],
): Refusal | undefined {
  const struck = rows.filter(([fault]) => faults.strikes(fault, [operation]) !== undefined);
  const [first] = struck;
  return first === undefined ? undefined : { resultCode: first[1], detail: first[2] };
}

/** How the person behaves who is asked something now (alerts 1100 to 1104), when a fault says so. */
export function answeredByFault(faults: Faults): 'reject' | 'ignore' | undefined {
  const [no, nothing] = (['user-says-no', 'user-says-nothing'] as const).map((name) => faults.strikes(name, ['Alert']));
  return no !== undefined ? 'reject' : nothing !== undefined ? 'ignore' : undefined;
}

/** How a finished operation is reported: how often, and with which correlator in place of its own. */
export function faultyReport(
  operation: Operation,
  faults: Faults,
): { readonly times: 0 | 1 | 2; readonly correlator?: string } {
  if (faults.strikes('no-alert', [operation]) !== undefined) return { times: 0 };
  if (faults.strikes('alert-twice', [operation]) !== undefined) return { times: 2 };
  const other = faults.strikes('alert-other-correlator', [operation]);
  return other === undefined ? { times: 1 } : { times: 1, correlator: `job-${other.roll(1000, 9999)}` };
}
