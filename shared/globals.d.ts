/**
 * The few globals that every runtime has and that pure code may use. Anything else that a browser or Node.js offers
 * is handed in as an argument.
 */

declare class TextEncoder {
  encode(input?: string): Uint8Array<ArrayBuffer>;
  encodeInto(input: string, into: Uint8Array): { readonly read: number; readonly written: number };
}

declare class TextDecoder {
  constructor(label?: string, options?: { readonly fatal?: boolean; readonly ignoreBOM?: boolean });
  readonly encoding: string;
  decode(input?: Uint8Array | ArrayBuffer, options?: { readonly stream?: boolean }): string;
}

declare function structuredClone<T>(value: T): T;
