/** What a request to the DM listener must look like; one rule, one HTTP status, one reason each. */
import type { IncomingMessage } from 'node:http';
import type { Failure } from '../../../shared/result.ts';
import { CODECS, encodingOfType } from '../../../shared/syncml/codec.ts';

/** Why a request is refused, and how that is said in HTTP. */
export interface Refusal {
  readonly status: number;
  readonly failure: Failure;
  readonly headers?: Readonly<Record<string, string>>;
}

/** Rules for every request: no web page, and meant for us. */
export function judgeHeaders(request: IncomingMessage, hosts: ReadonlySet<string>): Refusal | undefined {
  if (request.headers.origin !== undefined) {
    return refusal(
      403,
      'origin-refused',
      'A web page tried to reach the DM server.',
      'Only handsets may call here; close the page.',
    );
  }
  const host = request.headers.host?.toLowerCase();
  if (host === undefined || !hosts.has(host)) {
    return refusal(
      421,
      'host-refused',
      `The request was meant for ${host ?? 'nobody'}, not for this listener.`,
      `Use one of: ${[...hosts].join(', ')}.`,
    );
  }
  return undefined;
}

/** Rules for a message: path, method, type, encoding and length (octets). */
export function judgeMessageHeaders(request: IncomingMessage, maxBody: number): Refusal | undefined {
  const path = (request.url ?? '').split('?', 1)[0];
  if (path !== '/dm' && path !== '/')
    return refusal(404, 'no-such-path', `There is nothing at ${path}.`, 'The DM server is at /dm.');
  if (request.method !== 'POST')
    return {
      ...refusal(405, 'method-refused', `${request.method} is not used in OMA DM.`, 'A handset POSTs its messages.'),
      headers: { Allow: 'POST' },
    };
  const type = request.headers['content-type'];
  if (encodingOfType(type) === undefined)
    return refusal(
      415,
      'content-type-refused',
      `${type ?? 'No content type'} is not a DM message.`,
      `Send ${CODECS.xml.contentType} or ${CODECS.wbxml.contentType}.`,
    );
  const encoding = request.headers['content-encoding'];
  if (encoding !== undefined && encoding !== 'identity')
    return refusal(
      415,
      'content-encoding-refused',
      `Content-Encoding ${encoding} is not part of the binding.`,
      'Send the message uncompressed.',
    );
  const length = request.headers['content-length'];
  if (length === undefined && request.headers['transfer-encoding'] === undefined)
    return refusal(411, 'length-missing', 'The request has no length.', 'Send Content-Length.');
  if (length !== undefined && Number(length) > maxBody) return tooLarge(maxBody);
  return undefined;
}

/** A body over the limit, octets. */
export function tooLarge(maxBody: number): Refusal {
  return refusal(
    413,
    'message-too-large',
    `A message may have ${maxBody} octets at most.`,
    'Let the handset respect the MaxMsgSize we announce.',
  );
}

function refusal(status: number, code: string, message: string, next: string): Refusal {
  return { status, failure: { code, message, next, retryable: false } };
}

/** The exact Host values the listener answers to. */
export function allowedHosts(
  options: { readonly address: string; readonly hosts?: readonly string[]; readonly tls?: object },
  port: number,
): ReadonlySet<string> {
  const names = [options.address, ...(options.hosts ?? [])];
  if (options.address === '127.0.0.1' || options.address === '0.0.0.0') names.push('127.0.0.1', 'localhost');
  return new Set(
    names
      .flatMap((name) => (port === (options.tls === undefined ? 80 : 443) ? [name, `${name}:80`] : [`${name}:${port}`]))
      .map((name) => name.toLowerCase()),
  );
}
