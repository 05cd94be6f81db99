/** What a SCOMO object and its alerts call themselves (facts 1.1). */
import type { ScomoVersion } from './inventory-types.ts';

interface ObjectIdentifier {
  readonly version: ScomoVersion;
  readonly id: string;
}

const MO_IDENTIFIERS: readonly ObjectIdentifier[] = [
  { version: '1.0', id: 'urn:oma:mo:oma-scomo:1.0' },
  { version: '1.1', id: 'urn:oma:mo:oma-scomo:1.1' },
];

/** Later minor versions keep the nodes of the earlier ones: they are read as the newest that we know. */
const MO_PREFIX = 'urn:oma:mo:oma-scomo:1.';

export type ScomoAlertKind = 'operation-complete' | 'client-initiated';

/** Alert types by prefix or suffix, first match wins; lower case (facts 1.1, 2.6). */
const ALERT_TYPES: readonly {
  readonly kind: ScomoAlertKind;
  readonly match: 'prefix' | 'suffix';
  readonly text: string;
}[] = [
  { kind: 'operation-complete', match: 'suffix', text: 'softwarecomponent.operationcomplete' },
  { kind: 'operation-complete', match: 'suffix', text: ':operationcomplete' },
  { kind: 'client-initiated', match: 'prefix', text: 'urn:oma:at:scomo:' },
  { kind: 'client-initiated', match: 'prefix', text: 'org.openmobilealliance.dm.softwarecomponent.' },
];

/** Namespaces that DM 1.2 puts before an alert type, and that many handsets leave out (facts 2.6). */
const TYPE_NAMESPACE = /^(?:content-type|reversed-domain-name|urn-name)\s*:\s+/;

/** The MO identifier of a SCOMO version, e.g. `urn:oma:mo:oma-scomo:1.0`. */
export function moIdentifier(version: ScomoVersion): string {
  return `${MO_PREFIX}${version.slice(2)}`;
}

/** Which SCOMO version a Type property names; undefined when it names no SCOMO object. Case and blanks don't matter. */
export function scomoVersionOf(type: string | undefined): ScomoVersion | undefined {
  if (type === undefined) return undefined;
  const id = type.trim().toLowerCase();
  const exact = MO_IDENTIFIERS.find((row) => row.id === id);
  if (exact !== undefined) return exact.version;
  return id.startsWith(MO_PREFIX) ? MO_IDENTIFIERS.at(-1)?.version : undefined;
}

/** The type of the alert with which a handset reports the end of an operation. */
export function completionAlertType(version: ScomoVersion): string {
  return `urn:oma:at:scomo:${version}:OperationComplete`;
}

/**
 * What a generic alert's type says; undefined when the alert is none of SCOMO's. An alert type of SCOMO that no table
 * knows is taken for a handset's own request (facts 1.1: match by prefix, never fail).
 */
export function scomoAlertKindOf(type: string | undefined): ScomoAlertKind | undefined {
  if (type === undefined) return undefined;
  const text = type.trim().toLowerCase().replace(TYPE_NAMESPACE, '');
  const isOurs = text.includes('scomo') || text.includes('softwarecomponent');
  if (!isOurs) return undefined;
  return ALERT_TYPES.find((row) => (row.match === 'prefix' ? text.startsWith(row.text) : text.endsWith(row.text)))
    ?.kind;
}
