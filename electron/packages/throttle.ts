/** Lets a report through at most every so often, and always the last one. */

export interface Throttle {
  /** Reports now if the last report is long enough ago, else when it will be. */
  touch(): void;
  /** Reports now if something was touched and not yet reported. */
  flush(): void;
  /** Forgets what was not reported. */
  close(): void;
}

/** Calls `report` at most every `intervalMs` milliseconds; it reads its values itself, so it always tells the latest. */
export function createThrottle(intervalMs: number, report: () => void): Throttle {
  let timer: NodeJS.Timeout | undefined;
  let isWaiting = false;

  function say(): void {
    isWaiting = false;
    timer = setTimeout(() => {
      timer = undefined;
      if (isWaiting) say();
    }, intervalMs);
    timer.unref();
    report();
  }

  function close(): void {
    clearTimeout(timer);
    timer = undefined;
    isWaiting = false;
  }

  return {
    touch() {
      if (timer === undefined) say();
      else isWaiting = true;
    },
    flush() {
      if (!isWaiting) return;
      close();
      say();
    },
    close,
  };
}
