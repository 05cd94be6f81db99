/**
 * A DM server that does what a test writes down, and nothing else. It shares only the codecs with the product.
 *
 * `script` takes what to say in the next session: an async function over a Dialog. The scripted server does the rest
 * by the book: challenges and credentials of both sides, a Status for what the handset sends, alert 1222 while the
 * handset's package is not complete, and a last message with nothing but statuses.
 */
import { randomBytes } from 'node:crypto';
import { createServer, type Server } from 'node:http';
import { once } from 'node:events';
import type { AddressInfo } from 'node:net';
import { basicCredential, decodeNonce, encodeNonce, md5Credential } from '../../../shared/syncml/auth.ts';
import type { Alert, Command, Cred, Item, Message, Results, Status, SyncHdr } from '../../../shared/syncml/message.ts';
import { decodeXml, encodeXml } from '../../../shared/syncml/xml.ts';

export const ACCOUNT = { user: 'hans', password: 'geheim', serverId: 'dm.example', serverPassword: 'srvpwd' } as const;

/** A command without its CmdID. */
export type Draft = Command extends infer C ? (C extends Command ? Omit<C, 'cmdId'> : never) : never;

/** A package of the handset: all its messages. */
export interface Package {
  readonly messages: readonly Message[];
  /** Octets of each message as it came. */
  readonly sizes: readonly number[];
  readonly statuses: readonly Status[];
  readonly results: readonly Results[];
  readonly alerts: readonly Alert[];
  readonly items: readonly Item[];
  /** Code of the Status for the n-th command sent, counting from 1, containers and children in order. */
  code(cmdId: number | string): string | undefined;
  /** Data of the Results item for a URI. */
  value(uri: string): string | undefined;
}

export interface Dialog {
  readonly sessionId: string;
  /** Package 1. */
  readonly opening: Package;
  /** Sends a package and answers the handset's. CmdIDs count from 1. */
  send(...commands: readonly Draft[]): Promise<Package>;
  /** Sends one message of a package that goes on. */
  sendMore(...commands: readonly Draft[]): Promise<Package>;
}

export interface ScriptedServer {
  readonly url: string;
  /** Every message that came, with its size. */
  readonly received: { readonly message: Message; readonly bytes: number }[];
  /** Path and query of each request. */
  readonly paths: string[];
  /** Generic alerts (1226) of authenticated sessions, in order. */
  readonly reports: Alert[];
  /** Status for generic alerts. */
  reportStatus: string;
  /** Nonce the server will prove itself with, as the handset gave it. */
  readonly nonces: { client: Uint8Array | undefined; server: Uint8Array | undefined };
  /** What the server says in the next session that nothing has been written down for; answers what it returned. */
  script<T>(say: (dm: Dialog) => Promise<T>): Promise<T>;
  /** Answers the next message so, or cuts the connection, instead of going by the book. Several are taken in turn. */
  intervene(answer: 'cut' | { readonly status: number } | ((message: Message) => Message)): void;
  close(): Promise<void>;
}

export interface ScriptedOptions {
  readonly auth?: 'basic' | 'md5';
  readonly account?: {
    readonly user: string;
    readonly password: string;
    readonly serverId: string;
    readonly serverPassword: string;
  };
  /** Announced to the handset. */
  readonly maxMsgSize?: number;
  readonly port?: number;
  /** Goes into the header of every message. */
  readonly respURI?: (base: string) => string;
}

interface Session {
  msgId: number;
  isAccepted: boolean;
  messages: Message[];
  sizes: number[];
  isUnfinished: boolean;
  /** Waits for the handset's next package. */
  deliver: ((received: Package) => void) | undefined;
  /** Waits for what to answer. */
  reply: ((commands: readonly Draft[], final: boolean) => void) | undefined;
  ended: boolean;
}

/** Starts the server on 127.0.0.1. */
export async function createScriptedServer(options: ScriptedOptions = {}): Promise<ScriptedServer> {
  const account = options.account ?? ACCOUNT;
  const auth = options.auth ?? 'md5';
  const sessions = new Map<string, Session>();
  const scripts: ((dm: Dialog) => Promise<void>)[] = [];
  const received: { message: Message; bytes: number }[] = [];
  const paths: string[] = [];
  const reports: Alert[] = [];
  const nonces: ScriptedServer['nonces'] = { client: undefined, server: undefined };
  const interventions: Parameters<ScriptedServer['intervene']>[0][] = [];

  const http: Server = createServer((request, response) => {
    void (async () => {
      const body = Buffer.concat(await Array.fromAsync(request as AsyncIterable<Buffer>));
      const decoded = decodeXml(body);
      if (!decoded.ok) {
        response.writeHead(400).end();
        return;
      }
      const { message } = decoded.value;
      received.push({ message, bytes: body.length });
      paths.push(request.url ?? '');
      const chosen = interventions.shift();
      if (chosen === 'cut') {
        request.socket.destroy();
        return;
      }
      if (typeof chosen === 'object') {
        response.writeHead(chosen.status).end();
        return;
      }
      const answer = chosen === undefined ? await take(message, body.length) : chosen(message);
      const encoded = encodeXml(answer);
      if (!encoded.ok) throw new Error(encoded.error.message);
      response.writeHead(200, { 'Content-Type': 'application/vnd.syncml.dm+xml; charset=utf-8' });
      response.end(encoded.value);
    })();
  });
  http.listen(options.port ?? 0, '127.0.0.1');
  await once(http, 'listening');
  const url = `http://127.0.0.1:${(http.address() as AddressInfo).port}/dm`;

  async function take(message: Message, bytes: number): Promise<Message> {
    const session = sessionOf(message);
    const header = message.commands.find((command) => command.cmd === 'Status' && command.cmdRef === '0');
    const nonce = header?.cmd === 'Status' ? header.chal?.meta.nextNonce : undefined;
    const decoded = nonce === undefined ? undefined : decodeNonce(nonce);
    if (decoded?.ok === true) nonces.server = decoded.value;
    if (!session.isAccepted) {
      const verdict = judge(message.hdr.cred);
      if (verdict !== '212') return challenge(session, message, verdict);
      session.isAccepted = true;
    }
    session.messages.push(message);
    session.sizes.push(bytes);
    for (const command of message.commands)
      if (command.cmd === 'Alert' && command.data === '1226') reports.push(command);
    if (!message.final && !session.isUnfinished) {
      return make(session, message, [...statuses(message), { cmd: 'Alert', data: '1222', items: [] }], false);
    }
    const whole = packageOf(session);
    return new Promise((resolve) => {
      session.reply = (commands, final) => {
        session.isUnfinished = !final;
        resolve(make(session, message, [...statuses(message), ...commands], final));
      };
      if (session.deliver !== undefined) session.deliver(whole);
      else void converse(message.hdr.sessionId, session, whole);
    });
  }

  async function converse(sessionId: string, session: Session, opening: Package): Promise<void> {
    function exchange(commands: readonly Draft[], final: boolean): Promise<Package> {
      return new Promise((resolve) => {
        session.deliver = resolve;
        session.reply?.(commands, final);
      });
    }
    await scripts.shift()?.({
      sessionId,
      opening,
      send: (...commands) => exchange(commands, true),
      sendMore: (...commands) => exchange(commands, false),
    });
    session.reply?.([], true);
    session.ended = true;
  }

  function sessionOf({ hdr }: Message): Session {
    const known = sessions.get(hdr.sessionId);
    if (known !== undefined && hdr.msgId !== '1') return known;
    const session: Session = {
      msgId: 0,
      isAccepted: false,
      messages: [],
      sizes: [],
      isUnfinished: false,
      deliver: undefined,
      reply: undefined,
      ended: false,
    };
    sessions.set(hdr.sessionId, session);
    return session;
  }

  function judge(cred: Cred | undefined): '212' | '401' | '407' {
    if (cred === undefined) return '407';
    const right =
      auth === 'basic'
        ? basicCredential(account.user, account.password)
        : md5Credential(account.user, account.password, nonces.client ?? new Uint8Array());
    return cred.data === right && cred.meta?.type === `syncml:auth-${auth}` ? '212' : '401';
  }

  function challenge(session: Session, message: Message, code: string): Message {
    nonces.client = randomBytes(16);
    const chal = { meta: { format: 'b64', type: `syncml:auth-${auth}`, nextNonce: encodeNonce(nonces.client) } };
    const [header, ...others] = statuses(message, code);
    return make(session, message, [...(header === undefined ? [] : [{ ...header, chal }]), ...others], true);
  }

  function statuses(message: Message, code?: string): readonly Omit<Status, 'cmdId'>[] {
    const base = { cmd: 'Status', msgRef: message.hdr.msgId, sourceRefs: [], items: [] } as const;
    const header = { ...base, cmdRef: '0', cmdName: 'SyncHdr', targetRefs: [url], data: code ?? '212' };
    const rest = message.commands
      .filter(({ cmd }) => cmd !== 'Status' && cmd !== 'Results')
      .map((command) => ({
        ...base,
        cmdRef: command.cmdId,
        cmdName: command.cmd,
        targetRefs: [],
        data: code ?? (command.cmd === 'Alert' && command.data === '1226' ? server.reportStatus : '200'),
      }));
    return [header, ...rest];
  }

  function make(session: Session, to: Message, drafts: readonly Draft[], final: boolean): Message {
    session.msgId++;
    let id = 0;
    const ownStatuses = drafts.filter(({ cmd }) => cmd === 'Status').length;
    function number(draft: Draft): Command {
      // Commands count from 1, statuses behind them: tests name commands by their number.
      const cmdId = draft.cmd === 'Status' ? '' : String(++id);
      if (draft.cmd === 'Sequence' || draft.cmd === 'Atomic') {
        return { ...draft, cmdId, commands: draft.commands.map((child) => number(child)) };
      }
      return { ...draft, cmdId };
    }
    const commands = drafts.map(number);
    let statusId = 1000;
    const numbered = commands.map((command) =>
      command.cmd === 'Status' ? { ...command, cmdId: String(statusId++) } : command,
    );
    const cred = ownStatuses > 0 && session.isAccepted ? serverCred() : undefined;
    const hdr: SyncHdr = {
      verDTD: '1.2',
      verProto: 'DM/1.2',
      sessionId: to.hdr.sessionId,
      msgId: String(session.msgId),
      target: { locURI: to.hdr.source.locURI },
      source: { locURI: url, locName: account.serverId },
      ...(options.respURI === undefined ? {} : { respURI: options.respURI(url) }),
      ...(cred === undefined ? {} : { cred }),
      ...(options.maxMsgSize === undefined ? {} : { meta: { maxMsgSize: options.maxMsgSize } }),
    };
    return { hdr, commands: numbered, final };
  }

  function serverCred(): Cred {
    const data =
      auth === 'basic'
        ? basicCredential(account.serverId, account.serverPassword)
        : md5Credential(account.serverId, account.serverPassword, nonces.server ?? new Uint8Array());
    return { meta: { format: 'b64', type: `syncml:auth-${auth}` }, data };
  }

  const server: ScriptedServer = {
    url,
    received,
    paths,
    reports,
    reportStatus: '200',
    nonces,
    script(say) {
      return new Promise((resolve, reject) => {
        scripts.push((dm) => say(dm).then(resolve, reject));
      });
    },
    intervene(answer) {
      interventions.push(answer);
    },
    async close() {
      http.closeAllConnections();
      await new Promise((resolve) => http.close(resolve));
    },
  };
  return server;
}

function packageOf(session: Session): Package {
  const messages = session.messages;
  const sizes = session.sizes;
  session.messages = [];
  session.sizes = [];
  const commands = messages.flatMap((message) => message.commands);
  const results = commands.filter((command) => command.cmd === 'Results');
  const statuses = commands.filter((command) => command.cmd === 'Status');
  const items = results.flatMap((result) => result.items);
  return {
    messages,
    sizes,
    results,
    statuses,
    items,
    alerts: commands.filter((command) => command.cmd === 'Alert'),
    code: (cmdId) => statuses.find(({ cmdRef }) => cmdRef === String(cmdId))?.data,
    value(uri) {
      const data = items.find(({ source }) => source?.locURI === uri)?.data;
      return data === undefined || typeof data === 'string' ? data : Buffer.from(data).toString('utf8');
    },
  };
}
