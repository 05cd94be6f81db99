/** File names: made safe, and read for what they say of a package that does not describe itself. */
import { extensionOf } from './package-type.ts';

/** Longest file name that is kept, in UTF-16 units. */
const LONGEST = 255;
/** Longest name in a download URL: handsets keep a PkgURL in a few hundred octets. */
const LONGEST_IN_URL = 64;

/** `-2.1`, `_2.1-beta3`, ` v2.1`: a version with a dot, up to the end. */
const DOTTED_VERSION = /^(.+?)[-_ ]+v?(\d+(?:\.\d+)+[\w.+-]*)$/i;
/** `-7`: a plain number at the end. */
const PLAIN_VERSION = /^(.+?)[-_ ]+v?(\d+)$/i;

/** The last part of a path in whichever style, without control characters; `package` when nothing is left. */
export function cleanFileName(name: string): string {
  const last = name.split(/[/\\]/).at(-1) ?? '';
  // oxlint-disable-next-line eslint/no-control-regex -- control characters are what is to go
  const clean = last.replaceAll(/[\u0000-\u001f\u007f]/g, '').trim();
  if (clean === '' || clean === '.' || clean === '..') return 'package';
  if (clean.length <= LONGEST) return clean;
  const extension = `.${extensionOf(clean)}`.slice(0, 16);
  return clean.slice(0, LONGEST - extension.length) + extension;
}

/** The file name for a URL: letters that no handset has to decode, short, with its extension. */
export function urlFileName(fileName: string): string {
  const safe = fileName.replaceAll(/[^A-Za-z0-9._-]+/g, '-').replace(/^[.-]+/, '');
  if (safe === '') return 'package';
  if (safe.length <= LONGEST_IN_URL) return safe;
  const extension = `.${extensionOf(safe)}`.slice(0, 16);
  return safe.slice(0, LONGEST_IN_URL - extension.length) + extension;
}

/** What `notes-2.1.zip` says: PkgID `notes-2.1`, name `notes`, version `2.1`. A PkgID tells versions apart. */
export function guessFromName(fileName: string): { pkgId: string; name: string; version?: string } {
  const extension = extensionOf(fileName);
  const stem = extension === '' ? fileName : fileName.slice(0, -(extension.length + 1));
  const pkgId = stem === '' ? fileName : stem;
  const [, name, version] = DOTTED_VERSION.exec(pkgId) ?? PLAIN_VERSION.exec(pkgId) ?? [];
  if (name === undefined || version === undefined) return { pkgId, name: pkgId };
  return { pkgId, name, version };
}
