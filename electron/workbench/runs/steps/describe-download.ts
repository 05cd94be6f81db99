/** Step: create `Download/<X>` with PkgID, PkgURL and what describes the package (facts 6.6). */
import { normalizeURI } from '../../../../shared/dm/uri.ts';
import { fail, ok, type Result } from '../../../../shared/result.ts';
import { checkPrecondition } from '../../../../shared/runbook/precondition.ts';
import { planCommands } from '../../../../shared/runbook/resolve.ts';
import type { RunCommand, StepAction } from '../../../../shared/runbook/run.ts';
import { findDownload } from '../../../../shared/scomo/inventory.ts';
import { statusWord } from '../../../../shared/syncml/status-codes.ts';
import { draft, type Conversation } from '../../../server/conversation.ts';
import type { Draft } from '../../../server/outcome.ts';
import { readAgain, withAnswer, type StepContext, type StepDone } from '../step-context.ts';

/**
 * Adds the node and its leaves in one Sequence. A leaf the handset has made itself (418) is replaced; a Download
 * node that an earlier attempt left behind is used. Proof: PkgID and PkgURL read back.
 */
export async function describeDownloadStep(
  context: StepContext,
  action: Extract<StepAction, { kind: 'describe-download' }>,
): Promise<Result<StepDone>> {
  const url = context.ports.packageURL(context.run());
  if (url === undefined)
    return fail(
      'package-missing',
      'The package of this run is no longer offered.',
      'Add the package again and start a new run.',
    );
  return context.inSession(async (dm) => {
    const inventory = await readAgain(context, dm);
    if (!inventory.ok) return inventory;
    const allowed = checkPrecondition(context.step(), context.run().facts, inventory.value);
    if (!allowed.ok) return allowed;
    const planned = planCommands(context.step(), {
      facts: context.run().facts,
      inventory: inventory.value,
      root: inventory.value.root,
      packageURL: url,
      correlator: '',
    });
    if (!planned.ok) return planned;
    context.journal({ type: 'sending', step: context.step().id, commands: planned.value });
    const answered = await addAll(context, dm, planned.value);
    if (!answered.ok) return answered;
    const fresh = await readAgain(context, dm);
    if (!fresh.ok) return fresh;
    const entry = findDownload(fresh.value, action.package.pkgId, action.nodeName);
    if (entry !== undefined && entry.pkgURL === url)
      return ok({ proof: `${entry.nodeName} is there with PkgID ${action.package.pkgId} and its URL` });
    const refused = answered.value.find((command) => (command.status?.code ?? 200) >= 400);
    const why =
      refused?.status === undefined
        ? 'it is not there when read back'
        : `${refused.cmd} ${refused.uri} was answered ${refused.status.code} ${refused.status.word}`;
    return fail(
      'download-not-described',
      `The handset did not take the description of the download: ${why}.`,
      'Look at the trace; the handset may not allow this server to add under Download.',
      {
        retryable: true,
      },
    );
  });
}

async function addAll(
  context: StepContext,
  dm: Conversation,
  commands: readonly RunCommand[],
): Promise<Result<readonly RunCommand[]>> {
  const stepId = context.step().id;
  let known = commands;
  if (commands.length === 0) return ok(commands);
  const sequence = await dm.sequence(commands.map(draftOf));
  if (!sequence.ok) return sequence;
  const children = sequence.value.children;
  // A handset without Sequence (406, 501, 405) gets the same commands one after the other.
  const inSequence =
    children.some((child) => child.code !== undefined) && ![405, 406, 501].includes(sequence.value.code ?? 200);
  for (const [index, command] of commands.entries()) {
    let code = inSequence ? children[index]?.code : undefined;
    if (code === undefined || code === 215) {
      const sent = await dm.send([draftOf(command)]);
      if (!sent.ok) return sent;
      code = sent.value[0]?.code;
    }
    if (code === 418 && command.value !== undefined) {
      const replaced = await dm.replace(leafOf(command));
      if (!replaced.ok) return replaced;
      code = replaced.value.code;
    }
    if (code !== undefined) known = withAnswer(known, index, { status: { code, word: statusWord(code) } });
  }
  context.journal({ type: 'answered', step: stepId, commands: known });
  return ok(known);
}

function draftOf(command: RunCommand): Draft {
  if (command.value === undefined) return draft.addNode(normalizeURI(command.uri));
  return command.cmd === 'Replace' ? draft.replace(leafOf(command)) : draft.add(leafOf(command));
}

function leafOf(command: RunCommand): { readonly uri: string; readonly value: string; readonly format: string } {
  return { uri: normalizeURI(command.uri), value: command.value ?? '', format: command.format ?? 'chr' };
}
