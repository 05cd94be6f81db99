import * as fc from 'fast-check';
import { expect, test } from 'vitest';
import { planAnswer } from '../../../electron/packages/answer.ts';

const digest = 'ab'.repeat(32);
const stored = { digest, size: 1000, pkgType: 'application/zip' };

function get(range?: string, ifRange?: string): ReturnType<typeof planAnswer> {
  return planAnswer({ method: 'GET', range, ifRange }, stored);
}

test('a whole package is described completely', () => {
  expect(get()).toEqual({
    status: 200,
    headers: {
      'Content-Type': 'application/zip',
      'Content-Length': 1000,
      ETag: `"${digest}"`,
      'Accept-Ranges': 'bytes',
      'Cache-Control': 'no-store',
      'X-Content-Type-Options': 'nosniff',
    },
    body: { start: 0, end: 1000 },
  });
});

test('HEAD says the same and ignores Range', () => {
  const { body: _body, ...head } = get();
  expect(planAnswer({ method: 'HEAD', range: undefined, ifRange: undefined }, stored)).toEqual(head);
  expect(planAnswer({ method: 'HEAD', range: 'bytes=0-1', ifRange: undefined }, stored)).toEqual(head);
});

test('If-Range lets a range through only with our own ETag', () => {
  expect(get('bytes=10-', `"${digest}"`).status).toBe(206);
  expect(get('bytes=10-', `W/"${digest}"`).status).toBe(200);
  expect(get('bytes=10-', digest).status).toBe(200);
  expect(get('bytes=10-', 'Wed, 21 Oct 2026 07:28:00 GMT').status).toBe(200);
  expect(get('bytes=5000-', '"other"').status).toBe(200);
});

test('a range that is not there is answered with the size', () => {
  const answer = get('bytes=1000-');
  expect(answer.status).toBe(416);
  expect(answer.headers).toMatchObject({ 'Content-Range': 'bytes */1000', 'Content-Length': 0 });
  expect(answer.body).toBeUndefined();
});

test('Content-Length is always what follows, and Content-Range says where it lies', () => {
  const header = fc.oneof(
    fc.string(),
    fc.tuple(fc.nat(2000), fc.nat(2000)).map(([a, b]) => `bytes=${a}-${b}`),
  );
  fc.assert(
    fc.property(header, (range) => {
      const { status, headers, body = { start: 0, end: 0 } } = get(range);
      expect(headers['Content-Length']).toBe(body.end - body.start);
      const where = { 200: undefined, 206: `bytes ${body.start}-${body.end - 1}/1000`, 416: 'bytes */1000' };
      expect(headers['Content-Range']).toBe(where[status]);
    }),
  );
});
