/**
 * Many handsets that talk at once, cheap enough for one core to keep a server on another busy: each has a connection
 * of its own, says one session after another, and looks at every reply. Messages are made once per handset; only
 * SessionID and credential are put in later.
 *
 * As a real handset does, each keeps the nonce that comes with a 212 for its next session (facts 2.11): it is
 * challenged in its first session, and has two messages instead of three in all that follow. Who is only
 * let in to enrol gets no such nonce, and is challenged every time.
 */
import { connect, type Socket } from 'node:net';
import { CODECS, type Encoding } from '../../shared/syncml/codec.ts';
import { decodeNonce, hashedSecret, md5CredentialFromSecret } from '../../shared/syncml/auth.ts';
import type { Command, Item, Message } from '../../shared/syncml/message.ts';

const NODES = 10;
const SESSION_ID = 'S000000';
/** As long as the base64 of an MD5. */
const CRED = 'CREDENTIALCREDENTIAL12==';
/** How the base64 of sixteen octets ends, as nothing else in a reply does; and how long it is. */
const NONCE_END = '==';
const NONCE_LENGTH = 24;

export interface CrowdOptions {
  readonly port: number;
  readonly handsets: number;
  /** What replies are: those of a DM server that reads nodes or only lets in, or the request once more. */
  readonly replies: 'dm' | 'enrolment' | 'echo';
  /** Name and secret of a handset, by its DevId. */
  readonly account: (devId: string) => { readonly user: string; readonly password: string };
}

export interface LoadResult {
  readonly requestsPerSecond: number;
  /** Milliseconds from request to reply, of each. */
  readonly latencies: readonly number[];
}

export interface Crowd {
  /**
   * Lets all handsets talk for so many milliseconds, and until there were so many requests. Throws when a reply is not
   * the one that its session must get.
   */
  drive(ms: number, requests: number): Promise<LoadResult>;
}

/** Makes handsets that talk to one server, time and again, each on a connection that it keeps. */
export async function createCrowd(options: CrowdOptions): Promise<Crowd> {
  const crowd: { readonly talk: (say: Say) => Promise<void>; readonly connection: Connection }[] = [];
  // One after the other: the queue of a listener may be shorter than there are handsets, and who does not fit into it is
  // heard seconds later. That is no matter of how fast a server answers.
  for (let index = 0; index < options.handsets; index += 1) {
    const { talk, contentType } = createHandset(index, options);
    crowd.push({ talk, connection: await openConnection(options.port, contentType) });
  }
  return {
    async drive(ms, requests): Promise<LoadResult> {
      const latencies: number[] = [];
      const began = performance.now();
      const until = began + ms;
      await Promise.all(
        crowd.map(async ({ talk, connection }) => {
          const say = timed(connection, latencies);
          while (performance.now() < until || latencies.length < requests) await talk(say);
        }),
      );
      return { requestsPerSecond: (latencies.length * 1000) / (performance.now() - began), latencies };
    },
  };
}

type Say = (body: Buffer) => Promise<Buffer>;

/** Notes how long each reply took. */
function timed({ post }: Connection, latencies: number[]): Say {
  return async (body) => {
    const start = performance.now();
    const reply = await post(body);
    latencies.push(performance.now() - start);
    return reply;
  };
}

/** The DevId of a handset, and the nodes it is asked for. */
function devIdOf(index: number): string {
  return `IMEI:35${String(index).padStart(13, '0')}`;
}

export function nodesOf(devId: string): readonly string[] {
  return Array.from({ length: NODES }, (_, index) => `./SCM/Inventory/Deployed/${devId.slice(5)}-${index}/Version`);
}

/** Sessions count on over rounds: a SessionID that comes again would be a repetition. */
let lastSession = 0;

function createHandset(index: number, { replies, account }: CrowdOptions) {
  const devId = devIdOf(index);
  const encoding: Encoding = index % 2 === 0 ? 'xml' : 'wbxml';
  const { user, password } = account(devId);
  const secret = hashedSecret(user, password);
  const make = (steps: readonly Step[]): readonly Template[] =>
    steps.map((step, index) => templateOf(messageOf(step, index + 1, devId, user), encoding));
  const [unknown, known] = [make(['bare', 'proof', 'results']), make(['proof', 'results'])];
  const nodes = nodesOf(devId);
  const hasCommands = replies === 'dm' ? ['212', nodes[0] ?? '', nodes.at(-1) ?? ''] : ['212'];
  /** Made with the nonce of the last 212, for the next session. */
  let cred: string | undefined;

  /** One session: package 1, again with a credential when that was asked for, and the results. */
  async function talk(say: Say): Promise<void> {
    const sessionId = `S${(lastSession += 1).toString(16).toUpperCase().padStart(6, '0')}`;
    const steps = cred === undefined ? unknown : known;
    if (cred === undefined) cred = credFrom(await ask(steps.at(-3), []));
    const letIn = await ask(steps.at(-2), hasCommands, cred);
    cred = replies === 'enrolment' ? undefined : credFrom(letIn);
    // The answer to the results ends the session: it has nothing to do any more.
    if (replies !== 'enrolment') await ask(steps.at(-1), ['212']);

    /** Says a message; answers what came, which must be a reply to this handset in this session with these parts. */
    async function ask(template: Template | undefined, parts: readonly string[], proof?: string): Promise<string> {
      const body = template?.(sessionId, proof) ?? Buffer.alloc(0);
      const reply = await say(body);
      if (replies !== 'echo') return checked(reply.toString('latin1'), sessionId, parts);
      if (!reply.equals(body)) throw new Error('This is not an echo.');
      return '';
    }
  }

  function checked(reply: string, sessionId: string, parts: readonly string[]): string {
    const missing = [devId, sessionId, ...parts].find((part) => !reply.includes(part));
    if (missing !== undefined) throw new Error(`${devId} got a reply without ${missing}: ${reply}`);
    return reply;
  }

  /** The credential for the nonce in a reply. */
  function credFrom(reply: string): string {
    if (replies === 'echo') return CRED;
    const end = reply.indexOf(NONCE_END) + NONCE_END.length;
    const nonce = decodeNonce(reply.slice(Math.max(0, end - NONCE_LENGTH), end));
    if (end < NONCE_LENGTH || !nonce.ok) throw new Error(`${devId} got a reply without a nonce: ${reply}`);
    return md5CredentialFromSecret(secret, nonce.value);
  }

  return { talk, contentType: CODECS[encoding].sentAs };
}

/** Package 1 without a credential, with one, and the results of what was asked for. */
type Step = 'bare' | 'proof' | 'results';

function messageOf(step: Step, msgId: number, devId: string, user: string): Message {
  const cred = { meta: { format: 'b64', type: 'syncml:auth-md5' }, data: CRED };
  return {
    hdr: {
      verDTD: '1.2',
      verProto: 'DM/1.2',
      sessionId: SESSION_ID,
      msgId: String(msgId),
      target: { locURI: 'http://127.0.0.1/dm' },
      source: { locURI: devId, locName: user },
      ...(step === 'proof' ? { cred } : {}),
    },
    commands: step === 'results' ? resultsOf(devId, String(msgId - 1)) : packageOneOf(devId),
    final: true,
  };
}

function packageOneOf(devId: string): readonly Command[] {
  const info = ['DevId', 'Man', 'Mod', 'DmV', 'Lang'].map((name): Item => ({
    source: { locURI: `./DevInfo/${name}` },
    data: name === 'DevId' ? devId : `value of ${name}`,
  }));
  return [
    { cmd: 'Alert', cmdId: '1', data: '1201', items: [] },
    { cmd: 'Replace', cmdId: '2', items: info },
  ];
}

/** Answers the Get that came in the message `msgRef`. */
function resultsOf(devId: string, msgRef: string): readonly Command[] {
  const ref = { msgRef, targetRefs: [], sourceRefs: [], items: [] };
  return [
    { cmd: 'Status', cmdId: '1', cmdRef: '0', cmdName: 'SyncHdr', data: '212', ...ref },
    { cmd: 'Status', cmdId: '2', cmdRef: '4', cmdName: 'Get', data: '200', ...ref },
    {
      cmd: 'Results',
      cmdId: '3',
      msgRef,
      cmdRef: '4',
      items: nodesOf(devId).map((locURI) => ({
        source: { locURI },
        meta: { format: 'chr', type: 'text/plain' },
        data: `2.1 of ${devId}`,
      })),
    },
  ];
}

type Template = (sessionId: string, cred?: string) => Buffer;

/** The message with its SessionID, and its credential where it has one; both keep their lengths. */
function templateOf(message: Message, encoding: Encoding): Template {
  const encoded = CODECS[encoding].encode(message);
  if (!encoded.ok) throw new Error(encoded.error.message);
  const template = Buffer.from(encoded.value);
  const [sessionAt, credAt] = [template.indexOf(SESSION_ID), template.indexOf(CRED)];
  return (sessionId, cred) => {
    const body = Buffer.allocUnsafe(template.length);
    template.copy(body);
    body.write(sessionId, sessionAt, 'latin1');
    if (cred !== undefined && credAt !== -1) body.write(cred, credAt, 'latin1');
    return body;
  };
}

interface Connection {
  /** The reply is good until the next request. */
  readonly post: Say;
}

/** Octets of a reply with its head, at most. */
const MOST_REPLY = 16_384;

/** A connection that is kept, for one request at a time; as much of HTTP as the two servers speak. */
function openConnection(port: number, contentType: string): Promise<Connection> {
  const head = `POST /dm HTTP/1.1\r\nHost: 127.0.0.1:${port}\r\nContent-Type: ${contentType}\r\nContent-Length: `;
  return new Promise((settle, reject) => {
    const received = Buffer.alloc(MOST_REPLY);
    let length = 0;
    let waiting: ((reply: Buffer) => void) | undefined;
    // Read into the same octets again and again: what handsets leave behind is collected on the core of the server.
    const onread = {
      buffer: Buffer.alloc(MOST_REPLY),
      callback(count: number, chunk: Uint8Array): boolean {
        received.set(chunk.subarray(0, count), length);
        length += count;
        const body = bodyOf(received.subarray(0, length));
        if (body === undefined) return true;
        length = 0;
        waiting?.(body);
        return true;
      },
    };
    const socket: Socket = connect({ port, host: '127.0.0.1', noDelay: true, onread });
    socket.on('error', reject);
    socket.on('connect', () =>
      settle({
        post: (body) =>
          new Promise((done) => {
            waiting = done;
            socket.write(`${head}${body.length}\r\n\r\n${body.toString('latin1')}`, 'latin1');
          }),
      }),
    );
  });
}

/** The body of a reply that is there as a whole. */
function bodyOf(received: Buffer): Buffer | undefined {
  const bodyAt = received.indexOf('\r\n\r\n') + 4;
  if (bodyAt < 4) return undefined;
  const length = Number(/content-length: (\d+)/i.exec(received.toString('latin1', 0, bodyAt))?.[1]);
  return received.length < bodyAt + length ? undefined : received.subarray(bodyAt, bodyAt + length);
}
