/**
 * The generic alert with which a handset reports the end of an operation (facts 1.7).
 *
 * Its Data is not XML: two sibling elements without a root, sent escaped, in CDATA, or bare. It is scanned by hand,
 * in one pass, so that nothing a handset sends can make it throw or take long.
 */
import type { Alert, Data } from '../syncml/message.ts';
import { lastSegment, normalizeURI } from '../dm/uri.ts';
import type { OperationName, ScomoVersion } from './inventory-types.ts';
import { type ScomoAlertKind, completionAlertType, scomoAlertKindOf } from './mo.ts';
import { standardName } from './nodes.ts';
import { OPERATIONS } from './operations.ts';
import { isResultSuccess } from './result-codes.ts';

/** What the Data of one Item says. */
export interface AlertData {
  readonly resultCode: number;
  /** ID of the component, or PkgID on some handsets. */
  readonly identifier?: string;
}

/** One Item of a SCOMO alert: an operation that has come to its end, or a request of the handset. */
export interface OperationReport extends Partial<AlertData> {
  readonly kind: ScomoAlertKind;
  readonly type: string;
  /** The correlator of the Exec, echoed. */
  readonly correlator?: string;
  /** URI of the executed operation node. */
  readonly source?: string;
  /** The operation as the last segment of `source` names it. */
  readonly operation?: OperationName;
  /** URI of the package or component that the operation made or changed. */
  readonly target?: string;
}

/** Longest Data that is looked at, in UTF-16 units; the two elements of a real alert need some hundred. */
const MAX_DATA = 16_384;

const ENTITIES: Readonly<Record<string, string>> = { lt: '<', gt: '>', amp: '&', quot: '"', apos: "'" };

/**
 * Reads result code and identifier out of an Item's Data in any of its spellings; undefined when there is no result
 * code in it. Never throws.
 */
export function parseAlertData(data: Data | undefined): AlertData | undefined {
  if (data === undefined) return undefined;
  const raw = typeof data === 'string' ? data : new TextDecoder('utf-8').decode(data);
  const text = unwrap(raw.slice(0, MAX_DATA));
  const code = elementText(text, 'ResultCode') ?? (text.includes('<') ? undefined : text);
  const identifier = elementText(text, 'Identifier');
  if (code === undefined || !/^\s*\d{1,9}\s*$/.test(code)) return undefined;
  return {
    resultCode: Number(code),
    ...(identifier === undefined || identifier.trim() === '' ? {} : { identifier: identifier.trim() }),
  };
}

/** The Data of a completion alert, to be escaped by the codec like any text. */
export function formatAlertData(resultCode: number, identifier: string | undefined): string {
  const escaped = identifier?.replaceAll('&', '&amp;').replaceAll('<', '&lt;').replaceAll('>', '&gt;');
  return `<ResultCode>${resultCode}</ResultCode>${escaped === undefined ? '' : `<Identifier>${escaped}</Identifier>`}`;
}

/** The reports of SCOMO in an alert: one per Item, none when the alert is somebody else's. */
export function reportsOf(alert: Alert): readonly OperationReport[] {
  if (alert.data?.trim() !== '1226') return [];
  return alert.items.flatMap((item) => {
    const type = item.meta?.type ?? alert.meta?.type;
    const kind = scomoAlertKindOf(type);
    if (type === undefined || kind === undefined) return [];
    const source = item.source?.locURI;
    const target = item.target?.locURI;
    const operation = operationIn(source);
    return [
      {
        kind,
        type,
        ...(alert.correlator === undefined || alert.correlator === '' ? {} : { correlator: alert.correlator }),
        ...(source === undefined || source === '' ? {} : { source: normalizeURI(source) }),
        ...(operation === undefined ? {} : { operation }),
        ...(target === undefined || target === '' ? {} : { target: normalizeURI(target) }),
        ...parseAlertData(item.data),
      },
    ];
  });
}

/**
 * The alert of a finished operation as the standard has it, for the virtual handset. `targets`: the components or the
 * package that came of it, one Item each; on failure there may be none.
 */
export function completionAlert(report: {
  readonly version: ScomoVersion;
  readonly correlator?: string;
  readonly source: string;
  readonly resultCode: number;
  readonly targets: readonly { readonly uri: string; readonly identifier: string }[];
}): Omit<Alert, 'cmdId'> {
  const { version, correlator, source, resultCode, targets } = report;
  const meta = {
    type: completionAlertType(version),
    format: 'text/plain',
    mark: isResultSuccess(resultCode) ? 'informational' : 'warning',
  };
  const items =
    targets.length === 0
      ? [{ source: { locURI: source }, meta, data: formatAlertData(resultCode, undefined) }]
      : targets.map(({ uri, identifier }) => ({
          source: { locURI: source },
          target: { locURI: uri },
          meta,
          data: formatAlertData(resultCode, identifier),
        }));
  return { cmd: 'Alert', data: '1226', ...(correlator === undefined ? {} : { correlator }), items };
}

/** Takes CDATA brackets and up to two layers of escaping off. */
function unwrap(raw: string): string {
  let text = raw;
  for (let layer = 0; layer < 2; layer++) {
    text = text.replaceAll('<![CDATA[', '').replaceAll(']]>', '');
    if (/<[A-Za-z]/.test(text)) return text;
    text = unescape(text);
  }
  return text;
}

/** The text of the first element with this local name, whatever its case, prefix and attributes. */
function elementText(text: string, name: string): string | undefined {
  const lower = text.toLowerCase();
  const wanted = name.toLowerCase();
  let at = lower.indexOf('<');
  while (at >= 0) {
    const end = lower.indexOf('>', at);
    if (end < 0) return undefined;
    const tag =
      lower
        .slice(at + 1, end)
        .trim()
        .split(/\s/, 1)[0] ?? '';
    if (localName(tag) === wanted) {
      const close = lower.indexOf('</', end);
      return unescape(text.slice(end + 1, close < 0 ? undefined : close));
    }
    at = lower.indexOf('<', end);
  }
  return undefined;
}

function localName(tag: string): string {
  return tag.slice(tag.indexOf(':') + 1);
}

function unescape(text: string): string {
  return text.replaceAll(/&(?:#(\d{1,7})|#x([0-9a-f]{1,6})|([a-z]{2,4}));/gi, (whole, decimal, hex, named) => {
    if (typeof named === 'string') return ENTITIES[named.toLowerCase()] ?? whole;
    const code = typeof decimal === 'string' ? Number(decimal) : Number.parseInt(String(hex), 16);
    return code > 0 && code <= 0x10_ff_ff ? String.fromCodePoint(code) : whole;
  });
}

function operationIn(source: string | undefined): OperationName | undefined {
  if (source === undefined || source === '') return undefined;
  const name = standardName(lastSegment(normalizeURI(source)));
  return Object.values(OPERATIONS)
    .flat()
    .find((operation) => operation === name);
}
