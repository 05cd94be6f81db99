/** The server's side of a message: statuses first, then commands; and the numbering of commands. */
import type { Chal, Command, Cred, Item, Message, Meta, Status, SyncHdr } from '../../shared/syncml/message.ts';
import { CODECS, type Encoding } from '../../shared/syncml/codec.ts';
import type { Result } from '../../shared/result.ts';
import type { Draft, Pending } from './outcome.ts';

export interface Envelope {
  readonly encoding: Encoding;
  readonly sessionId: string;
  readonly msgId: string;
  readonly devId: string;
  readonly serverURL: string;
  readonly serverId: string;
  readonly cred?: Cred;
  readonly meta?: Meta;
}

/** A Status before it has its CmdID. */
export type StatusDraft = Omit<Status, 'cmd' | 'cmdId'>;

/** Builds and encodes the message. */
export function buildMessage(
  envelope: Envelope,
  statuses: readonly StatusDraft[],
  commands: readonly Command[],
  final: boolean,
): { readonly message: Message; readonly bytes: Result<Uint8Array> } {
  const message: Message = {
    hdr: {
      verDTD: '1.2',
      verProto: 'DM/1.2',
      sessionId: envelope.sessionId,
      msgId: envelope.msgId,
      target: { locURI: envelope.devId },
      source: { locURI: envelope.serverURL, locName: envelope.serverId },
      ...(envelope.cred === undefined ? {} : { cred: envelope.cred }),
      ...(envelope.meta === undefined ? {} : { meta: envelope.meta }),
    },
    commands: [
      ...statuses.map((status, index): Status => ({ ...status, cmd: 'Status', cmdId: String(index + 1) })),
      ...commands,
    ],
    final,
  };
  return { message, bytes: CODECS[envelope.encoding].encode(message) };
}

/** Numbers a draft's commands, children included, starting at `next`, and prepares what will collect its answers. */
export function numbered(
  draft: Draft,
  msgId: string,
  next: () => string,
): { readonly command: Command; readonly pending: Pending } {
  const cmdId = next();
  const base = { draft, msgId, cmdId, statuses: [], results: [] };
  switch (draft.cmd) {
    case 'Add':
    case 'Replace':
    case 'Delete':
    case 'Get':
    case 'Copy':
      return { command: { cmd: draft.cmd, cmdId, items: draft.items }, pending: { ...base, children: [] } };
    case 'Exec':
      return {
        command: {
          cmd: 'Exec',
          cmdId,
          items: draft.items,
          ...(draft.correlator === undefined ? {} : { correlator: draft.correlator }),
        },
        pending: { ...base, children: [] },
      };
    case 'Alert':
      return {
        command: { cmd: 'Alert', cmdId, data: draft.data, items: draft.items },
        pending: { ...base, children: [] },
      };
    case 'Sequence':
    case 'Atomic': {
      const children = draft.commands.map((child) => numbered(child, msgId, next));
      return {
        command: { cmd: draft.cmd, cmdId, commands: children.map((child) => child.command) },
        pending: { ...base, children: children.map((child) => child.pending) },
      };
    }
  }
}

/** The Status of a command that came in the message `msgId`. */
export function statusFor(command: Command, msgId: string, data: string): StatusDraft {
  return {
    msgRef: msgId,
    cmdRef: command.cmdId,
    cmdName: command.cmd === 'Other' ? command.name : command.cmd,
    targetRefs: [],
    sourceRefs: [],
    data,
    items: [],
  };
}

/** The Status of a message as a whole, which stands for its SyncHdr. */
export function headerStatus(hdr: SyncHdr, code: string, chal?: Chal): StatusDraft {
  return {
    msgRef: hdr.msgId,
    cmdRef: '0',
    cmdName: 'SyncHdr',
    targetRefs: [hdr.target.locURI],
    sourceRefs: [hdr.source.locURI],
    data: code,
    items: [],
    ...(chal === undefined ? {} : { chal }),
  };
}

/** An item that addresses one URI. */
export function targetItem(uri: string): Item {
  return { target: { locURI: uri } };
}
