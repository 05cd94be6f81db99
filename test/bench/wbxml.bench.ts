/**
 * The codecs on DM messages of 850 octets, 10 kB and 250 kB, each as a handset answers a reading of its tree.
 *
 * WBXML decode is held against our XML decode of the same message, and, where gcc and libwbxml2-dev are there, decode
 * and encode against libwbxml's own octets ⇄ tree in C (wbxml-peer.c); XML decode against fast-xml-parser's
 * preserveOrder parse, which gets the text ready made. A round measures all of them one after another, each for about
 * as long, so that what else the machine does weighs on all alike; a ratio is the middle of the ratios of the rounds.
 */
import { mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { XMLParser } from 'fast-xml-parser';
import type { Item, Message } from '../../shared/syncml/message.ts';
import { decodeWbxml, encodeWbxml } from '../../shared/syncml/wbxml/wbxml.ts';
import { decodeXml, encodeXml } from '../../shared/syncml/xml.ts';
import { median, pairedRatio, printRows, type Row } from './ratio.ts';
import { buildWbxmlPeer, startWbxmlPeer, type WbxmlPeer } from './wbxml-peer.ts';

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

const WARM_MS = 400;
const ROUNDS = 61;
/** How long each work of a round takes, milliseconds; it is estimated from so many calls at a time. */
const WORK_MS = 3;
const CALLS_TIMED = 8;

const parser = new XMLParser({ preserveOrder: true, parseTagValue: false, processEntities: false });
const folder = mkdtempSync(join(tmpdir(), 'scomo-bench-'));
try {
  const program = buildWbxmlPeer(folder);
  for (const { name, items } of SIZES) await measure(name, results(items), program);
} finally {
  rmSync(folder, { recursive: true, force: true });
}

async function measure(name: string, message: Message, program: string | undefined): Promise<void> {
  const wbxml = octetsOf(encodeWbxml(message));
  const xml = octetsOf(encodeXml(message));
  const text = new TextDecoder().decode(xml);
  const file = join(folder, 'message.wbxml');
  writeFileSync(file, wbxml);
  const peer = program === undefined ? undefined : await startWbxmlPeer(program, file);
  const [decode, encode, ourXml, parse] = [
    warmed(() => decodeWbxml(wbxml)),
    warmed(() => encodeWbxml(message)),
    warmed(() => decodeXml(xml)),
    warmed(() => parser.parse(text)),
  ];
  const theirs = { decode: callsFor(0), encode: callsFor(0) };
  if (peer !== undefined) {
    const [decodes, encodes] = await peer.round(CALLS_TIMED, CALLS_TIMED);
    Object.assign(theirs, { decode: callsFor(decodes), encode: callsFor(encodes) });
  }
  for (let round = 0; round < ROUNDS; round++) {
    for (const { run } of [decode, encode, ourXml, parse]) run();
    if (peer === undefined) continue;
    const [decodes, encodes] = await peer.round(theirs.decode.calls, theirs.encode.calls);
    theirs.decode.each.push(decodes);
    theirs.encode.each.push(encodes);
  }
  peer?.close();
  if (name === SIZES[0].name) printPeers(peer);
  console.log(`${name}: ${wbxml.length} octets of WBXML, ${xml.length} of XML`);
  printRows([
    row('WBXML decode / our XML decode', decode.each, ourXml.each, 'XML', 5),
    ...(peer === undefined ? [] : rowsOfPeer(decode.each, encode.each, theirs.decode.each, theirs.encode.each)),
    row('XML decode / fast-xml-parser, text to its tree', ourXml.each, parse.each, 'fast-xml-parser', 0.9),
  ]);
}

function rowsOfPeer(
  decode: readonly number[],
  encode: readonly number[],
  theirDecode: readonly number[],
  theirEncode: readonly number[],
): readonly Row[] {
  return [
    row('WBXML decode to Message / libwbxml to its tree', decode, theirDecode, 'libwbxml', 1),
    row('WBXML encode from Message / libwbxml from its tree', encode, theirEncode, 'libwbxml', 0.5),
  ];
}

/** A row that says how many times as fast ours (nanoseconds) is. */
function row(what: string, ours: readonly number[], theirs: readonly number[], peer: string, least: number): Row {
  return {
    what,
    ours: `${(median(ours) / 1000).toFixed(1)} µs`,
    peer: `${peer} ${(median(theirs) / 1000).toFixed(1)} µs`,
    ratio: pairedRatio(theirs, ours),
    limit: { least },
  };
}

/** Runs a work until it is warm; the rounds that follow take about WORK_MS each. */
function warmed(work: () => unknown): { readonly each: readonly number[]; readonly run: () => void } {
  let shortest = Number.POSITIVE_INFINITY;
  const began = performance.now();
  for (let before = began; before - began < WARM_MS; before = performance.now()) {
    for (let call = 0; call < CALLS_TIMED; call++) work();
    shortest = Math.min(shortest, (performance.now() - before) / CALLS_TIMED);
  }
  const { calls, each } = callsFor(shortest * 1e6);
  return {
    each,
    run() {
      const start = performance.now();
      for (let call = 0; call < calls; call++) work();
      each.push(((performance.now() - start) * 1e6) / calls);
    },
  };
}

/** How many calls of so many nanoseconds make a round, and where its time per call is kept. */
function callsFor(nanoseconds: number): { readonly calls: number; readonly each: number[] } {
  return { calls: Math.max(1, Math.ceil((WORK_MS * 1e6) / Math.max(nanoseconds, 100))), each: [] };
}

function printPeers(peer: WbxmlPeer | undefined): void {
  const manifest = join(import.meta.dirname, '..', '..', 'node_modules', 'fast-xml-parser', 'package.json');
  const { version } = JSON.parse(readFileSync(manifest, 'utf8')) as { readonly version: string };
  const c = peer === undefined ? 'no libwbxml: it needs gcc and libwbxml2-dev' : `libwbxml ${peer.version}, gcc -O2`;
  console.log(`Node.js ${process.versions.node}; fast-xml-parser ${version}; ${c}. Middle of ${ROUNDS} rounds.`);
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
