/** Step: create `Download/<X>` with PkgID, PkgURL and what describes the package (facts 6.6). */
import { lastSegment, normalizeURI } from '../../../../shared/dm/uri.ts';
import { fail, ok, type Result } from '../../../../shared/result.ts';
import { checkPrecondition } from '../../../../shared/runbook/precondition.ts';
import { planCommands } from '../../../../shared/runbook/resolve.ts';
import type { RunCommand, StepAction } from '../../../../shared/runbook/run.ts';
import type { DownloadEntry, Inventory } from '../../../../shared/scomo/inventory-types.ts';
import { findDownload } from '../../../../shared/scomo/inventory.ts';
import type { Conversation } from '../../../server/conversation.ts';
import { draftOf, otherWay, writeLeaf, type NodeWrite, type Written } from '../../../server/leaf-writer.ts';
import { sendTogether, type Fate } from '../../../server/together.ts';
import { beginCommandLog, commandOf, continueCommandLog, logWrites, type CommandLog } from '../command-log.ts';
import { readAgain, type StepContext, type StepDone } from '../step-context.ts';

type Describe = Extract<StepAction, { kind: 'describe-download' }>;

/**
 * Adds the node and its leaves in one Sequence. A leaf the handset has made itself (418) is replaced; a Download
 * node that an earlier attempt left behind is used, and changed in one Atomic. Proof: PkgID and PkgURL read back.
 */
export async function describeDownloadStep(context: StepContext, action: Describe): Promise<Result<StepDone>> {
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
    const answered = await describe(context, action, dm, planned.value, inventory.value, url);
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

/** Adds a node of our own; a handset that lets nobody add one gets the values into the one that it has (facts 7). */
async function describe(
  context: StepContext,
  action: Describe,
  dm: Conversation,
  planned: readonly RunCommand[],
  inventory: Inventory,
  url: string,
): Promise<Result<readonly RunCommand[]>> {
  const answered = await addAll(context, dm, planned);
  if (!answered.ok) return answered;
  const node = answered.value.find(({ cmd, uri }) => cmd === 'Add' && lastSegment(uri) === action.nodeName);
  const isRefused = node?.status !== undefined && REFUSED.has(node.status.code);
  const slot = isRefused ? fixedNode(inventory) : undefined;
  if (slot === undefined) return answered;
  const here = planCommands(
    { ...context.step(), action: { ...action, nodeName: slot.nodeName } },
    { facts: context.run().facts, inventory, root: inventory.root, packageURL: url, correlator: '' },
  );
  return here.ok ? writeSingly(context, dm, here.value) : here;
}

async function writeSingly(
  context: StepContext,
  dm: Conversation,
  planned: readonly RunCommand[],
): Promise<Result<readonly RunCommand[]>> {
  const { before, answered } = logWrites(continueCommandLog(context));
  const writes = planned.filter(({ cmd }) => cmd === 'Add' || cmd === 'Replace').map(writeOf);
  const all: Written[] = [];
  for (const { cmd, uri, value, format } of writes) {
    if (value === undefined) continue;
    const written = await writeLeaf(dm, { uri, value, format }, cmd, before);
    if (!written.ok) return written;
    all.push(...written.value);
  }
  answered(all);
  return ok(context.step().commands);
}

/** Statuses that mean: no other node here. */
const REFUSED: ReadonlySet<number> = new Set([403, 404, 405, 406, 425, 500]);

/** The only Download node there is, when nothing goes on with it. */
function fixedNode({ downloads }: Inventory): DownloadEntry | undefined {
  const [only, ...others] = downloads;
  return others.length === 0 && only?.status?.tone !== 'busy' ? only : undefined;
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
