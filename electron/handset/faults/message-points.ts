/** What happens with a message of the handset: which commands it answers, which reports it carries. */
import { type FaultPoint, POINT_KINDS } from '../../../shared/contract/fault.ts';
import { lastSegment, normalizeURI, splitQuery } from '../../../shared/dm/uri.ts';
import { standardName } from '../../../shared/scomo/nodes.ts';
import type { Command, Item, Message } from '../../../shared/syncml/message.ts';

/** The points that the answer to this message of the server will be at. */
export function answeredPoints({ commands }: Message): readonly FaultPoint[] {
  return commands.flatMap(commandPoints);
}

/** The points of a message of the handset itself. */
export function ownPoints({ hdr, commands }: Message): readonly FaultPoint[] {
  const isReport = commands.some((command) => command.cmd === 'Alert' && command.data === '1226');
  return ['message', ...(hdr.msgId === '1' ? (['session'] as const) : []), ...(isReport ? (['report'] as const) : [])];
}

/** The operation that an item executes. */
function operationPoint(item: Item): FaultPoint | undefined {
  const { uri } = splitQuery(normalizeURI(item.target?.locURI ?? item.source?.locURI ?? ''));
  const name = standardName(lastSegment(uri));
  return POINT_KINDS.operation.points.find((point) => point === name);
}

function commandPoints(command: Command): readonly FaultPoint[] {
  const known = POINT_KINDS.command.points.find((point) => point === command.cmd);
  // What is said about messages needs no answer of a person.
  if (known === undefined || (command.cmd === 'Alert' && command.data?.startsWith('122') === true)) return [];
  const operations = command.cmd === 'Exec' ? command.items.flatMap((item) => operationPoint(item) ?? []) : [];
  const children = command.cmd === 'Sequence' || command.cmd === 'Atomic' ? command.commands : [];
  return [known, ...operations, ...children.flatMap(commandPoints)];
}
