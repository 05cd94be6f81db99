/** Commands as tests write them. */
import type { Meta } from '../../../shared/syncml/message.ts';
import type { Draft } from './scripted-server.ts';

/** Get of one or several URIs. */
export function get(...uris: readonly string[]): Draft {
  return { cmd: 'Get', items: uris.map((uri) => ({ target: { locURI: uri } })) };
}

/** Add of an interior node. */
export function addNode(uri: string): Draft {
  return { cmd: 'Add', items: [{ target: { locURI: uri }, meta: { format: 'node' } }] };
}

/** Add of a leaf. */
export function add(uri: string, data: string | Uint8Array, meta: Meta = {}): Draft {
  return { cmd: 'Add', items: [{ target: { locURI: uri }, meta, data }] };
}

/** Replace of a leaf. */
export function replace(uri: string, data: string | Uint8Array, meta: Meta = {}): Draft {
  return { cmd: 'Replace', items: [{ target: { locURI: uri }, meta, data }] };
}

/** Delete of a node. */
export function remove(uri: string): Draft {
  return { cmd: 'Delete', items: [{ target: { locURI: uri } }] };
}

/** Copy of a leaf. */
export function copy(from: string, to: string): Draft {
  return { cmd: 'Copy', items: [{ target: { locURI: to }, source: { locURI: from } }] };
}

/** Exec of an operation node. */
export function exec(uri: string, correlator?: string): Draft {
  return { cmd: 'Exec', items: [{ target: { locURI: uri } }], ...(correlator === undefined ? {} : { correlator }) };
}

/** Alert with text items. */
export function alert(data: string, ...texts: readonly string[]): Draft {
  return { cmd: 'Alert', data, items: texts.map((text) => ({ data: text })) };
}

/** Sequence or Atomic around commands. */
export function container(cmd: 'Sequence' | 'Atomic', ...commands: readonly Draft[]): Draft {
  return { cmd, commands: commands.map((command) => ({ ...command, cmdId: '' })) };
}

/** The Adds that describe a package to be downloaded. */
export function describeDownload(
  name: string,
  url: string,
  pkgId = 'acme-notes-2.1',
  root = './SCM',
): readonly Draft[] {
  const entry = `${root}/Download/${name}`;
  return [addNode(entry), add(`${entry}/PkgID`, pkgId), add(`${entry}/PkgURL`, url)];
}
