/**
 * What a command may consist of, and how its parts become the typed command. The table is the DTD's (facts 2.2);
 * a child that its row does not name is kept as unknown.
 */
import type { Draft, Noter } from './element.ts';
import type {
  Alert,
  Chal,
  Command,
  Cred,
  Delete,
  Exec,
  Get,
  Item,
  Meta,
  Results,
  Status,
  UnknownElement,
} from './message.ts';

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
  const command: Draft<Command> = ofKind(name, parts, note);
  if (parts.noResp !== undefined) command.noResp = parts.noResp;
  if (parts.cred !== undefined) command.cred = parts.cred;
  if (parts.meta !== undefined) command.meta = parts.meta;
  if (parts.unknown.length > 0) command.unknown = parts.unknown;
  return command;
}

function ofKind(name: string, parts: CommandParts, note: Noter): Draft<Command> {
  const { cmdId = '', items, commands } = parts;
  switch (name) {
    case 'Add':
    case 'Replace':
    case 'Copy':
      return { cmd: name, cmdId, items };
    case 'Delete': {
      const command: Draft<Delete> = { cmd: name, cmdId, items };
      if (parts.archive !== undefined) command.archive = parts.archive;
      if (parts.sftDel !== undefined) command.sftDel = parts.sftDel;
      return command;
    }
    case 'Get': {
      const command: Draft<Get> = { cmd: name, cmdId, items };
      if (parts.lang !== undefined) command.lang = parts.lang;
      return command;
    }
    case 'Exec': {
      const command: Draft<Exec> = { cmd: name, cmdId, items };
      if (parts.correlator !== undefined) command.correlator = parts.correlator;
      return command;
    }
    case 'Alert': {
      const command: Draft<Alert> = { cmd: name, cmdId, items };
      if (parts.data !== undefined) command.data = parts.data;
      if (parts.correlator !== undefined) command.correlator = parts.correlator;
      return command;
    }
    case 'Atomic':
    case 'Sequence':
      return { cmd: name, cmdId, commands };
    case 'Status':
      return statusOf(parts, note);
    case 'Results':
      return resultsOf(parts, note);
    default:
      return { cmd: 'Other', cmdId, name };
  }
}

function statusOf(parts: CommandParts, note: Noter): Draft<Status> {
  const { cmdId = '', msgRef = '', cmdRef = '', cmdName = '', data = '', targetRefs, sourceRefs, items } = parts;
  if (parts.msgRef === undefined) note('', 'MsgRef is missing.');
  if (parts.cmdRef === undefined) note('', 'CmdRef is missing.');
  if (parts.cmdName === undefined) note('', 'Cmd is missing.');
  if (parts.data === undefined) note('', 'Data is missing.');
  const status: Draft<Status> = { cmd: 'Status', cmdId, msgRef, cmdRef, cmdName, targetRefs, sourceRefs, data, items };
  if (parts.chal !== undefined) status.chal = parts.chal;
  return status;
}

function resultsOf(parts: CommandParts, note: Noter): Draft<Results> {
  const { cmdId = '', cmdRef = '', items } = parts;
  if (parts.cmdRef === undefined) note('', 'CmdRef is missing.');
  const results: Draft<Results> = { cmd: 'Results', cmdId, cmdRef, items };
  const [targetRef] = parts.targetRefs;
  const [sourceRef] = parts.sourceRefs;
  if (parts.msgRef !== undefined) results.msgRef = parts.msgRef;
  if (targetRef !== undefined) results.targetRef = targetRef;
  if (sourceRef !== undefined) results.sourceRef = sourceRef;
  return results;
}
