/** Child of runs.test.ts: journals events as fast as it can and says the number of each one that was kept. */
import { writeSync } from 'node:fs';
import { openStorage } from '../../../electron/storage/storage.ts';
import { created, handset } from './records.ts';

const storage = openStorage(process.argv[2] ?? '');
if (!storage.ok) throw new Error(storage.error.message);
storage.value.handsets.put(handset('a'));
for (let seq = 0; ; seq += 1) {
  const kept = storage.value.runs.appendEvent('r', seq === 0 ? created('r', 'a') : { seq, at: seq, type: 'paused' });
  if (kept.ok) writeSync(1, `${seq}\n`);
}
