import { expect, test } from 'vitest';
import { get } from './commands.ts';
import { newHandset, newServer } from './rig.ts';

test('100,000 nodes are read in one go, in messages of 64 KiB', async () => {
  const server = await newServer({ maxMsgSize: 65_536 });
  const answer = server.script((dm) => dm.send(get('./Vendor?list=StructData')));
  await newHandset(server, { extraNodes: 100_000 });

  const { items, sizes } = await answer;

  expect(items.length).toBe(100_003);
  expect(Math.max(...sizes)).toBeLessThanOrEqual(65_536);
}, 60_000);

test('the same nodes are made each time', async () => {
  const values = [];
  for (let time = 0; time < 2; time++) {
    const server = await newServer();
    const answer = server.script((dm) => dm.send(get('./Vendor?list=StructData')));
    await newHandset(server, { extraNodes: 500 });
    values.push((await answer).items);
  }

  expect(values[0]).toEqual(values[1]);
});
