import { describe, expect, it } from 'vitest';
import { changeLines } from '../../../../renderer/features/runs/node-changes.ts';
import { codeTone, markWords, progressWords, stepDuration } from '../../../../renderer/features/runs/run-progress.ts';
import type { NodeChange } from '../../../../shared/dm/node.ts';
import { sampleRun } from '../sample-window.tsx';
import { sampleStep } from './sample-steps.ts';

const steps = [sampleStep('s1'), sampleStep('s2'), sampleStep('s3')];

describe('how far a run is', () => {
  it.each([
    ['ready', 0, 'Step 1 of 3'],
    ['waiting', 2, 'Step 3 of 3'],
    ['failed', 1, 'Step 2 of 3'],
    ['done', 3, 'Done'],
    ['aborted', 3, 'Aborted'],
  ] as const)('%s at %i: %s', (state, current, words) => {
    expect(progressWords(sampleRun({ state, current, steps }))).toBe(words);
  });

  it.each([
    ['ready', 0, 'Step 1 next'],
    ['running', 1, 'Step 2 runs'],
    ['waiting', 2, 'Step 3 waits'],
    ['paused', 1, 'Paused'],
    ['failed', 1, 'Step 2 failed'],
    ['done', 3, 'Done'],
    ['aborted', 3, 'Aborted'],
  ] as const)('in few words: %s at %i: %s', (state, current, words) => {
    expect(markWords(sampleRun({ state, current, steps }))).toBe(words);
  });

  it('counts the steps that are taken back by themselves', () => {
    const undo = [sampleStep('u1', { undoes: 's2' }), sampleStep('u2', { undoes: 's1' })];
    expect(progressWords(sampleRun({ state: 'undoing', current: 4, steps: [...steps, ...undo] }))).toBe(
      'Taking back 2 of 2',
    );
    expect(progressWords(sampleRun({ state: 'failed', current: 2, steps: [...steps, ...undo] }))).toBe('Step 3 of 3');
    expect(markWords(sampleRun({ state: 'undoing', current: 4, steps: [...steps, ...undo] }))).toBe('Taking back');
    expect(markWords(sampleRun({ state: 'failed', current: 3, steps: [...steps, ...undo] }))).toBe(
      'Taking back failed',
    );
  });

  it('knows how long a step took, and takes so far', () => {
    expect(stepDuration(sampleStep('s1'), 50)).toBeUndefined();
    expect(stepDuration(sampleStep('s1', { startedAt: 10, endedAt: 40 }), 50)).toBe(30);
    expect(stepDuration(sampleStep('s1', { startedAt: 10 }), 50)).toBe(40);
  });

  it.each([
    [200, 'ok'],
    [202, 'ok'],
    [214, 'failed'],
    [215, 'failed'],
    [216, 'failed'],
    [304, 'failed'],
    [404, 'failed'],
    [500, 'failed'],
    [1200, 'ok'],
    [1405, 'failed'],
    [1501, 'failed'],
  ])('code %i is %s', (code, tone) => {
    expect(codeTone(code)).toBe(tone);
  });
});

describe('what a step changed', () => {
  const node = (uri: string, value?: string) => ({
    uri,
    format: 'chr' as const,
    readAt: 0,
    ...(value === undefined ? {} : { value }),
  });
  const added = (uri: string, value?: string): NodeChange => ({ uri, after: node(uri, value) });
  const removed = (uri: string): NodeChange => ({ uri, before: node(uri) });

  it('shows a sub-tree that appeared or went away as one line', () => {
    expect(
      changeLines([
        added('./SCM/Download/p/PkgID', 'x'),
        added('./SCM/Download/p'),
        removed('./SCM/Inventory/Deployed/C1'),
        removed('./SCM/Inventory/Deployed/C1/ID'),
        { uri: './SCM/Inventory/Deployed/C2/State', before: node('', '10'), after: node('', '20') },
      ]),
    ).toEqual([
      { kind: 'added', uri: './SCM/Download/p', nodes: 2 },
      { kind: 'removed', uri: './SCM/Inventory/Deployed/C1', nodes: 2 },
      { kind: 'changed', uri: './SCM/Inventory/Deployed/C2/State', nodes: 1, before: '10', after: '20' },
    ]);
  });
});
