/**
 * The WBXML codec on DM messages of 850 octets, 10 kB and 250 kB: decoding against our XML decoding and
 * fast-xml-parser's parse of the same message, and, where gcc and libwbxml2-dev are there, both directions against
 * libwbxml's own octets ⇄ tree in C (wbxml-peer.c). Rounds alternate in one process; the median counts.
 */
import { spawnSync } from 'node:child_process';
import { existsSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { XMLParser } from 'fast-xml-parser';
import type { Item, Message } from '../../shared/syncml/message.ts';
import { decodeWbxml, encodeWbxml } from '../../shared/syncml/wbxml/wbxml.ts';
import { decodeXml, encodeXml } from '../../shared/syncml/xml.ts';
import { median, printRows, type Row } from './ratio.ts';

const SIZES = [
  { name: '850 B', items: 6 },
  { name: '10 kB', items: 98 },
  { name: '250 kB', items: 2480 },
] as const;

/** Leaves of a deployed component, with the beginning of their values. */
const LEAVES: readonly (readonly [name: string, format: string, data: string])[] = [
  ['ID', 'chr', 'com.acme.notes'],
  ['Name', 'chr', 'Notes for the field '],
  ['Version', 'chr', '2.1.'],
  ['Description', 'chr', 'Takes notes where there is no network, '],
  ['EnvType', 'chr', 'Acme OS '],
  ['State', 'int', '4'],
  ['Status', 'int', '3'],
  ['PkgIDRef', 'chr', 'acme-notes-2.1-'],
];

const ROUNDS = 15;
/** Octets per round: small messages are decoded often enough to be measured. */
const OCTETS_PER_ROUND = 1_000_000;

const parser = new XMLParser({ preserveOrder: true, parseTagValue: false, processEntities: false });
const folder = mkdtempSync(join(tmpdir(), 'scomo-bench-'));
try {
  const peer = buildPeer();
  if (peer === undefined) console.log('No comparison with libwbxml: it needs gcc and libwbxml2-dev.');
  for (const { name, items } of SIZES) printRows(rowsFor(name, results(items), peer));
} finally {
  rmSync(folder, { recursive: true, force: true });
}

function rowsFor(name: string, message: Message, peer: string | undefined): readonly Row[] {
  const wbxml = octetsOf(encodeWbxml(message));
  const xml = octetsOf(encodeXml(message));
  const text = new TextDecoder().decode(xml);
  const calls = Math.ceil(OCTETS_PER_ROUND / wbxml.length);
  const ours = (): unknown => decodeWbxml(wbxml);
  const [decode, xmlDecode] = timed(ours, () => decodeXml(xml), calls);
  const [decodeAgain, parse] = timed(ours, () => parser.parse(text), calls);
  const rows: Row[] = [
    faster(`decode ${name} (${wbxml.length} octets) / our XML (${xml.length})`, decode, xmlDecode, 'XML', 5),
    faster(`decode ${name} / fast-xml-parser, XML to its own tree`, decodeAgain, parse, 'fast-xml-parser', 10),
  ];
  if (peer === undefined) return rows;
  const [encode] = timed(() => encodeWbxml(message), ours, calls);
  const [theirDecode, theirEncode] = timePeer(peer, wbxml);
  return [
    ...rows,
    faster(`decode ${name} to Message / libwbxml to its tree`, decode, theirDecode, 'libwbxml', 1),
    faster(`encode ${name} from Message / libwbxml from its tree`, encode, theirEncode, 'libwbxml', 0.5),
  ];
}

/** A row that says how many times faster ours (nanoseconds) is. */
function faster(what: string, ours: number, theirs: number, peer: string, least: number): Row {
  return {
    what,
    ours: `${(ours / 1000).toFixed(1)} µs`,
    peer: `${peer} ${(theirs / 1000).toFixed(1)} µs`,
    ratio: theirs / ours,
    limit: { least },
  };
}

/** Nanoseconds per call of both, in alternating rounds; the first three rounds warm up. */
function timed(one: () => unknown, other: () => unknown, calls: number): readonly [one: number, other: number] {
  const times: readonly [number[], number[]] = [[], []];
  for (let round = 0; round < ROUNDS + 3; round++) {
    for (const [index, work] of [one, other].entries()) {
      const began = performance.now();
      for (let call = 0; call < calls; call++) work();
      if (round >= 3) times[index === 0 ? 0 : 1].push(((performance.now() - began) * 1e6) / calls);
    }
  }
  return [median(times[0]), median(times[1])];
}

/** Builds the C program; undefined where that cannot be done. */
function buildPeer(): string | undefined {
  if (!existsSync('/usr/include/libwbxml-1.0/wbxml/wbxml.h')) return undefined;
  const program = join(folder, 'wbxml-peer');
  const source = join(import.meta.dirname, 'wbxml-peer.c');
  const { status, stderr } = spawnSync(
    'gcc',
    ['-O2', '-I/usr/include/libwbxml-1.0', '-o', program, source, '-lwbxml2'],
    { encoding: 'utf8' },
  );
  if (status !== 0) console.log(stderr);
  return status === 0 ? program : undefined;
}

function timePeer(program: string, wbxml: Uint8Array): readonly [decode: number, encode: number] {
  const file = join(folder, 'message.wbxml');
  writeFileSync(file, wbxml);
  const rounds = Array.from({ length: 5 }, () => {
    const { stdout } = spawnSync(program, [file, String(Math.ceil(OCTETS_PER_ROUND / wbxml.length))], {
      encoding: 'utf8',
    });
    return stdout.trim().split(' ').map(Number);
  });
  return [median(rounds.map(([decode = 0]) => decode)), median(rounds.map(([, encode = 0]) => encode))];
}

function octetsOf(encoded: ReturnType<typeof encodeXml>): Uint8Array {
  if (!encoded.ok) throw new Error(encoded.error.detail);
  return encoded.value;
}

/** What a handset answers to a reading of its tree. */
function results(count: number): Message {
  const items = Array.from({ length: count }, (_, index): Item => {
    const component = `./SCM/Inventory/Deployed/com.acme.notes${index >> 3}`;
    const [name, format, data] = LEAVES[index % LEAVES.length] ?? ['Ext', 'chr', ''];
    return {
      source: { locURI: `${component}/${name}` },
      meta: { format, type: 'text/plain' },
      data: `${data}${index}`,
    };
  });
  const ref = { msgRef: '2', sourceRefs: [], items: [] };
  return {
    hdr: {
      verDTD: '1.2',
      verProto: 'DM/1.2',
      sessionId: '2A',
      msgId: '3',
      target: { locURI: 'http://127.0.0.1:8990/dm' },
      source: { locURI: 'IMEI:351234567890123', locName: 'bruce' },
    },
    commands: [
      { cmd: 'Status', cmdId: '1', cmdRef: '0', cmdName: 'SyncHdr', data: '212', targetRefs: [], ...ref },
      { cmd: 'Status', cmdId: '2', cmdRef: '4', cmdName: 'Get', data: '200', targetRefs: ['./SCM'], ...ref },
      { cmd: 'Results', cmdId: '3', msgRef: '2', cmdRef: '4', items },
    ],
    final: true,
  };
}
