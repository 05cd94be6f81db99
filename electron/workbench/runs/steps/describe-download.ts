/** Step: create `Download/<X>` with PkgID, PkgURL and what describes the package (facts 6.6). */
import { normalizeURI } from '../../../../shared/dm/uri.ts';
import { fail, ok, type Result } from '../../../../shared/result.ts';
import { checkPrecondition } from '../../../../shared/runbook/precondition.ts';
import { planCommands } from '../../../../shared/runbook/resolve.ts';
import type { RunCommand, StepAction } from '../../../../shared/runbook/run.ts';
import { findDownload } from '../../../../shared/scomo/inventory.ts';
import type { Conversation } from '../../../server/conversation.ts';
import { draftOf, otherWay, writeLeaf, type NodeWrite } from '../../../server/leaf-writer.ts';
import { sendTogether, type Fate } from '../../../server/together.ts';
import { beginCommandLog, commandOf, logWrites, type CommandLog } from '../command-log.ts';
import { readAgain, type StepContext, type StepDone } from '../step-context.ts';

/**
 * Adds the node and its leaves in one Sequence. A leaf the handset has made itself (418) is replaced; a Download
 * node that an earlier attempt left behind is used, and changed in one Atomic. Proof: PkgID and PkgURL read back.
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
    const answered = await addAll(context, dm, planned.value);
    if (!answered.ok) return answered;
    const fresh = await readAgain(context, dm);
    if (!fresh.ok) return fresh;
    const entry = findDownload(fresh.value, action.package.pkgId, action.nodeName);
    if (entry !== undefined && entry.pkgURL === url)
      return ok({ proof: `${entry.nodeName} is there with PkgID ${action.package.pkgId} and its URL` });
    const refused = answered.value.findLast((command) => (command.status?.code ?? 200) >= 400);
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

/** Sends them together; what the handset did not take like this goes out singly, or the other way round. */
export async function addAll(
  context: StepContext,
  dm: Conversation,
  planned: readonly RunCommand[],
): Promise<Result<readonly RunCommand[]>> {
  const [first] = planned;
  if (first === undefined) return ok(planned);
  const log = beginCommandLog(context, planned);
  const container = first.cmd === 'Sequence' || first.cmd === 'Atomic' ? first.cmd : undefined;
  const writes = planned.filter(({ cmd }) => cmd === 'Add' || cmd === 'Replace').map(writeOf);
  let codes: readonly (number | undefined)[];
  if (container === undefined) {
    const sent = await dm.send(writes.map(draftOf));
    if (!sent.ok) return sent;
    codes = sent.value.map(({ code }) => code);
    for (const [index, code] of codes.entries()) log.status(index, code);
  } else {
    const sent = await sendContainer(dm, container, writes, log);
    if (!sent.ok) return sent;
    codes = sent.value;
  }
  for (const [index, write] of writes.entries()) {
    const settled = await settleOne(dm, write, codes[index], log);
    if (!settled.ok) return settled;
  }
  return ok(context.step().commands);
}

async function sendContainer(
  dm: Conversation,
  container: 'Sequence' | 'Atomic',
  writes: readonly NodeWrite[],
  log: CommandLog,
): Promise<Result<readonly (number | undefined)[]>> {
  let alone: readonly number[] | undefined;
  const sent = await sendTogether(dm, container, writes.map(draftOf), {
    mayGoSingly: true,
    beforeSingly: (code) => {
      log.status(0, code);
      alone = writes.map((write) => log.add(commandOf(write)));
    },
  });
  if (!sent.ok) return sent;
  const { code, parts } = sent.value;
  if (alone === undefined) log.status(0, code);
  for (const [index, part] of parts.entries()) log.status(alone?.[index] ?? index + 1, part.code);
  const wasTaken = (fate: Fate): boolean => fate === 'done' || fate === 'failed';
  return ok(parts.map((part) => (wasTaken(part.fate) ? part.code : undefined)));
}

/** A write that nobody has answered for goes out once more by itself; one that asks for its other way gets it. */
async function settleOne(
  dm: Conversation,
  write: NodeWrite,
  code: number | undefined,
  log: CommandLog,
): Promise<Result<void>> {
  const { before, answered } = logWrites(log);
  const { cmd, uri, value, format } = write;
  if (value === undefined) {
    if (code !== undefined) return ok(undefined);
    before(write);
    const sent = await dm.send([draftOf(write)]);
    if (!sent.ok) return sent;
    answered([{ ...write, code: sent.value[0]?.code }]);
    return ok(undefined);
  }
  const next = code === undefined ? cmd : otherWay(cmd, code);
  if (next === undefined) return ok(undefined);
  const written = await writeLeaf(dm, { uri, value, format }, next, before);
  if (!written.ok) return written;
  answered(written.value);
  return ok(undefined);
}

function writeOf({ cmd, uri, value, format }: RunCommand): NodeWrite {
  const at = { cmd: cmd === 'Replace' ? 'Replace' : 'Add', uri: normalizeURI(uri) } as const;
  return value === undefined ? { ...at, format: 'node' } : { ...at, value, format: format ?? 'chr' };
}
