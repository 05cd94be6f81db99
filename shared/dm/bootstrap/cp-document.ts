/**
 * The OMA Client Provisioning document: nested characteristics with named parameters (OMA-WAP-ProvCont 1.1; facts
 * 2.10). Its XML and its WBXML are read into this and written from it. Parameters come before the characteristics
 * inside, which is how every such document is written.
 */

export interface ProvisioningDocument {
  /** `1.0` or `1.1`. */
  readonly version: string;
  readonly characteristics: readonly Characteristic[];
}

export interface Characteristic {
  /** e.g. `APPLICATION`. */
  readonly type: string;
  readonly parms: readonly Parm[];
  readonly characteristics: readonly Characteristic[];
}

export interface Parm {
  readonly name: string;
  readonly value: string;
}

/** Media types of the two encodings. */
export const CP_XML = 'text/vnd.wap.connectivity-xml';
export const CP_WBXML = 'application/vnd.wap.connectivity-wbxml';

/** Bounds for what is read: handsets get such documents by SMS, so they are small. */
export const CP_LIMITS = { octets: 256 * 1024, depth: 16, elements: 4_096 } as const;

/** Makes a characteristic; a parameter without a value is left out. */
export function characteristic(
  type: string,
  parms: readonly (readonly [name: string, value: string | undefined])[],
  characteristics: readonly Characteristic[] = [],
): Characteristic {
  return {
    type,
    parms: parms.flatMap(([name, value]) => (value === undefined ? [] : [{ name, value }])),
    characteristics,
  };
}

/** The first value of a parameter. */
export function parmOf({ parms }: Characteristic, name: string): string | undefined {
  return parms.find((parm) => parm.name === name)?.value;
}
