/** Step: delete a node with its sub-tree and read back that it is gone. */
import { fail, ok, type Result } from '../../../../shared/result.ts';
import { resolveTarget } from '../../../../shared/runbook/resolve.ts';
import type { StepAction } from '../../../../shared/runbook/run.ts';
import { statusWord } from '../../../../shared/syncml/status-codes.ts';
import { readAgain, type StepContext, type StepDone } from '../step-context.ts';

/** Status of a Delete of a permanent node. */
const PERMANENT = 405;

/** A node that is not there any more is success when the step says so. */
export async function deleteNodeStep(
  context: StepContext,
  action: Extract<StepAction, { kind: 'delete-node' }>,
): Promise<Result<StepDone>> {
  return context.inSession(async (dm) => {
    const before = await readAgain(context, dm);
    if (!before.ok) return before;
    const target = resolveTarget(action.target, context.run().facts, before.value);
    if (!target.ok) return action.skipIfAbsent ? ok({ proof: 'Nothing to delete: the node is not there' }) : target;
    const { uri, nodeName } = target.value;
    context.journal({ type: 'sending', step: context.step().id, commands: [{ cmd: 'Delete', uri }] });
    const deleted = await dm.delete(uri);
    if (!deleted.ok) return deleted;
    const code = deleted.value.code;
    if (code !== undefined)
      context.journal({
        type: 'answered',
        step: context.step().id,
        commands: [{ cmd: 'Delete', uri, status: { code, word: statusWord(code) } }],
      });
    const after = await readAgain(context, dm);
    if (!after.ok) return after;
    if (!resolveTarget(action.target, context.run().facts, after.value).ok) return ok({ proof: `${nodeName} is gone` });
    // A permanent node is not ours to delete (facts 2.3): some handsets have one fixed Download node.
    if (code === PERMANENT && action.skipIfAbsent) return ok({ proof: `${nodeName} is a fixed node: it stays (405)` });
    return fail(
      'not-deleted',
      `The handset answered ${code ?? 'nothing'} and ${nodeName} is still there.`,
      'Look at the trace; the node may be permanent.',
      { retryable: true },
    );
  });
}
