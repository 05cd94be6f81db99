/** Lets a report through at most every so often, and always the last one. */

export interface Throttle {
  /** Reports now if the last report is long enough ago, else when it will be. */
  touch(): void;
  /** Reports now if something was touched and not yet reported. */
  flush(): void;
  /** Reports nothing from now on. */
  close(): void;
}

/** Calls `report` at most every `intervalMs` milliseconds; it reads its values itself, so it always tells the latest. */
export function createThrottle(intervalMs: number, report: () => void): Throttle {
  let timer: NodeJS.Timeout | undefined;
  let isWaiting = false;
  let isClosed = false;

  function say(): void {
    isWaiting = false;
    clearTimeout(timer);
    timer = setTimeout(() => {
      timer = undefined;
      if (isWaiting) say();
    }, intervalMs);
    timer.unref();
    report();
  }

  return {
    touch() {
      if (isClosed) return;
      if (timer === undefined) say();
      else isWaiting = true;
    },
    flush() {
      if (isWaiting) say();
    },
    close() {
      isClosed = true;
      isWaiting = false;
      clearTimeout(timer);
    },
  };
}
