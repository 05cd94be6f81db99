/**
 * The page as its hosts serve it: what it may load, and which of its files a URL names. The Electron shell and the
 * browser host share this, so that neither is more permissive than the other.
 */

/** The page loads its own files and nothing else; everything that is not listed is denied. */
const policy = {
  'default-src': "'none'",
  'script-src': "'self'",
  'style-src': "'self'",
  'font-src': "'self'",
  'img-src': "'self' data:",
  'connect-src': "'self'",
  'frame-ancestors': "'none'",
  'base-uri': "'none'",
  'form-action': "'none'",
} as const;

/** Files that a build of the page consists of, by extension. */
const mediaTypes: Readonly<Record<string, string>> = {
  html: 'text/html; charset=utf-8',
  js: 'text/javascript; charset=utf-8',
  css: 'text/css; charset=utf-8',
  json: 'application/json; charset=utf-8',
  map: 'application/json; charset=utf-8',
  svg: 'image/svg+xml',
  png: 'image/png',
  ico: 'image/x-icon',
  woff2: 'font/woff2',
  txt: 'text/plain; charset=utf-8',
};

/** A segment of a path inside the build: no dot at the start, no separator or drive letter of any platform. */
const segment = /^[A-Za-z0-9_@-][A-Za-z0-9_@.-]*$/;

/**
 * The headers of every answer that carries a file of the page.
 *
 * @param path as {@link pageFile} gave it
 * @param connect origins besides its own that the page may talk to, e.g. `ws://127.0.0.1:4000`
 */
export function pageHeaders(path: string, connect: readonly string[] = []): Readonly<Record<string, string>> {
  return {
    'content-type': mediaTypes[extensionOf(path)] ?? 'application/octet-stream',
    'content-security-policy': contentSecurityPolicy(connect),
    'x-content-type-options': 'nosniff',
    'referrer-policy': 'no-referrer',
    'cross-origin-opener-policy': 'same-origin',
    'cross-origin-resource-policy': 'same-origin',
    // Names under assets/ carry a digest of the content; everything else may change under its name.
    'cache-control': path.startsWith('assets/') ? 'public, max-age=31536000, immutable' : 'no-store',
  };
}

/** The Content-Security-Policy of the page; `connect` as in {@link pageHeaders}. */
function contentSecurityPolicy(connect: readonly string[] = []): string {
  return Object.entries(policy)
    .map(([directive, sources]) => [directive, sources, ...(directive === 'connect-src' ? connect : [])].join(' '))
    .join('; ');
}

/**
 * Which file of the build a URL's path names.
 *
 * @param pathname still percent-encoded, starting with `/`
 * @returns a relative path with `/`, or undefined for anything that could lead out of the build
 */
export function pageFile(pathname: string): string | undefined {
  if (pathname === '/') return 'index.html';
  const segments = pathname.split('/').slice(1);
  // Percent signs never pass: no name in the build needs one, so decoding cannot hide anything.
  return segments.every((name) => segment.test(name)) ? segments.join('/') : undefined;
}

function extensionOf(path: string): string {
  return path.slice(path.lastIndexOf('.') + 1).toLowerCase();
}
