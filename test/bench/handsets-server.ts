/**
 * The servers of handsets.bench.ts, each in a process of its own: `dm` is our session table behind our listener, which
 * reads ten nodes of each handset, `workbench` the whole workbench with storage and trace, `echo` a bare node:http
 * server that answers what it was sent. Each tells its port to its parent, and when asked what it has counted.
 */
import { createServer } from 'node:http';
import { resolve } from 'node:path';
import { openHttpListener } from '../../electron/links/http/listener.ts';
import { createLockOut } from '../../electron/server/lock-out.ts';
import { createSessionTable } from '../../electron/server/session-table.ts';
import { createNonces } from '../../electron/workbench/nonces.ts';
import { openWorkbench } from '../../electron/workbench/workbench.ts';
import { systemClock } from '../../electron/workbench/system-clock.ts';
import { keepSessionsYoung } from '../../electron/workbench/young-sessions.ts';
import { DEFAULT_LIMITS } from '../../shared/syncml/message.ts';
import { nodesOf } from './handset-load.ts';

/** What a server tells: first where it listens, then what it has seen of sessions, and how many were mixed up. */
export interface Told {
  readonly port?: number;
  readonly account?: { readonly user: string; readonly password: string };
  readonly sessions?: number;
  readonly mixedUp?: number;
  /** Processor time of the whole process so far, milliseconds. */
  readonly processorMs?: number;
}

const [kind, folder] = process.argv.slice(2);
let sessions = 0;
let mixedUp = 0;

// As the workbench does; the echo as well, so that there is no other difference.
keepSessionsYoung();

process.once('disconnect', () => process.exit());
process.on('message', () => {
  const { user, system } = process.cpuUsage();
  tell({ sessions, mixedUp, processorMs: (user + system) / 1000 });
});
if (kind === 'dm') await serveSessions();
else if (kind === 'workbench') await serveWorkbench(folder ?? '');
else serveEcho();

function tell(told: Told): void {
  process.send?.(told);
}

async function serveSessions(): Promise<void> {
  const nonces = new Map<string, string>();
  const table = createSessionTable(
    {
      peer: (devId) => {
        const clientNonce = nonces.get(devId);
        const account = {
          user: devId,
          password: `secret of ${devId}`,
          serverId: 'dm.example',
          serverPassword: 'srvpwd',
          auth: 'md5' as const,
          serverAuth: 'basic' as const,
          ...(clientNonce === undefined ? {} : { clientNonce }),
        };
        return { admitted: true, account, own: true };
      },
      newNonce: createNonces(),
      resyncNonce: () => undefined,
      askedWith: () => undefined,
      lockOut: createLockOut(() => Date.now()),
      keepClientNonce: (devId, nonce) => void nonces.set(devId, nonce),
      keepServerNonce: () => undefined,
      event: ({ devId, conversation }, event) => {
        if (event.type !== 'open') return;
        void conversation.get(...nodesOf(devId)).then((read) => {
          sessions += 1;
          if (!read.ok || !read.value.results.every(({ data }) => data === `2.1 of ${devId}`)) mixedUp += 1;
          conversation.end();
        });
      },
      traced: () => undefined,
    },
    {
      serverURL: 'http://127.0.0.1/dm',
      maxMsgSize: 65_536,
      maxObjSize: 1_048_576,
      limits: DEFAULT_LIMITS,
      silenceMs: 30_000,
      holdMs: 30_000,
    },
    systemClock(),
  );
  const opened = await openHttpListener(
    { address: '127.0.0.1', port: 0, maxBody: DEFAULT_LIMITS.maxBytes },
    { exchange: (bytes, from) => table.exchange(bytes, from), deliver: () => false, refused: () => undefined },
  );
  if (!opened.ok) throw new Error(opened.error.message);
  tell({ port: opened.value.port });
}

async function serveWorkbench(dataFolder: string): Promise<void> {
  const program = resolve(import.meta.dirname, '../../electron/handset/main.ts');
  const opened = await openWorkbench({
    dataFolder,
    dmPort: 0,
    host: 'in-process',
    handsetProgram: { command: process.execPath, args: [program] },
    samples: false,
  });
  if (!opened.ok) throw new Error(opened.error.message);
  const account = await opened.value.call('handsets.enrolment', {});
  if (!account.ok) throw new Error(account.error.message);
  tell({ port: Number(new URL(account.value.serverURL).port), account: account.value });
}

function serveEcho(): void {
  const server = createServer((request, response) => {
    const chunks: Buffer[] = [];
    request.on('data', (chunk: Buffer) => chunks.push(chunk));
    request.on('end', () => {
      const body = chunks.length === 1 ? chunks[0] : Buffer.concat(chunks);
      response.writeHead(200, {
        'Content-Type': request.headers['content-type'] ?? '',
        'Content-Length': body?.length ?? 0,
        'Cache-Control': 'no-store',
      });
      response.end(body);
    });
  });
  // Between two of its rounds the others have theirs.
  server.keepAliveTimeout = 60_000;
  server.listen(0, '127.0.0.1', () => {
    const address = server.address();
    if (typeof address === 'object' && address !== null) tell({ port: address.port });
  });
}
