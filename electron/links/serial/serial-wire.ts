/** What carries the octets of an open port; how, is the platform's business. */
export interface SerialWire {
  /** Writes in order; tells each time how many octets the system has taken. */
  write(bytes: Uint8Array, taken: (octets: number) => void): void;
  close(): Promise<void>;
}

export interface WireListener {
  /** The memory of the chunk is the wire's: who keeps octets copies them. */
  data(chunk: Uint8Array): void;
  /** Told once, with what the system says; nothing follows. */
  lost(why: string): void;
}
