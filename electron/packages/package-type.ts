/**
 * PkgType: the MIME type under which a package is described to a handset and delivered. The file's extension
 * decides, because jar, apk and zip begin alike; the first octets decide when the extension says nothing.
 */

/** Extensions in lower case; the longest that fits counts. Types are those registered at IANA or used in the field. */
const byExtension: Readonly<Record<string, string>> = {
  apk: 'application/vnd.android.package-archive',
  bin: 'application/octet-stream',
  cab: 'application/vnd.ms-cab-compressed',
  cod: 'application/vnd.rim.cod',
  deb: 'application/vnd.debian.binary-package',
  dp: 'application/octet-stream',
  exe: 'application/vnd.microsoft.portable-executable',
  gz: 'application/gzip',
  ipk: 'application/vnd.shana.informed.package',
  jad: 'text/vnd.sun.j2me.app-descriptor',
  jar: 'application/java-archive',
  msi: 'application/x-msi',
  rpm: 'application/x-rpm',
  sis: 'application/vnd.symbian.install',
  sisx: 'x-epoc/x-sisx-app',
  tar: 'application/x-tar',
  'tar.gz': 'application/gzip',
  'tar.xz': 'application/x-xz',
  tgz: 'application/gzip',
  wgt: 'application/widget',
  xap: 'application/x-silverlight-app',
  xz: 'application/x-xz',
  zip: 'application/zip',
};

/** First octets in hexadecimal, at an offset. */
const byMagic: readonly { readonly at: number; readonly hex: string; readonly type: string }[] = [
  { at: 0, hex: '504b0304', type: 'application/zip' },
  { at: 0, hex: '504b0506', type: 'application/zip' },
  { at: 0, hex: '213c617263683e0a64656269616e', type: 'application/vnd.debian.binary-package' },
  { at: 0, hex: '7a1a2010', type: 'x-epoc/x-sisx-app' },
  { at: 8, hex: '19040010', type: 'application/vnd.symbian.install' },
  { at: 0, hex: 'edabeedb', type: 'application/x-rpm' },
  { at: 0, hex: '4d534346', type: 'application/vnd.ms-cab-compressed' },
  { at: 0, hex: '1f8b', type: 'application/gzip' },
  { at: 0, hex: 'fd377a585a00', type: 'application/x-xz' },
  { at: 257, hex: '7573746172', type: 'application/x-tar' },
];

/** How many of a file's first octets `packageTypeOf` looks at. */
export const START_BYTES = 512;

const FALLBACK = 'application/octet-stream';

/** A type, a subtype and maybe parameters, in characters that an HTTP header may carry (RFC 9110 §8.3). */
const MIME_TYPE = /^[\w!#$%&'*+.^`|~-]+\/[\w!#$%&'*+.^`|~-]+(?:\s*;\s*[\w!#$%&'*+.^`|~-]+=[\w!#$%&'*+.^`|~-]+)*$/;

/** The MIME type of a package, from its file name and its first octets. */
export function packageTypeOf(fileName: string, start: Uint8Array): string {
  const extension = extensionOf(fileName);
  const byName = Object.hasOwn(byExtension, extension) ? byExtension[extension] : undefined;
  if (byName !== undefined) return byName;
  const hex = Buffer.from(start.buffer, start.byteOffset, start.byteLength).toString('hex');
  return byMagic.find((magic) => hex.startsWith(magic.hex, magic.at * 2))?.type ?? FALLBACK;
}

/** The extension this table knows, in lower case without the leading dot, else what follows the last dot, else ''. */
export function extensionOf(fileName: string): string {
  const parts = fileName.toLowerCase().split('.').slice(1);
  const double = parts.slice(-2).join('.');
  return Object.hasOwn(byExtension, double) ? double : (parts.at(-1) ?? '');
}

/** May the text stand in a Content-Type header? */
export function isMimeType(text: string): boolean {
  return MIME_TYPE.test(text);
}
