/**
 * Download OTA around an offer: the descriptor that leads to the package, and the report that comes back. Both live
 * under the offer's own token, so whoever can fetch the package can do this, and nobody else.
 */
import type { IncomingMessage, ServerResponse } from 'node:http';
import type { LibraryPackage } from '../../shared/contract/packages.ts';
import { DESCRIPTOR_TYPE, writeDescriptor } from './download-descriptor.ts';

/** What of an offer a path names. */
export type OfferPart = 'package' | 'descriptor' | 'notify';

/** Behind the token. A package's own path has one segment only, so no file name can be one of these. */
const PATHS = { descriptor: 'dota/package.dd', notify: 'dota/notify' } as const;

/** What may be done with each part. */
export const METHODS: Readonly<Record<OfferPart, readonly string[]>> = {
  package: ['GET', 'HEAD'],
  descriptor: ['GET', 'HEAD'],
  notify: ['POST'],
};

/** Octets of a report that are read: one line in practice. */
const MOST_NOTIFY_BYTES = 4096;

/** Which part the rest of a path names, without query. */
export function partAt(rest: string): OfferPart {
  if (rest === PATHS.descriptor) return 'descriptor';
  return rest === PATHS.notify ? 'notify' : 'package';
}

/** Path of the descriptor of the offer with this token. */
export function descriptorPath(token: string): string {
  return `/p/${token}/${PATHS.descriptor}`;
}

/** Answers with the descriptor; its URLs name us as the handset did. Answers its octets, 0 for HEAD. */
export function serveDescriptor(
  request: IncomingMessage,
  response: ServerResponse,
  token: string,
  packagePath: string,
  { name, version, size, pkgType }: LibraryPackage,
): number {
  // The listener has refused every Host that is not ours.
  const origin = `http://${request.headers.host ?? ''}`;
  const body = Buffer.from(
    writeDescriptor({
      name: version === undefined ? name : `${name} ${version}`,
      objectURI: new URL(packagePath, origin).href,
      size,
      type: pkgType,
      installNotifyURI: new URL(`/p/${token}/${PATHS.notify}`, origin).href,
    }),
  );
  response.writeHead(200, {
    'Content-Type': DESCRIPTOR_TYPE,
    'Content-Length': body.length,
    'Cache-Control': 'no-store',
    'X-Content-Type-Options': 'nosniff',
  });
  response.end(request.method === 'HEAD' ? undefined : body);
  return request.method === 'HEAD' ? 0 : body.length;
}

/** The text of a report; undefined when it is too long to be one. Rejects when the handset hangs up. */
export async function readNotify(request: IncomingMessage): Promise<string | undefined> {
  const chunks: Buffer[] = [];
  let size = 0;
  for await (const chunk of request as AsyncIterable<Buffer>) {
    size += chunk.length;
    if (size > MOST_NOTIFY_BYTES) return undefined;
    chunks.push(chunk);
  }
  return Buffer.concat(chunks).toString('utf8');
}
