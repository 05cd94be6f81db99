/** Time as the server sees it: given from outside, so that a test can hold it still. */
export interface Clock {
  /** Milliseconds since the epoch. */
  now(): number;
  /** Calls back once after `ms` milliseconds unless the returned function is called first. */
  after(ms: number, callback: () => void): () => void;
  /** Calls back once everything that runs now has run: commands queued together then travel together. */
  soon(callback: () => void): void;
}
