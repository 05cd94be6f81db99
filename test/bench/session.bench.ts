/**
 * A full HTTP session (challenge, authentication, one Get of 50 nodes, end) against the same octets served by a bare
 * node:http server. Client and server are different processes; the rounds of both alternate; the median counts.
 */
import { type ChildProcess, fork } from 'node:child_process';
import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { Agent, request } from 'node:http';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { basicCredential } from '../../shared/syncml/auth.ts';
import { median, printRows } from './ratio.ts';

const SESSIONS = 300;
const ROUNDS = 7;
const CRED = `<Cred><Meta><Format xmlns="syncml:metinf">b64</Format><Type xmlns="syncml:metinf">syncml:auth-basic</Type></Meta><Data>${basicCredential('bruce', 'ohbehave')}</Data></Cred>`;

/** One connection per server, kept open, as handsets with HTTP/1.1 do. */
const agents = new Map<number, Agent>();

const folder = mkdtempSync(join(tmpdir(), 'scomo-bench-'));
try {
  const dm = await start('dm');
  const recording = join(folder, 'replies');
  const replies = await session(dm.port, 0);
  writeFileSync(recording, replies.map((reply) => reply.toString('base64')).join('\n'));
  const canned = await start('canned', recording);
  const [ours, theirs]: [number[], number[]] = [[], []];
  let sessionId = 1;
  for (let round = 0; round < ROUNDS + 1; round += 1) {
    const [mine, bare] = [await timed(dm.port, sessionId), await timed(canned.port, sessionId)];
    sessionId += SESSIONS;
    // The first round warms both up.
    if (round === 0) continue;
    ours.push(mine);
    theirs.push(bare);
  }
  const [a, b] = [median(ours), median(theirs)];
  printRows([
    {
      what: 'HTTP session: auth, one Get of 50 nodes',
      ours: `${(a / SESSIONS).toFixed(2)} ms`,
      peer: `node:http canned ${(b / SESSIONS).toFixed(2)} ms`,
      ratio: a / b,
      limit: { most: 2 },
    },
  ]);
  dm.child.kill();
  canned.child.kill();
} finally {
  rmSync(folder, { recursive: true, force: true });
}

function start(...args: readonly string[]): Promise<{ readonly child: ChildProcess; readonly port: number }> {
  const child = fork(join(import.meta.dirname, 'session-server.ts'), args);
  return new Promise((settle) => child.once('message', (port) => settle({ child, port: Number(port) })));
}

async function timed(port: number, firstSession: number): Promise<number> {
  const began = performance.now();
  for (let index = 0; index < SESSIONS; index += 1) await session(port, firstSession + index);
  return performance.now() - began;
}

/** Three messages: without credentials, with them, with the results. */
async function session(port: number, number: number): Promise<readonly Buffer[]> {
  const id = number.toString(16).toUpperCase().padStart(5, '0');
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
  return [
    await post(port, message(id, 1, '', packageOne)),
    await post(port, message(id, 2, CRED, packageOne)),
    await post(port, message(id, 3, '', answer)),
  ];
}

function message(sessionId: string, msgId: number, cred: string, body: string): Buffer {
  return Buffer.from(
    `<?xml version="1.0" encoding="UTF-8"?><SyncML xmlns="SYNCML:SYNCML1.2"><SyncHdr><VerDTD>1.2</VerDTD><VerProto>DM/1.2</VerProto><SessionID>${sessionId}</SessionID><MsgID>${msgId}</MsgID><Target><LocURI>http://127.0.0.1/dm</LocURI></Target><Source><LocURI>IMEI:351234567890123</LocURI><LocName>bruce</LocName></Source>${cred}</SyncHdr><SyncBody>${body}<Final/></SyncBody></SyncML>`,
  );
}

function post(port: number, body: Buffer): Promise<Buffer> {
  return new Promise((settle, reject) => {
    const out = request(
      {
        host: '127.0.0.1',
        port,
        method: 'POST',
        path: '/dm',
        agent: agentFor(port),
        headers: { 'Content-Type': 'application/vnd.syncml.dm+xml', 'Content-Length': body.length },
      },
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

function agentFor(port: number): Agent {
  const known = agents.get(port);
  if (known !== undefined) return known;
  const agent = new Agent({ keepAlive: true, maxSockets: 1 });
  agents.set(port, agent);
  return agent;
}
