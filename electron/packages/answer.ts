/** What one GET or HEAD of a package is answered with: pure, so that every combination of headers can be tried. */
import type { LibraryPackage } from '../../shared/contract/packages.ts';
import { answerRange } from './range.ts';

export interface Asked {
  readonly method: 'GET' | 'HEAD';
  readonly range: string | undefined;
  readonly ifRange: string | undefined;
}

export interface Answer {
  readonly status: 200 | 206 | 416;
  readonly headers: Readonly<Record<string, string | number>>;
  /** Octets of the file that follow: from `start` to `end`, which is excluded. Absent: none. */
  readonly body?: { readonly start: number; readonly end: number };
}

/** Plans the answer for a package. Its digest is the strong ETag: the same bytes, always. */
export function planAnswer(asked: Asked, stored: Pick<LibraryPackage, 'digest' | 'size' | 'pkgType'>): Answer {
  const { digest, size, pkgType } = stored;
  const etag = `"${digest}"`;
  const headers = {
    'Content-Type': pkgType,
    ETag: etag,
    'Accept-Ranges': 'bytes',
    'Cache-Control': 'no-store',
    'X-Content-Type-Options': 'nosniff',
  };
  // Range is defined for GET alone. If-Range with anything but our ETag means: send the whole (RFC 9110 §13.1.5).
  const isRangeMeant = asked.method === 'GET' && (asked.ifRange === undefined || asked.ifRange === etag);
  const range = answerRange(isRangeMeant ? asked.range : undefined, size);
  switch (range.kind) {
    case 'unsatisfiable':
      return { status: 416, headers: { ...headers, 'Content-Length': 0, 'Content-Range': `bytes */${size}` } };
    case 'part': {
      const { first, last } = range.range;
      const end = last + 1;
      const part = { 'Content-Length': end - first, 'Content-Range': `bytes ${first}-${last}/${size}` };
      return { status: 206, headers: { ...headers, ...part }, body: { start: first, end } };
    }
    case 'whole': {
      const whole = { status: 200, headers: { ...headers, 'Content-Length': size } } as const;
      return asked.method === 'HEAD' ? whole : { ...whole, body: { start: 0, end: size } };
    }
  }
}
