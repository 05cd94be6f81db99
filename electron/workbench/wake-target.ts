/** Where and in which form a handset takes notifications: as a person said, else as the handset told. */
import { PUSH_PORT } from '../../shared/dm/wap-push.ts';
import type { WakeAddress } from '../links/link.ts';
import type { HandsetRecord } from '../storage/handsets.ts';

export interface WakeTarget extends WakeAddress {
  /** raw: package 0 as it is. push: as WAP push. */
  readonly form: 'raw' | 'push';
}

/** Undefined when the handset cannot be woken: nobody knows where it is, or a person said not to. */
export function wakeTarget({ wake, httpAddress: address, notifyPort }: HandsetRecord): WakeTarget | undefined {
  if (wake === undefined)
    return address === undefined || notifyPort === undefined
      ? undefined
      : { form: 'raw', host: address, port: notifyPort };
  const host = wake.host ?? address;
  if (wake.form === 'none' || host === undefined) return undefined;
  return { form: wake.form, host, port: wake.port ?? notifyPort ?? PUSH_PORT };
}
