import { describe, expect, it } from 'vitest';
import { whenTold } from '../../../electron/host/when-told.ts';
import { fail, ok } from '../../../shared/result.ts';
import type { SequencedEvent } from '../../../shared/contract/events.ts';

/** Longer than any test here. */
const LONG_MS = 60_000;

/** A workbench that tells what the test says. */
function tellingClient(): {
  readonly subscribe: (listener: (event: SequencedEvent) => void) => () => void;
  readonly tell: (type: 'cable-removed' | 'trace-cleared') => void;
  readonly listeners: Set<(event: SequencedEvent) => void>;
} {
  const listeners = new Set<(event: SequencedEvent) => void>();
  return {
    listeners,
    subscribe(listener) {
      listeners.add(listener);
      return () => void listeners.delete(listener);
    },
    tell(type): void {
      const event: SequencedEvent = type === 'trace-cleared' ? { seq: 1, type } : { seq: 1, type, port: 'COM3' };
      for (const listener of listeners) listener(event);
    },
  };
}

describe('waiting for a workbench', () => {
  it('ends at the first look when it is so already', async () => {
    const client = tellingClient();
    expect(await whenTold(client, ['cable-removed'], () => Promise.resolve(ok(7)), LONG_MS)).toEqual(ok(7));
    expect(client.listeners.size).toBe(0);
  });

  it('looks again when something was told, and not for what is about something else', async () => {
    const client = tellingClient();
    let looks = 0;
    const found = whenTold(
      client,
      ['cable-removed'],
      () => Promise.resolve(ok(++looks === 2 ? 7 : undefined)),
      LONG_MS,
    );
    await Promise.resolve();
    client.tell('trace-cleared');
    await new Promise(setImmediate);
    expect(looks).toBe(1);
    client.tell('cable-removed');
    expect(await found).toEqual(ok(7));
  });

  it('misses nothing that is told while it looks', async () => {
    const client = tellingClient();
    let looks = 0;
    const look = (): Promise<ReturnType<typeof ok<number | undefined>>> => {
      const found = ok(++looks === 2 ? 7 : undefined);
      client.tell('cable-removed');
      return Promise.resolve(found);
    };
    expect(await whenTold(client, ['cable-removed'], look, LONG_MS)).toEqual(ok(7));
  });

  it('gives up after its time, and at a failure at once', async () => {
    const client = tellingClient();
    expect(await whenTold(client, ['cable'], () => Promise.resolve(ok(undefined)), 10)).toEqual(ok(undefined));
    const failure = fail('gone', 'The workbench has gone.', 'Start it.');
    expect(await whenTold(client, ['cable'], () => Promise.resolve(failure), LONG_MS)).toEqual(failure);
    expect(client.listeners.size).toBe(0);
  });
});
