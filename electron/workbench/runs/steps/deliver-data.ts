/**
 * Step: create `Inventory/Delivered/<X>` and write the package into its `Data` (direct delivery, facts 1.5, 2.7).
 *
 * The octets come from the library's file, a chunk at a time as they go out. Nothing of them counts before the last
 * chunk: when the link breaks in the middle the handset keeps nothing. On the network the step fails then, and a retry
 * sends everything again from the start; on a cable, where that costs nobody anything, it waits for the handset and does
 * so itself, a few times. `Data` cannot be read; its proof is the Status of the whole object (facts 1.5), with the node
 * and its PkgID read back.
 */
import { fail, ok, type Result } from '../../../../shared/result.ts';
import { checkPrecondition } from '../../../../shared/runbook/precondition.ts';
import { planCommands } from '../../../../shared/runbook/resolve.ts';
import type { RunCommand, StepAction } from '../../../../shared/runbook/run.ts';
import { findDelivered } from '../../../../shared/scomo/inventory.ts';
import { isSuccess, statusWord } from '../../../../shared/syncml/status-codes.ts';
import type { PackageObject } from '../../../packages/package-object.ts';
import type { Conversation } from '../../../server/conversation.ts';
import { otherWay } from '../../../server/leaf-writer.ts';
import { objectRefusal } from '../../../server/object-failures.ts';
import { askFirst } from '../asking.ts';
import { isLost, readAgain, type StepContext, type StepDone } from '../step-context.ts';
import { addAll } from './describe-download.ts';

type Deliver = Extract<StepAction, { kind: 'deliver-data' }>;

/** The octets, and whether a session that breaks off under them is the end. */
type Parcel = PackageObject & { readonly isLastTry: boolean };

/** A package is sent over a cable this often at most before a person is asked. */
const MOST_TRIES = 3;

/**
 * Delivers the package. Fails with what the library says of its file, `delivery-interrupted` when the link broke,
 * `entry-refused` and `data-refused` with the handset's status, what its MaxObjSize forbids, and `not-proven`.
 */
export async function deliverDataStep(context: StepContext, action: Deliver): Promise<Result<StepDone>> {
  const opened = await context.ports.openPackage(action.package.digest);
  if (!opened.ok) return opened;
  const tries = { left: context.ports.isTethered(context.run().devId) ? MOST_TRIES : 1 };
  try {
    return await context.inSession((dm) => {
      tries.left--;
      return deliver(context, action, dm, { ...opened.value, isLastTry: tries.left <= 0 });
    });
  } finally {
    await opened.value.close();
  }
}

async function deliver(
  context: StepContext,
  action: Deliver,
  dm: Conversation,
  object: Parcel,
): Promise<Result<StepDone>> {
  const before = await readAgain(context, dm);
  if (!before.ok) return before;
  const { facts } = context.run();
  const allowed = checkPrecondition(context.step(), facts, before.value);
  if (!allowed.ok) return allowed;
  const planned = planCommands(context.step(), {
    facts,
    inventory: before.value,
    root: before.value.root,
    correlator: '',
  });
  if (!planned.ok) return planned;
  const agreed = await askFirst(context, dm, planned.value);
  if (!agreed.ok) return agreed;
  const isData = ({ octets }: RunCommand): boolean => octets !== undefined;
  const asked = agreed.value.filter(({ cmd }) => cmd === 'Alert');
  const described = await describeEntry(
    context,
    dm,
    agreed.value.filter((command) => !isData(command) && command.cmd !== 'Alert'),
  );
  if (!described.ok) return described;
  const data = agreed.value.find(isData);
  if (data === undefined) throw new Error('The plan of a delivery has no Data.');
  const written = await writeData(context, dm, [...asked, ...described.value], { ...data, cmd: 'Add' }, object);
  if (!written.ok) return written;
  return prove(context, action, dm, object.size);
}

/** The node and what describes the package; a handset that refuses one of them takes no package there. */
async function describeEntry(
  context: StepContext,
  dm: Conversation,
  commands: readonly RunCommand[],
): Promise<Result<readonly RunCommand[]>> {
  if (commands.length === 0) return ok([]);
  const added = await addAll(context, dm, commands);
  if (!added.ok) return added;
  const node = added.value.findLast(({ format }) => format === 'node');
  const pkgId = added.value.findLast(({ uri }) => uri.endsWith('/PkgID'));
  const refused = [node, pkgId].find(({ status } = { cmd: 'Add', uri: '' }) => isRefusal(status?.code));
  if (refused?.status === undefined) return added;
  return fail(
    'entry-refused',
    `The handset answers ${refused.cmd} ${refused.uri} with ${refused.status.code} ${refused.status.word}.`,
    'It may take packages from a URL only: start the run again with another way of delivery.',
    { retryable: true },
  );
}

/** A name that is there already is as good as a new one. */
function isRefusal(code: number | undefined): boolean {
  return code !== undefined && !isSuccess(code) && code !== 418;
}

/** Add, and where the handset made the node itself, Replace (facts 1.3.3): each sends the octets from the start. */
async function writeData(
  context: StepContext,
  dm: Conversation,
  before: readonly RunCommand[],
  command: RunCommand,
  object: Parcel,
): Promise<Result<void>> {
  const sent = [...before, command];
  context.journal({ type: 'sending', step: context.step().id, commands: sent });
  const code = await sendData(context, dm, command, object);
  if (!code.ok) return code;
  const status = code.value === undefined ? {} : { status: { code: code.value, word: statusWord(code.value) } };
  const answered = [...before, { ...command, ...status }];
  context.journal({ type: 'answered', step: context.step().id, commands: answered });
  const { cmd } = command;
  const other = cmd === 'Add' ? otherWay(cmd, code.value) : undefined;
  if (other !== undefined) return writeData(context, dm, answered, { ...command, cmd: other }, object);
  if (code.value !== undefined && isSuccess(code.value)) return ok(undefined);
  return refusal(command, code.value);
}

async function sendData(
  context: StepContext,
  dm: Conversation,
  { cmd, uri }: RunCommand,
  object: Parcel,
): Promise<Result<number | undefined>> {
  const run = context.run();
  const type = run.package?.pkgType ?? 'application/octet-stream';
  let taken = 0;
  const sent = await dm.send([
    {
      cmd: cmd === 'Replace' ? 'Replace' : 'Add',
      items: [{ target: { locURI: uri }, meta: { format: 'bin', type } }],
      object: {
        size: object.size,
        read: object.read,
        taken(octets) {
          taken = octets;
          context.ports.delivered(run, octets);
        },
      },
    },
  ]);
  if (sent.ok) {
    const code = sent.value[0]?.code;
    if (code !== undefined && isSuccess(code)) context.ports.delivered(run, object.size);
    return ok(code);
  }
  return isLost(sent) && object.isLastTry ? interrupted(taken, object.size) : sent;
}

/** Nobody sends megabytes over a network again unasked: the person decides when. */
function interrupted(taken: number, size: number): Result<never> {
  const far = `${taken.toLocaleString('en')} of ${size.toLocaleString('en')} octets`;
  return fail(
    'delivery-interrupted',
    `The session broke off after the handset had taken ${far}. It keeps nothing of a part.`,
    'Bring the handset back, then retry: the package is sent again from the start.',
    { retryable: true },
  );
}

function refusal(command: RunCommand, code: number | undefined): Result<never> {
  const known = code === undefined ? undefined : objectRefusal(code);
  if (known !== undefined) return { ok: false, error: known };
  const said = code === undefined ? 'no Status' : `${code} ${statusWord(code)}`;
  return fail(
    'data-refused',
    `The handset answers ${command.cmd} ${command.uri} with ${said}.`,
    'Look at the trace; let the handset fetch the package from a URL if it takes none in the session.',
    { retryable: true },
  );
}

async function prove(
  context: StepContext,
  { package: { pkgId }, nodeName }: Deliver,
  dm: Conversation,
  size: number,
): Promise<Result<StepDone>> {
  const after = await readAgain(context, dm);
  if (!after.ok) return after;
  const entry = findDelivered(after.value, pkgId, nodeName);
  if (entry !== undefined && (entry.pkgId === undefined || entry.pkgId === pkgId)) {
    const octets = `the handset has taken all ${size.toLocaleString('en')} octets of it`;
    const state = entry.state === undefined ? '' : `, ${entry.state.word}`;
    return ok({ proof: `${nodeName} is there with PkgID ${pkgId}${state}; ${octets}` });
  }
  return fail(
    'not-proven',
    `The handset took the package, but ${nodeName} is not there with PkgID ${pkgId} when read back.`,
    'Look at the tree and the trace, then retry the step.',
    { retryable: true },
  );
}
