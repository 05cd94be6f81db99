/**
 * Link: one port for every way to reach a handset. A link opens the way (http: the handset calls us; serial and usb:
 * we call the handset), carries messages into the session table, and can wake a handset with a notification.
 */
import type { Result } from '../../shared/result.ts';
import type { LinkKind } from '../server/wire-message.ts';

export interface Link {
  readonly kind: LinkKind;
  /** Sends package 0 to the handset. Success means sent, not received: the handset answers by calling. */
  wake(address: WakeAddress, notification: Uint8Array): Promise<Result<void>>;
  /** Stops taking messages; requests under way are answered first. Idempotent. */
  close(): Promise<void>;
}

/** Where a notification goes. UDP for http handsets; the cable itself for the others. */
export interface WakeAddress {
  readonly host: string;
  readonly port: number;
}
