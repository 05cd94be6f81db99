/** Step: read the SCOMO object; for updates also learn what is installed now. */
import { fail, ok, type Result } from '../../../../shared/result.ts';
import type { StepAction } from '../../../../shared/runbook/run.ts';
import { findComponent } from '../../../../shared/scomo/inventory.ts';
import { inventoryOf, type StepContext, type StepDone } from '../step-context.ts';

/** Reads everything below the SCOMO root. Facts: `replacedPkgId`, `replacedVersion` of the component to learn of. */
export async function readInventoryStep(context: StepContext, action: Extract<StepAction, { kind: 'read-inventory' }>): Promise<Result<StepDone>> {
  const read = await context.inSession((dm) => context.ports.readings.scomo(dm));
  if (!read.ok) return read;
  const inventory = inventoryOf(context);
  if (!inventory.ok) return inventory;
  const { deployed, delivered, root, version } = inventory.value;
  const proof = `SCOMO ${version} at ${root}: ${count(deployed.length, 'component')}, ${count(delivered.length, 'delivered package')}; ${count(read.value.nodes, 'node')} read (${read.value.method})`;
  if (action.learn === undefined) return ok({ proof });
  const component = findComponent(inventory.value, action.learn.componentId);
  if (component === undefined) {
    return fail(
      'component-not-there',
      `${action.learn.componentId} is not deployed on this handset.`,
      'Push the package instead of updating, or choose a component that is there.',
    );
  }
  const facts: Record<string, string> = {};
  if (component.pkgIdRef !== undefined) facts['replacedPkgId'] = component.pkgIdRef;
  if (component.version !== undefined) facts['replacedVersion'] = component.version;
  const word = component.state?.word ?? 'state unknown';
  return ok({ proof: `${component.name ?? action.learn.componentId} ${component.version ?? ''} is there, ${word}`.replace('  ', ' '), facts });
}

function count(n: number, word: string): string {
  return `${n.toLocaleString('en')} ${word}${n === 1 ? '' : 's'}`;
}
