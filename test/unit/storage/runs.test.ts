import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { fileURLToPath } from 'node:url';
import { expect, test } from 'vitest';
import type { RunEvent } from '../../../shared/runbook/run.ts';
import { dataFolder, opened } from './data-folder.ts';
import { created, handset } from './records.ts';

const paused: RunEvent = { seq: 1, at: 2, type: 'paused' };

test('the journal comes back in order after a restart, runs newest first', () => {
  const folder = dataFolder();
  const first = opened(folder);
  first.handsets.put(handset('a'));
  expect(first.runs.appendEvent('old', created('old', 'a', 1))).toEqual({ ok: true, value: undefined });
  expect(first.runs.appendEvent('new', created('new', 'a', 9))).toMatchObject({ ok: true });
  expect(first.runs.appendEvent('old', paused)).toMatchObject({ ok: true });
  first.close();
  const again = opened(folder);
  expect(again.runs.allRunIds()).toEqual(['new', 'old']);
  expect(again.runs.eventsOf('old')).toEqual([created('old', 'a', 1), paused]);
  again.runs.remove('old');
  expect(again.runs.allRunIds()).toEqual(['new']);
  expect(again.runs.eventsOf('old')).toEqual([]);
});

test('a gap, a repetition, a false beginning and an unknown handset are refused and change nothing', () => {
  const { runs, handsets } = opened(dataFolder());
  handsets.put(handset('a'));
  expect(runs.appendEvent('r', { ...paused, seq: 0 })).toMatchObject({ ok: false, error: { code: 'journal-unknown' } });
  expect(runs.appendEvent('r', created('r', 'nobody'))).toMatchObject({ error: { code: 'journal-unknown' } });
  expect(runs.appendEvent('r', paused)).toMatchObject({ error: { code: 'journal-gap' } });
  expect(runs.appendEvent('r', created('r', 'a'))).toMatchObject({ ok: true });
  expect(runs.appendEvent('r', created('r', 'a'))).toMatchObject({ error: { code: 'journal-gap' } });
  expect(runs.appendEvent('r', { ...paused, seq: 2 })).toMatchObject({ error: { code: 'journal-gap' } });
  expect(runs.eventsOf('r')).toEqual([created('r', 'a')]);
  expect(runs.appendEvent('r', paused)).toMatchObject({ ok: true });
});

test('every event that was answered with success is there after the process was killed', async () => {
  const folder = dataFolder();
  const child = spawn(process.execPath, [fileURLToPath(new URL('./journal-writer.ts', import.meta.url)), folder], {
    stdio: ['ignore', 'pipe', 'inherit'],
  });
  let said = '';
  for await (const chunk of child.stdout) {
    said += String(chunk);
    if (said.split('\n').length > 50) break;
  }
  child.kill('SIGKILL');
  await once(child, 'exit');
  const answered = Number(said.trim().split('\n').slice(0, -1).at(-1));
  const storage = opened(folder);
  const seqs = storage.runs.eventsOf('r').map(({ seq }) => seq);
  expect(seqs.length).toBeGreaterThan(answered);
  expect(seqs).toEqual(seqs.map((_, i) => i));
});

test('an event that does not fit on the disk is a failure, not an exception, and the next one can still be written', () => {
  const storage = opened(dataFolder(), { maxBytes: 1024 * 1024 });
  storage.handsets.put(handset('a'));
  storage.runs.appendEvent('r', created('r', 'a'));
  const huge: RunEvent = { seq: 1, at: 2, type: 'skipped', step: 's1', reason: 'x'.repeat(2 * 1024 * 1024) };
  const refused = storage.runs.appendEvent('r', huge);
  expect(refused).toMatchObject({ ok: false, error: { code: 'disk-full', retryable: true } });
  expect(storage.runs.eventsOf('r')).toHaveLength(1);
  expect(storage.runs.appendEvent('r', paused)).toMatchObject({ ok: true });
});
