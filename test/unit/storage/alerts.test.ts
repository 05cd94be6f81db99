import { expect, test } from 'vitest';
import { dataFolder, opened } from './data-folder.ts';
import { handset } from './records.ts';

const alert = {
  devId: 'a',
  at: 5,
  sessionId: '2A',
  fate: 'nobody',
  code: 1226,
  type: 'urn:x',
  source: './A',
  data: 'x',
} as const;

test('alerts come back newest first, after a restart, with what was seen', () => {
  const folder = dataFolder();
  const first = opened(folder);
  first.handsets.put(handset('a'));
  first.handsets.put(handset('b'));
  const one = first.alerts.put(alert);
  const two = first.alerts.put({ ...alert, fate: 'late', runId: 'run-1', code: 1224 });
  first.alerts.put({ ...alert, devId: 'b' });
  first.alerts.markSeen('a', one?.id ?? 0);
  first.close();
  const again = opened(folder);
  expect(again.alerts.list('a')).toEqual([
    { ...alert, id: two?.id, fate: 'late', runId: 'run-1', code: 1224, seen: false },
    { ...alert, id: one?.id, seen: true },
  ]);
  expect(again.alerts.unseen('a')).toBe(1);
  expect(again.alerts.unseen('b')).toBe(1);
  expect(again.alerts.list('nobody')).toEqual([]);
});

test('the oldest make room, each handset for itself, and all go with their handset', () => {
  const storage = opened(dataFolder());
  storage.handsets.put(handset('a'));
  storage.handsets.put(handset('b'));
  storage.alerts.put({ ...alert, devId: 'b' });
  for (let at = 0; at < 205; at += 1) storage.alerts.put({ ...alert, at });
  expect(storage.alerts.list('a')).toHaveLength(200);
  expect(storage.alerts.list('a').at(-1)?.at).toBe(5);
  expect(storage.alerts.list('b')).toHaveLength(1);
  storage.handsets.remove('a');
  expect(storage.alerts.list('a')).toEqual([]);
});

test('an alert of a handset that nobody knows is not kept', () => {
  expect(opened(dataFolder()).alerts.put(alert)).toBeUndefined();
});
