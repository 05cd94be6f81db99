/**
 * A full HTTP session (challenge, authentication, one Get of 50 nodes, end) against the same octets served by a bare
 * node:http server. Client and servers are processes of their own. Both servers are warm before anything counts; their
 * short rounds alternate, and the fastest fifth of each counts.
 *
 * The limit is for four handsets that talk at the same time, as on a technician's desk: then both servers always have
 * something to do. One handset alone is told besides. Its messages and replies only alternate, and on a machine that
 * does nothing else, what is measured then is mostly how long a sleeping processor takes to wake.
 */
import { type ChildProcess, fork } from 'node:child_process';
import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { Agent, request } from 'node:http';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { basicCredential } from '../../shared/syncml/auth.ts';
import { fastest, printRows, type Row } from './ratio.ts';

/** In one round. */
const SESSIONS = 24;
const ROUNDS = 500;
const WARM_ROUNDS = 300;
const CRED = `<Cred><Meta><Format xmlns="syncml:metinf">b64</Format><Type xmlns="syncml:metinf">syncml:auth-basic</Type></Meta><Data>${basicCredential('bruce', 'ohbehave')}</Data></Cred>`;

interface Peer {
  readonly child: ChildProcess;
  readonly port: number;
  /** A connection for each handset, kept open, as handsets with HTTP/1.1 do. */
  readonly agents: readonly Agent[];
}

let lastSession = 0;
const folder = mkdtempSync(join(tmpdir(), 'scomo-bench-'));
try {
  const dm = await start('dm');
  const recording = join(folder, 'replies');
  const replies = await session(dm, 0);
  writeFileSync(recording, replies.map((reply) => reply.toString('base64')).join('\n'));
  const canned = await start('canned', recording);
  const together = await measure(dm, canned, 4);
  const alone = await measure(dm, canned, 1);
  printRows([
    { ...together, what: 'session: auth, one Get of 50 nodes; four handsets', limit: { most: 2 } },
    { ...alone, what: 'the same, one handset alone', limit: 'none' },
  ]);
  dm.child.kill();
  canned.child.kill();
} finally {
  rmSync(folder, { recursive: true, force: true });
}

async function measure(dm: Peer, canned: Peer, handsets: number): Promise<Pick<Row, 'ours' | 'peer' | 'ratio'>> {
  const [ours, theirs]: [number[], number[]] = [[], []];
  for (let round = 0; round < WARM_ROUNDS + ROUNDS; round += 1) {
    const [mine, bare] = [await timed(dm, handsets), await timed(canned, handsets)];
    if (round < WARM_ROUNDS) continue;
    ours.push(mine);
    theirs.push(bare);
  }
  return {
    ours: `${fastest(ours).toFixed(2)} ms`,
    peer: `node:http canned ${fastest(theirs).toFixed(2)} ms`,
    ratio: fastest(ours) / fastest(theirs),
  };
}

function start(...args: readonly string[]): Promise<Peer> {
  const child = fork(join(import.meta.dirname, 'session-server.ts'), args);
  const agents = Array.from({ length: 4 }, () => new Agent({ keepAlive: true, maxSockets: 1 }));
  return new Promise((settle) => child.once('message', (port) => settle({ child, port: Number(port), agents })));
}

/** Milliseconds per session. */
async function timed(peer: Peer, handsets: number): Promise<number> {
  const began = performance.now();
  await Promise.all(
    Array.from({ length: handsets }, async (_, handset) => {
      for (let count = 0; count < SESSIONS / handsets; count += 1) await session(peer, handset);
    }),
  );
  return (performance.now() - began) / SESSIONS;
}

/** Three messages: without credentials, with them, with the results. */
async function session(peer: Peer, handset: number): Promise<readonly Buffer[]> {
  lastSession += 1;
  const sessionId = lastSession.toString(16).toUpperCase().padStart(5, '0');
  const info = ['DevId', 'Man', 'Mod', 'DmV', 'Lang']
    .map((name) => `<Item><Source><LocURI>./DevInfo/${name}</LocURI></Source><Data>value of ${name}</Data></Item>`)
    .join('');
  const packageOne = `<Alert><CmdID>1</CmdID><Data>1201</Data></Alert><Replace><CmdID>2</CmdID>${info}</Replace>`;
  const results = Array.from(
    { length: 50 },
    (_, index) =>
      `<Item><Source><LocURI>./SCM/Inventory/Deployed/C${index}/Version</LocURI></Source><Data>2.${index}</Data></Item>`,
  ).join('');
  const answer = `<Status><CmdID>1</CmdID><MsgRef>2</MsgRef><CmdRef>0</CmdRef><Cmd>SyncHdr</Cmd><Data>212</Data></Status><Status><CmdID>2</CmdID><MsgRef>2</MsgRef><CmdRef>4</CmdRef><Cmd>Get</Cmd><Data>200</Data></Status><Results><CmdID>3</CmdID><MsgRef>2</MsgRef><CmdRef>4</CmdRef>${results}</Results>`;

  function say(msgId: number, cred: string, body: string): Promise<Buffer> {
    const source = `<Source><LocURI>IMEI:35123456789012${handset}</LocURI><LocName>bruce</LocName></Source>`;
    const header = `<VerDTD>1.2</VerDTD><VerProto>DM/1.2</VerProto><SessionID>${sessionId}</SessionID><MsgID>${msgId}</MsgID><Target><LocURI>http://127.0.0.1/dm</LocURI></Target>${source}${cred}`;
    const message = `<?xml version="1.0" encoding="UTF-8"?><SyncML xmlns="SYNCML:SYNCML1.2"><SyncHdr>${header}</SyncHdr><SyncBody>${body}<Final/></SyncBody></SyncML>`;
    return post(peer, handset, `/dm?${msgId}`, Buffer.from(message));
  }

  return [
    expectReply(await say(1, '', packageOne), '<Data>407</Data>', 0),
    expectReply(await say(2, CRED, packageOne), '<Data>212</Data>', 50),
    expectReply(await say(3, '', answer), '<Final/>', 0),
  ];
}

/** Looks at a reply as a handset does: has it come as it should, with so many items? */
function expectReply(reply: Buffer, piece: string, items: number): Buffer {
  const text = reply.toString();
  if (text.includes(piece) && text.split('<Item>').length === items + 1) return reply;
  throw new Error(`This is not the reply with ${piece} and ${items} items: ${text}`);
}

function post({ port, agents }: Peer, handset: number, path: string, body: Buffer): Promise<Buffer> {
  const agent = agents[handset];
  const headers = { 'Content-Type': 'application/vnd.syncml.dm+xml', 'Content-Length': body.length };
  return new Promise((settle, reject) => {
    const out = request(
      { host: '127.0.0.1', port, method: 'POST', path, headers, ...(agent && { agent }) },
      (response) => {
        const chunks: Buffer[] = [];
        response.on('data', (chunk: Buffer) => chunks.push(chunk));
        response.on('end', () => settle(Buffer.concat(chunks)));
      },
    );
    out.on('error', reject);
    out.end(body);
  });
}
