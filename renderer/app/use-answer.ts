/** Asking the workbench once, for a view that shows the answer. */
import { useEffect, useState } from 'react';
import type { Input, MethodName, Output } from '../../shared/contract/contract.ts';
import type { Result } from '../../shared/result.ts';
import { call } from './workbench.ts';

/**
 * The answer to one call, undefined while it is on its way; asks again when the input changes, or what the answer
 * `dependsOn` besides.
 */
export function useAnswer<N extends MethodName>(
  name: N,
  input: Input<N>,
  dependsOn = '',
): Result<Output<N>> | undefined {
  const question = JSON.stringify(input);
  const key = `${question} ${dependsOn}`;
  const [answer, setAnswer] = useState<{ readonly key: string; readonly result: Result<Output<N>> }>();
  useEffect(() => {
    let current = true;
    void call(name, JSON.parse(question) as Input<N>).then((result) => {
      if (current) setAnswer({ key, result });
    });
    return () => {
      current = false;
    };
  }, [name, question, key]);
  return answer?.key === key ? answer.result : undefined;
}

/** Submitting: runs one task at a time and keeps its failure for the form to show. */
export function useSubmit(): {
  readonly busy: boolean;
  readonly failure: Extract<Result<never>, { ok: false }>['error'] | undefined;
  /** Runs the task; `then` gets the value of a success. */
  submit<T>(task: () => Promise<Result<T>>, then: (value: T) => void): void;
} {
  const [busy, setBusy] = useState(false);
  const [failure, setFailure] = useState<Extract<Result<never>, { ok: false }>['error']>();
  return {
    busy,
    failure,
    submit(task, then) {
      if (busy) return;
      setBusy(true);
      setFailure(undefined);
      void task().then((result) => {
        setBusy(false);
        if (result.ok) then(result.value);
        else setFailure(result.error);
      });
    },
  };
}
