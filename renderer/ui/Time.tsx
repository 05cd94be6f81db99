/** Times as a technician reads them: how long ago, with the exact time as tooltip. One timer ticks for all. */
import { useSyncExternalStore } from 'react';

/** Shows how long ago `at` (milliseconds since the epoch) was, e.g. `4 s`; ticks. `suffix` e.g. ` ago`. */
export function Time({ at, suffix = '' }: { readonly at: number; readonly suffix?: string }) {
  const now = useNow();
  const age = formatAge(now - at);
  return (
    <time dateTime={new Date(at).toISOString()} title={formatExact(at)}>
      {age}
      {age === 'now' ? '' : suffix}
    </time>
  );
}

/** The current time in milliseconds, renewed once a second while someone looks. */
export function useNow(): number {
  return useSyncExternalStore(subscribe, () => now);
}

/** A time span in the coarsest unit that still says something: `now`, `4 s`, `12 min`, `3 h`, `5 d`. */
export function formatAge(ms: number): string {
  const seconds = Math.floor(ms / 1000);
  if (seconds < 2) return 'now';
  return formatSpan(ms);
}

/** A duration: `< 0.1 s`, `0.3 s`, `8 s`, `12 min`, `3 h`, `5 d`. */
export function formatSpan(ms: number): string {
  if (ms < 50) return '< 0.1 s';
  if (ms < 950) return `${(ms / 1000).toFixed(1)} s`;
  const seconds = Math.round(ms / 1000);
  if (seconds < 60) return `${seconds} s`;
  if (seconds < 3600) return `${Math.floor(seconds / 60)} min`;
  if (seconds < 86_400) return `${Math.floor(seconds / 3600)} h`;
  return `${Math.floor(seconds / 86_400)} d`;
}

/** Date in the person's own format, and the time of day to the second as it stands everywhere here: `14:02:19`. */
export function formatExact(at: number): string {
  if (at !== exact.at) exact = { at, words: EXACT.format(at) };
  return exact.words;
}

/** Time of day to the second where it is today's, else with its date: `14:02:19`. */
export function formatMoment(at: number, today = new Date()): string {
  const date = new Date(at);
  return date.toDateString() === today.toDateString()
    ? `${two(date.getHours())}:${two(date.getMinutes())}:${two(date.getSeconds())}`
    : formatExact(at);
}

/** Time of day with milliseconds, as the trace shows it: `14:02:19.214`. */
export function formatClock(at: number): string {
  const date = new Date(at);
  return `${two(date.getHours())}:${two(date.getMinutes())}:${two(date.getSeconds())}.${String(date.getMilliseconds()).padStart(3, '0')}`;
}

/** `14:02`. */
export function formatMinute(at: number): string {
  const date = new Date(at);
  return `${two(date.getHours())}:${two(date.getMinutes())}`;
}

function two(value: number): string {
  return String(value).padStart(2, '0');
}

const EXACT = new Intl.DateTimeFormat(undefined, { dateStyle: 'medium', timeStyle: 'medium', hourCycle: 'h23' });

/** Formatted last: what was read at once has one time, and a list says it in every row. */
let exact = { at: Number.NaN, words: '' };

let now = Date.now();
let timer: ReturnType<typeof setInterval> | undefined;
const watchers = new Set<() => void>();

function subscribe(watcher: () => void): () => void {
  watchers.add(watcher);
  if (timer === undefined) {
    now = Date.now();
    timer = setInterval(() => {
      now = Date.now();
      for (const each of watchers) each();
    }, 1000);
  }
  return () => {
    watchers.delete(watcher);
    if (watchers.size > 0) return;
    clearInterval(timer);
    timer = undefined;
  };
}
