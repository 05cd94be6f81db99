/**
 * A workbench for component tests: inputs are checked with the contract's own schemas, answers come from a table,
 * and the test pushes events by hand.
 */
import { methodNamed, type Call, type Input, type MethodName, type Output } from '../../shared/contract/contract.ts';
import type { SequencedEvent, WorkbenchEvent } from '../../shared/contract/events.ts';
import { fail, ok, type Result } from '../../shared/result.ts';
import type { Carrier, ConnectionState } from './carrier.ts';

export type Answers = {
  [N in MethodName]?: (input: Input<N>) => Result<Output<N>> | Promise<Result<Output<N>>>;
};

export interface FakeCarrier extends Carrier {
  /** Every call so far, with its checked input. */
  readonly calls: readonly { readonly name: MethodName; readonly input: unknown }[];
  /** Sends an event to the window with the next number, or with `seq` to make a gap. */
  push(event: WorkbenchEvent, seq?: number): void;
  setConnection(state: ConnectionState): void;
}

/** Makes a fake. A method without an answer fails with `no-answer`; bad input fails with `bad-input`. */
export function fakeCarrier(answers: Answers = {}, connection: ConnectionState = 'open'): FakeCarrier {
  const calls: { name: MethodName; input: unknown }[] = [];
  const listeners = new Set<(event: SequencedEvent) => void>();
  const watchers = new Set<(state: ConnectionState) => void>();
  let state = connection;
  let seq = 0;
  return {
    calls,
    call: (async (name: MethodName, input: unknown): Promise<Result<unknown>> => {
      const method = methodNamed(name);
      if (method === undefined) return fail('unknown-method', `There is no ${name}.`, 'Check the name.');
      const checked = method.input.safeParse(input);
      if (!checked.success) return fail('bad-input', `Input of ${name}: ${checked.error.message}`, 'Correct it.');
      calls.push({ name, input: checked.data });
      const answer = answers[name] as ((input: unknown) => Result<unknown> | Promise<Result<unknown>>) | undefined;
      return answer === undefined
        ? fail('no-answer', `The fake has no answer for ${name}.`, 'Add one.')
        : answer(input);
    }) as Call,
    subscribe(listener) {
      listeners.add(listener);
      return () => void listeners.delete(listener);
    },
    handOver(file, onProgress) {
      onProgress(1);
      return Promise.resolve(ok(`handle-${file.name.replace(/[^A-Za-z0-9._:-]/g, '-')}`));
    },
    watchConnection(watcher) {
      watchers.add(watcher);
      watcher(state);
      return () => void watchers.delete(watcher);
    },
    dispose: () => undefined,
    push(event, number = seq + 1) {
      seq = number;
      for (const listener of listeners) listener({ ...event, seq });
    },
    setConnection(next) {
      state = next;
      for (const watcher of watchers) watcher(next);
    },
  };
}
