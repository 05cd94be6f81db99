/**
 * The two servers of session.bench.ts, each in a process of its own: `dm` is our session table behind our listener
 * with one Get of 50 nodes per session, `canned` is a bare node:http server that reads the body and answers recorded
 * bytes: the path ends in the number of the reply, from 1. Each tells its port to its parent.
 */
import { createServer } from 'node:http';
import { readFileSync } from 'node:fs';
import { openHttpListener } from '../../electron/links/http/listener.ts';
import { createLockOut } from '../../electron/server/lock-out.ts';
import { createSessionTable } from '../../electron/server/session-table.ts';
import { DEFAULT_LIMITS } from '../../shared/syncml/message.ts';

const [kind, recording] = process.argv.slice(2);

if (kind === 'dm') await serveSessions();
else serveRecording(recording ?? '');
process.once('disconnect', () => process.exit());

async function serveSessions(): Promise<void> {
  const uris = Array.from({ length: 50 }, (_, index) => `./SCM/Inventory/Deployed/C${index}/Version`);
  const account = {
    user: 'bruce',
    password: 'ohbehave',
    serverId: 'dm.example',
    serverPassword: 'srvpwd',
    auth: 'basic' as const,
    serverAuth: 'basic' as const,
  };
  const table = createSessionTable(
    {
      peer: () => ({ admitted: true, account, own: true }),
      newNonce: () => 'bm9uY2U=',
      keepClientNonce: () => undefined,
      keepServerNonce: () => undefined,
      event: ({ conversation }, event) => {
        if (event.type === 'open') void conversation.get(...uris).then(() => conversation.end());
      },
      traced: () => undefined,
      resyncNonce: () => undefined,
      askedWith: () => undefined,
      lockOut: createLockOut(() => Date.now()),
    },
    {
      serverURL: 'http://127.0.0.1/dm',
      maxMsgSize: 65_536,
      maxObjSize: 1_048_576,
      limits: DEFAULT_LIMITS,
      silenceMs: 30_000,
      holdMs: 30_000,
    },
    {
      now: () => Date.now(),
      after(ms, callback): () => void {
        const timer = setTimeout(callback, ms);
        return () => clearTimeout(timer);
      },
      soon: (callback) => queueMicrotask(() => process.nextTick(callback)),
    },
  );
  const opened = await openHttpListener(
    { address: '127.0.0.1', port: 0, maxBody: DEFAULT_LIMITS.maxBytes },
    { exchange: (bytes, from) => table.exchange(bytes, from), deliver: () => false, refused: () => undefined },
  );
  if (!opened.ok) throw new Error(opened.error.message);
  process.send?.(opened.value.port);
}

/** The recording: one base64 reply per line. */
function serveRecording(path: string): void {
  const replies = readFileSync(path, 'utf8')
    .trim()
    .split('\n')
    .map((line) => Buffer.from(line, 'base64'));
  const server = createServer((request, response) => {
    request.on('data', () => undefined);
    request.on('end', () => {
      const reply = replies[Number(request.url?.at(-1)) - 1] ?? Buffer.alloc(0);
      response.writeHead(200, {
        'Content-Type': 'application/vnd.syncml.dm+xml; charset=utf-8',
        'Content-Length': reply.length,
        'Cache-Control': 'no-store',
      });
      response.end(reply);
    });
  });
  server.listen(0, '127.0.0.1', () => {
    const address = server.address();
    if (typeof address === 'object' && address !== null) process.send?.(address.port);
  });
}
