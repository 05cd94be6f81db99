/**
 * What can be made to go wrong on a virtual handset, by name, and when: `NAME`, `NAME@POINT`, `NAME@POINT#N`.
 *
 * A point is something that happens on the handset; N says which time, counted from 1 since it was first switched on
 * (`#*` every time; 1 when it is left out). Without a point the seed chooses one of the handset's first messages, or
 * it is the first operation that the fault fits.
 */
import { OPERATIONS } from '../scomo/operations.ts';
import { fail, ok, type Result } from '../result.ts';

const OPERATION_POINTS = [...new Set([...OPERATIONS.Download, ...OPERATIONS.Delivered, ...OPERATIONS.Deployed])];
const COMMAND_POINTS = ['Add', 'Atomic', 'Alert', 'Copy', 'Delete', 'Exec', 'Get', 'Replace', 'Sequence'] as const;

/** The kinds of points, with what each means to a person. */
export const POINT_KINDS = {
  operation: { means: 'an operation of the SCOMO object', points: OPERATION_POINTS },
  command: { means: 'the message that answers such a command', points: COMMAND_POINTS },
  message: { means: 'any message of the handset', points: ['message'] },
  report: { means: 'a message with a report of an operation', points: ['report'] },
  session: { means: 'the beginning of a session', points: ['session'] },
  chunk: { means: 'a chunk of a value that is too large for one message, sent or received', points: ['chunk'] },
  data: { means: 'a package that is written into Data', points: ['Data'] },
} as const;

type PointKind = keyof typeof POINT_KINDS;
export type FaultPoint = (typeof POINT_KINDS)[PointKind]['points'][number];

interface FaultRow {
  readonly name: string;
  /** What happens, one sentence. */
  readonly what: string;
  /** What it can strike. With several kinds the first is where it strikes when no point is given. */
  readonly at: readonly PointKind[];
  /** Operations it fits, when not all. */
  readonly operations?: readonly string[];
}

const MESSAGES = ['message', 'command', 'operation', 'report', 'session'] as const;
const DOWNLOADS = OPERATIONS.Download;
const STORES = [...OPERATIONS.Download, 'Install', 'InstallInactive'];

// oxfmt-ignore
export const FAULTS = [
  { name: 'drop-reply', at: MESSAGES, what: 'The handset does what it was told, but its message never leaves; the session is over.' },
  { name: 'delay-reply', at: MESSAGES, what: 'The message leaves one to three seconds late.' },
  { name: 'repeat-message', at: MESSAGES, what: 'The message is sent twice, as after a lost answer.' },
  { name: 'truncated-message', at: MESSAGES, what: 'The message arrives cut, then whole, as after a broken connection.' },
  { name: 'wrong-status', at: ['command', 'operation'], what: 'The command is executed, but its Status says that it was refused.' },
  { name: 'wrong-nonce', at: ['session'], what: 'The handset proves itself with a nonce that nobody gave it.' },
  { name: 'truncated-chunk', at: ['chunk'], what: 'Half of the chunk is missing.' },
  { name: 'size-mismatch', at: ['chunk'], what: 'The Size that goes with the first chunk is wrong.' },
  { name: 'reboot', at: ['operation', 'message', 'command', 'report', 'session'], what: 'The handset restarts: in the middle of an operation, or before a message leaves.' },
  { name: 'no-alert', at: ['operation'], what: 'The operation ends, but is never reported.' },
  { name: 'alert-twice', at: ['operation'], what: 'The operation is reported twice.' },
  { name: 'alert-other-correlator', at: ['operation'], what: 'The report carries a correlator that nobody sent.' },
  { name: 'download-404', at: ['operation'], operations: DOWNLOADS, what: 'The package is not found: 1402.' },
  { name: 'download-500', at: ['operation'], operations: DOWNLOADS, what: 'The download server fails: 1500.' },
  { name: 'download-slow', at: ['operation'], operations: DOWNLOADS, what: 'The download takes two to four seconds longer.' },
  { name: 'download-short', at: ['operation'], operations: DOWNLOADS, what: 'The end of the package is missing: 1402.' },
  { name: 'download-corrupt', at: ['operation'], operations: DOWNLOADS, what: 'A byte of the package is wrong: 1407.' },
  { name: 'storage-full', at: ['operation', 'data'], operations: STORES, what: 'No room: 1404 for a download, 1406 for an install, 420 for a package that is written into Data.' },
  { name: 'operation-fails', at: ['operation'], what: 'The operation fails with its own code: 1402, 1405, 1408, 1409 or 1410.' },
  { name: 'not-implemented', at: ['operation'], what: 'The handset does not know the operation after all: 1411.' },
  { name: 'user-says-no', at: ['operation', 'command'], what: 'The person refuses: 1401 for an operation, 304 for a question (@Alert).' },
  { name: 'user-says-nothing', at: ['operation', 'command'], what: 'The person does not answer: 1450 for an operation, 408 for a question (@Alert).' },
] as const satisfies readonly FaultRow[];

export type FaultName = (typeof FAULTS)[number]['name'];

/** A fault that shall strike. */
export interface FaultSpec {
  readonly name: FaultName;
  /** Absent: wherever the seed says. */
  readonly point?: FaultPoint;
  /** Which time, from 1; `every` for each. Absent with the point. */
  readonly nth?: number | 'every';
}

/** The points that a fault can strike, in the order of its row. */
export function pointsOf(name: FaultName): readonly FaultPoint[] {
  const row: FaultRow = FAULTS.find((one) => one.name === name) ?? FAULTS[0];
  return row.at.flatMap((kind): readonly FaultPoint[] => {
    const { points } = POINT_KINDS[kind];
    if (kind === 'operation' && row.operations !== undefined)
      return OPERATION_POINTS.filter((point) => row.operations?.includes(point));
    // A person can only be asked by an Alert.
    return kind === 'command' && name.startsWith('user-') ? ['Alert'] : points;
  });
}

/** Reads `NAME@POINT#N`. Errors: `unknown-fault`, `unknown-point`, whose message says what there is. */
export function parseFault(text: string): Result<FaultSpec> {
  const [, given, point, times] = /^([^@#]+)(?:@([^@#]+)(?:#(\d{1,6}|\*))?)?$/.exec(text.trim()) ?? [];
  const name = FAULTS.find((row) => row.name === given)?.name;
  if (name === undefined)
    return fail(
      'unknown-fault',
      `There is no fault ${text}.`,
      `Write NAME@POINT#N, with one of ${FAULTS.map((row) => row.name).join(', ')}.`,
    );
  if (point === undefined) return ok({ name });
  const known = pointsOf(name).find((one) => one === point);
  const nth = times === '*' ? 'every' : times === undefined ? 1 : Number(times);
  if (known === undefined || nth === 0)
    return fail('unknown-point', `${name} cannot strike at ${text.slice(text.indexOf('@') + 1)}.`, pointsText(name));
  return ok({ name, point: known, nth });
}

/** The fault as it is written. */
export function formatFault({ name, point, nth }: FaultSpec): string {
  if (point === undefined) return name;
  return nth === 1 ? `${name}@${point}` : `${name}@${point}#${nth === 'every' ? '*' : (nth ?? 1)}`;
}

function pointsText(name: FaultName): string {
  return `It can strike at ${pointsOf(name).join(', ')}; #N says which time, from 1, and #* each time.`;
}
