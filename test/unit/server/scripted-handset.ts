/** A handset of a few lines, for tests of the server: it says exactly what a test tells it to say. */
import type { Command, Cred, Message, Meta } from '../../../shared/syncml/message.ts';
import { basicCredential, decodeNonce, macDigest, md5Credential } from '../../../shared/syncml/auth.ts';
import { decodeXml } from '../../../shared/syncml/xml.ts';
import { encodeXml } from '../../../shared/syncml/xml-encode.ts';
import type { Account } from '../../../electron/server/account.ts';

export const DEV_ID = 'IMEI:351234567890123';

export const ACCOUNT: Account = {
  user: 'bruce',
  password: 'ohbehave',
  serverId: 'dm.example',
  serverPassword: 'srvpwd',
  auth: 'md5',
  serverAuth: 'md5',
};

export interface MessageParts {
  readonly msgId: string;
  readonly sessionId?: string;
  readonly cred?: Cred;
  readonly locName?: string;
  readonly commands: readonly Command[];
  readonly final?: boolean;
  readonly maxMsgSize?: number;
  readonly maxObjSize?: number;
  readonly verProto?: string;
  readonly devId?: string;
  readonly respURI?: string;
}

/** A message from the handset. */
export function message(parts: MessageParts): Uint8Array {
  const value: Message = {
    hdr: {
      verDTD: '1.2',
      verProto: parts.verProto ?? 'DM/1.2',
      sessionId: parts.sessionId ?? '2A',
      msgId: parts.msgId,
      target: { locURI: 'http://127.0.0.1/dm' },
      source: { locURI: parts.devId ?? DEV_ID, locName: parts.locName ?? ACCOUNT.user },
      ...(parts.respURI === undefined ? {} : { respURI: parts.respURI }),
      ...(parts.cred === undefined ? {} : { cred: parts.cred }),
      ...(parts.maxMsgSize === undefined && parts.maxObjSize === undefined ? {} : { meta: limitsOf(parts) }),
    },
    commands: parts.commands,
    final: parts.final ?? true,
  };
  const bytes = encodeXml(value);
  if (!bytes.ok) throw new Error(bytes.error.message);
  return bytes.value;
}

function limitsOf({ maxMsgSize, maxObjSize }: MessageParts): Meta {
  return {
    ...(maxMsgSize === undefined ? {} : { maxMsgSize }),
    ...(maxObjSize === undefined ? {} : { maxObjSize }),
  };
}

/** Alert 1201 and the DevInfo of package 1. */
export function packageOne(more: readonly Command[] = []): readonly Command[] {
  return [
    { cmd: 'Alert', cmdId: '1', data: '1201', items: [] },
    {
      cmd: 'Replace',
      cmdId: '2',
      items: [
        { source: { locURI: './DevInfo/DevId' }, data: DEV_ID },
        { source: { locURI: './DevInfo/Man' }, data: 'Acme' },
        { source: { locURI: './DevInfo/Mod' }, data: 'A1' },
      ],
    },
    ...more,
  ];
}

export function md5Cred(nonce: string, password = ACCOUNT.password, user = ACCOUNT.user): Cred {
  const octets = decodeNonce(nonce);
  if (!octets.ok) throw new Error('The nonce is no base64.');
  return { meta: { format: 'b64', type: 'syncml:auth-md5' }, data: md5Credential(user, password, octets.value) };
}

/** The text of x-syncml-hmac over a message. */
export function macOf(bytes: Uint8Array, nonce: string, user: string, password: string): string {
  return `algorithm=MD5, username="${user}", mac=${macDigest(user, password, Buffer.from(nonce, 'base64'), bytes)}`;
}

export function basicCred(password = ACCOUNT.password): Cred {
  return { meta: { format: 'b64', type: 'syncml:auth-basic' }, data: basicCredential(ACCOUNT.user, password) };
}

/** The Status of the server's SyncHdr. */
export function headerStatus(msgRef: string, data = '212', nextNonce?: string, type?: string): Command {
  return {
    cmd: 'Status',
    cmdId: '1',
    msgRef,
    cmdRef: '0',
    cmdName: 'SyncHdr',
    targetRefs: [],
    sourceRefs: [],
    data,
    items: [],
    ...(nextNonce === undefined && type === undefined
      ? {}
      : {
          chal: {
            meta: {
              format: 'b64',
              type: type ?? 'syncml:auth-md5',
              ...(nextNonce === undefined ? {} : { nextNonce }),
            },
          },
        }),
  };
}

export function status(
  cmdId: string,
  msgRef: string,
  command: Command,
  data: string,
  targetRefs: readonly string[] = [],
): Command {
  return {
    cmd: 'Status',
    cmdId,
    msgRef,
    cmdRef: command.cmdId,
    cmdName: command.cmd,
    targetRefs,
    sourceRefs: [],
    data,
    items: [],
  };
}

/** The message in these bytes. */
export function read(bytes: Uint8Array): Message {
  const decoded = decodeXml(bytes);
  if (!decoded.ok) throw new Error(`${decoded.error.message} ${new TextDecoder().decode(bytes)}`);
  return decoded.value.message;
}

/** All status codes of a message, header first. */
export function codes(bytes: Uint8Array): readonly string[] {
  return read(bytes).commands.flatMap((command) =>
    command.cmd === 'Status' ? [`${command.cmdName} ${command.data}`] : [],
  );
}

/** The commands that are no Status. */
export function commands(bytes: Uint8Array): readonly Command[] {
  return read(bytes).commands.filter((command) => command.cmd !== 'Status');
}

/** The nonce of the header's challenge. */
export function nonceOf(bytes: Uint8Array): string {
  for (const command of read(bytes).commands) {
    if (command.cmd === 'Status' && command.chal?.meta.nextNonce !== undefined) return command.chal.meta.nextNonce;
  }
  throw new Error('There is no challenge.');
}

/** The command, which must be of this name. */
export function mustBe(command: Command | undefined, name: Command['cmd']): Command {
  if (command === undefined || command.cmd !== name)
    throw new Error(`Expected ${name}, got ${command?.cmd ?? 'nothing'}`);
  return command;
}
