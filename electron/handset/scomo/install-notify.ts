/** The status report of Download OTA: told before the package is released to use (facts 5.2). */
import { request as requestHttp } from 'node:http';
import { request as requestHttps } from 'node:https';
import { setTimeout as sleep } from 'node:timers/promises';

/** The codes that this handset reports, with the specification's texts. */
const TEXTS = {
  900: 'Success',
  901: 'Insufficient memory',
  903: 'Loss of Service',
  905: 'Attribute mismatch',
  906: 'Invalid descriptor',
  951: 'Invalid DDVersion',
} as const;
export type NotifyCode = keyof typeof TEXTS;

const TRIES = 3;
const PAUSE_MS = 200;
const IDLE_MS = 10_000;

/** Posts the report, up to three times; answers whether the server has taken it. Throws when aborted. */
export async function reportDownload(url: string, code: NotifyCode, signal: AbortSignal): Promise<boolean> {
  for (let left = TRIES; left > 0; left--) {
    const status = await post(url, `${code} ${TEXTS[code]}`, signal).catch(() => undefined);
    signal.throwIfAborted();
    if (status !== undefined && status < 300) return true;
    // A clear no will not become a yes.
    if (status !== undefined && status < 500) return false;
    if (left > 1) await sleep(PAUSE_MS, undefined, { signal });
  }
  return false;
}

function post(url: string, body: string, signal: AbortSignal): Promise<number> {
  const headers = { 'Content-Type': 'text/plain', 'Content-Length': Buffer.byteLength(body) };
  return new Promise((resolve, reject) => {
    const send = url.startsWith('https:') ? requestHttps : requestHttp;
    const request = send(url, { method: 'POST', headers, signal, timeout: IDLE_MS, agent: false }, (response) => {
      response.resume();
      response.once('end', () => resolve(response.statusCode ?? 0));
      response.once('error', reject);
    });
    request.on('timeout', () => request.destroy(new Error('no answer')));
    request.on('error', reject);
    request.end(body);
  });
}
