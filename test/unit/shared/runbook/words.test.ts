import { describe, expect, it } from 'vitest';
import { durationWords, runStateWord, stepStateWord, waitingWords } from '../../../../shared/runbook/words.ts';
import { append, planned } from './bench.ts';

describe('words', () => {
  it.each([
    [0, '0.0 s'],
    [320, '0.3 s'],
    [8_400, '8 s'],
    [119_000, '119 s'],
    [600_000, '10 min'],
    [7_200_000, '2 h'],
    [7_500_000, '2 h 5 min'],
  ])('%i ms is %s', (ms, words) => {
    expect(durationWords(ms)).toBe(words);
  });

  it('a wait says what for, since when and how long at most', () => {
    const waiting = { what: "the handset's report", kind: 'result', since: 1_000, until: 601_000 } as const;
    expect(waitingWords(waiting, 9_000)).toBe("Waiting for the handset's report since 8 s, at most 10 min");
    expect(waitingWords(waiting, 0)).toBe("Waiting for the handset's report since 0.0 s, at most 10 min");
  });

  it('a run and a step say their state', () => {
    const run = planned('read-inventory', {});
    expect(runStateWord(run)).toBe('Ready');
    const running = append(run, { type: 'started', step: 's1', mode: 'all' });
    expect(runStateWord(append(running, { type: 'paused' }))).toBe('Pausing after this step');
    expect(running.steps.map(stepStateWord)).toEqual(['Running']);
  });
});
