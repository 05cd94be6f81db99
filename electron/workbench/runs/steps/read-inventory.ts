/** Step: read the SCOMO object; for updates also learn what is installed now. */
import { ok, type Result } from '../../../../shared/result.ts';
import { learnFacts } from '../../../../shared/runbook/facts.ts';
import type { StepAction } from '../../../../shared/runbook/run.ts';
import { findComponent } from '../../../../shared/scomo/inventory.ts';
import { inventoryOf, readAsCommand, type StepContext, type StepDone } from '../step-context.ts';

/** Reads everything below the SCOMO root. What it teaches the run stands in shared/runbook/facts.ts. */
export async function readInventoryStep(
  context: StepContext,
  action: Extract<StepAction, { kind: 'read-inventory' }>,
): Promise<Result<StepDone>> {
  const read = await readAsCommand(context);
  if (!read.ok) return read;
  const inventory = inventoryOf(context);
  if (!inventory.ok) return inventory;
  const { deployed, delivered, root, version } = inventory.value;
  const proof = `SCOMO ${version} at ${root}: ${count(deployed.length, 'component')}, ${count(delivered.length, 'delivered package')}; ${count(read.value.nodes, 'node')} read (${read.value.method})`;
  const facts = learnFacts(action, inventory.value, context.run().facts);
  if (!facts.ok) return facts;
  if (action.learn === undefined) return ok({ proof, facts: facts.value });
  const component = findComponent(inventory.value, action.learn.componentId);
  const name = [component?.name ?? action.learn.componentId, component?.version].filter(Boolean).join(' ');
  return ok({ proof: `${name} is there, ${component?.state?.word ?? 'state unknown'}`, facts: facts.value });
}

function count(n: number, word: string): string {
  return `${n.toLocaleString('en')} ${word}${n === 1 ? '' : 's'}`;
}
