/** One job at a time, in the order in which they came: a handset has one installer. */
export interface SerialQueue {
  /** Runs `job` when all earlier ones have ended, well or not. */
  run<T>(job: () => Promise<T>): Promise<T>;
}

/** Makes an empty queue. */
export function createSerialQueue(): SerialQueue {
  let last: Promise<unknown> = Promise.resolve();
  return {
    run(job) {
      const next = last.then(job, job);
      last = next;
      return next;
    },
  };
}
