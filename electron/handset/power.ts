/** Switches a handset on, and on again after each restart that a fault brings. */
import { setTimeout as sleep } from 'node:timers/promises';
import { isCableFault } from '../../shared/contract/cable-fault.ts';
import type { Result } from '../../shared/result.ts';
import type { Tell } from './events.ts';
import { createFaults } from './faults/faults.ts';
import { type RunningHandset, switchOn } from './handset.ts';
import { checkOptions, type CheckedOptions, type HandsetOptions } from './options.ts';

/** How long a restart takes, milliseconds. */
const REBOOT_MS = 300;

/**
 * Switches a handset on in this process. `tell` gets its events.
 * Errors: `invalid-options`, `state-unreadable`, `state-damaged`, `state-other-root`, `port-in-use`, `port-refused`.
 */
export async function openHandset(given: HandsetOptions, tell: Tell = () => {}): Promise<Result<RunningHandset>> {
  const checked = checkOptions(given);
  return checked.ok ? keepOn(checked.value, tell) : checked;
}

/** As `openHandset`, with options that have been checked. */
export async function keepOn(options: CheckedOptions, tell: Tell): Promise<Result<RunningHandset>> {
  const ofMessages = options.faults.filter((spec) => !isCableFault(spec));
  const faults = createFaults(ofMessages, options.seed, (fault) => tell({ event: 'fault', fault }));
  const opened = await switchOn(options, { tell, faults, reboot: () => void reboot() });
  if (!opened.ok) return opened;
  let running = opened.value;
  const { devId, notifyPort } = running;
  let stopped: Promise<void> | undefined;
  let rebooting: Promise<void> = Promise.resolve();

  function reboot(): Promise<void> {
    rebooting = rebooting.then(restart);
    return rebooting;
  }

  async function restart(): Promise<void> {
    await running.stop();
    if (stopped !== undefined) return;
    tell({ event: 'rebooted' });
    await sleep(REBOOT_MS);
    if (stopped !== undefined) return;
    // The server knows the port of notifications: it stays.
    const again = await switchOn({ ...options, notifyPort }, { tell, faults, reboot: () => void reboot() });
    if (again.ok) running = again.value;
    else tell({ event: 'trouble', message: `The handset does not come up again: ${again.error.message}` });
  }

  async function switchOff(): Promise<void> {
    await rebooting;
    await running.stop();
  }

  return { ok: true, value: { devId, notifyPort, stop: () => (stopped ??= switchOff()) } };
}

/** As `openHandset`, for callers that take a failure as an exception. */
export async function runHandset(given: HandsetOptions, tell?: Tell): Promise<RunningHandset> {
  const opened = await openHandset(given, tell);
  if (opened.ok) return opened.value;
  const { message, next, detail } = opened.error;
  throw new Error(`${message} ${next}${detail === undefined ? '' : ` (${detail})`}`);
}
