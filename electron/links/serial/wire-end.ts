/** The end of an open port, which comes once: it is closed from here, or it is lost. */
import type { WireListener } from './serial-wire.ts';

export class WireEnd {
  isOpen = true;
  readonly #port: { close(): Promise<void> };
  readonly #listener: WireListener;
  #closed: Promise<void> | undefined;

  constructor(port: { close(): Promise<void> }, listener: WireListener) {
    this.#port = port;
    this.#listener = listener;
  }

  /** What the system says of a port that is gone is told, unless the port was closed or lost before. */
  lose(error: unknown): void {
    if (!this.isOpen) return;
    void this.close();
    this.#listener.lost(error instanceof Error ? error.message : String(error));
  }

  /** Resolves when the system has let go of the port. */
  close(): Promise<void> {
    this.isOpen = false;
    this.#closed ??= this.#port.close().catch(() => undefined);
    return this.#closed;
  }
}
