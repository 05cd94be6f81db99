/**
 * What a command may consist of, and how its parts become the typed command. The table is the DTD's (facts 2.2);
 * a child that its row does not name is kept as unknown.
 */
import type { Noter } from './element.ts';
import type { Chal, Command, Cred, Item, Meta, UnknownElement } from './message.ts';

/** All that was found in a command's element. */
export interface CommandParts {
  cmdId?: string;
  noResp?: boolean;
  archive?: boolean;
  sftDel?: boolean;
  lang?: string;
  cred?: Cred;
  chal?: Chal;
  meta?: Meta;
  correlator?: string;
  data?: string;
  msgRef?: string;
  cmdRef?: string;
  cmdName?: string;
  targetRefs: string[];
  sourceRefs: string[];
  items: Item[];
  commands: Command[];
  unknown: UnknownElement[];
}

/** Children that each command may have; `commands` stands for any command. */
export const COMMAND_CHILDREN: ReadonlyMap<string, ReadonlySet<string>> = new Map(
  [
    ['Add', 'CmdID NoResp Cred Meta Item'],
    ['Replace', 'CmdID NoResp Cred Meta Item'],
    ['Copy', 'CmdID NoResp Cred Meta Item'],
    ['Delete', 'CmdID NoResp Archive SftDel Cred Meta Item'],
    ['Get', 'CmdID NoResp Lang Cred Meta Item'],
    ['Exec', 'CmdID NoResp Cred Meta Correlator Item'],
    ['Alert', 'CmdID NoResp Cred Data Correlator Item'],
    ['Atomic', 'CmdID NoResp Meta commands'],
    ['Sequence', 'CmdID NoResp Meta commands'],
    ['Status', 'CmdID MsgRef CmdRef Cmd TargetRef SourceRef Cred Chal Data Item'],
    ['Results', 'CmdID MsgRef CmdRef Meta TargetRef SourceRef Item'],
    ['Put', 'CmdID NoResp Cred Meta'],
    ['Search', 'CmdID NoResp Cred Meta'],
    ['Sync', 'CmdID NoResp Cred Meta'],
    ['Map', 'CmdID NoResp Cred Meta'],
    ['Move', 'CmdID NoResp Cred Meta'],
    ['Other', 'CmdID NoResp Cred Meta'],
  ].map(([name = '', children = '']) => [name, new Set(children.split(' '))]),
);

/** Makes the command called `name`; notes what it lacks. */
export function buildCommand(name: string, parts: CommandParts, note: Noter): Command {
  if (parts.cmdId === undefined) note('', 'CmdID is missing.');
  const base = {
    cmdId: parts.cmdId ?? '',
    ...(parts.noResp === undefined ? {} : { noResp: parts.noResp }),
    ...(parts.cred === undefined ? {} : { cred: parts.cred }),
    ...(parts.meta === undefined ? {} : { meta: parts.meta }),
    ...(parts.unknown.length === 0 ? {} : { unknown: parts.unknown }),
  };
  const { items, commands } = parts;
  const correlator = parts.correlator === undefined ? {} : { correlator: parts.correlator };
  switch (name) {
    case 'Add':
    case 'Replace':
    case 'Copy':
      return { cmd: name, ...base, items };
    case 'Delete':
      return {
        cmd: name,
        ...base,
        ...(parts.archive === undefined ? {} : { archive: parts.archive }),
        ...(parts.sftDel === undefined ? {} : { sftDel: parts.sftDel }),
        items,
      };
    case 'Get':
      return { cmd: name, ...base, ...(parts.lang === undefined ? {} : { lang: parts.lang }), items };
    case 'Exec':
      return { cmd: name, ...base, ...correlator, items };
    case 'Alert':
      return { cmd: name, ...base, ...(parts.data === undefined ? {} : { data: parts.data }), ...correlator, items };
    case 'Atomic':
    case 'Sequence':
      return { cmd: name, ...base, commands };
    case 'Status':
      return { cmd: name, ...base, ...statusParts(parts, note) };
    case 'Results':
      return { cmd: name, ...base, ...resultsParts(parts, note) };
    default:
      return { cmd: 'Other', ...base, name };
  }
}

function statusParts(parts: CommandParts, note: Noter) {
  const { msgRef = '', cmdRef = '', cmdName = '', data = '', targetRefs, sourceRefs, items } = parts;
  if (parts.msgRef === undefined) note('', 'MsgRef is missing.');
  if (parts.cmdRef === undefined) note('', 'CmdRef is missing.');
  if (parts.cmdName === undefined) note('', 'Cmd is missing.');
  if (parts.data === undefined) note('', 'Data is missing.');
  const chal = parts.chal === undefined ? {} : { chal: parts.chal };
  return { msgRef, cmdRef, cmdName, targetRefs, sourceRefs, ...chal, data, items };
}

function resultsParts(parts: CommandParts, note: Noter) {
  const [targetRef] = parts.targetRefs;
  const [sourceRef] = parts.sourceRefs;
  if (parts.cmdRef === undefined) note('', 'CmdRef is missing.');
  return {
    ...(parts.msgRef === undefined ? {} : { msgRef: parts.msgRef }),
    cmdRef: parts.cmdRef ?? '',
    ...(targetRef === undefined ? {} : { targetRef }),
    ...(sourceRef === undefined ? {} : { sourceRef }),
    items: parts.items,
  };
}
