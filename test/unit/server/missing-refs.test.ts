/** Answers that do not say to which command they belong, as some handsets send them (facts 7). */
import { describe, expect, it } from 'vitest';
import { draft } from '../../../electron/server/conversation.ts';
import type { Outcome } from '../../../electron/server/outcome.ts';
import type { Command } from '../../../shared/syncml/message.ts';
import { commands, headerStatus, message } from './scripted-handset.ts';
import { logIn, testTable } from './table.ts';

function unnamed(cmdId: string, cmdName: string, data: string, targetRefs: readonly string[] = []): Command {
  return { cmd: 'Status', cmdId, msgRef: '', cmdRef: '', cmdName, targetRefs, sourceRefs: [], data, items: [] };
}

async function answered(statuses: readonly Command[]): Promise<readonly Outcome[]> {
  const test = testTable();
  let got: readonly Outcome[] = [];
  test.onOpen = (dm) =>
    void dm
      .send([
        draft.get('./A', './B'),
        draft.exec('./C', 'c1'),
        draft.sequence([draft.delete('./D'), draft.delete('./E')]),
      ])
      .then((sent) => {
        if (sent.ok) got = sent.value;
        dm.end();
      });
  expect(commands(await logIn(test))).toHaveLength(3);
  await test.say(message({ msgId: '3', commands: [headerStatus('2'), ...statuses] }));
  return got;
}

describe('a Status without CmdRef', () => {
  it('belongs to the first command of its name that has no answer yet', async () => {
    const [get, exec, sequence] = await answered([
      unnamed('2', 'Get', '200'),
      unnamed('3', 'Exec', '202'),
      unnamed('4', 'Sequence', '200'),
      unnamed('5', 'Delete', '200'),
      unnamed('6', 'Delete', '405'),
    ]);
    expect([get?.code, exec?.code, sequence?.code]).toEqual([200, 202, 200]);
    expect(sequence?.children.map(({ code }) => code)).toEqual([200, 405]);
  });

  it('belongs to the command of the node it names', async () => {
    const [, , sequence] = await answered([
      unnamed('2', 'Delete', '404', ['E']),
      unnamed('3', 'Delete', '200', ['./D']),
      unnamed('4', 'Delete', '500', ['./X']),
    ]);
    expect(sequence?.children.map(({ code }) => code)).toEqual([200, 404]);
  });

  it('leaves its Results to be told by their node', async () => {
    const items = [{ source: { locURI: './B' }, data: 'x' }];
    const [get] = await answered([{ cmd: 'Results', cmdId: '2', cmdRef: '', items }]);
    expect(get?.results).toEqual(items);
  });
});

describe('Statuses of one command', () => {
  it('may come one per Item with the same CmdRef, and the first refusal counts', async () => {
    const test = testTable();
    let got: Outcome | undefined;
    test.onOpen = (dm) =>
      void dm.get('./A', './B').then((sent) => {
        if (sent.ok) got = sent.value;
        dm.end();
      });
    const cmdRef = commands(await logIn(test))[0]?.cmdId ?? '';
    const one = (cmdId: string, target: string, data: string): Command => ({
      ...(unnamed(cmdId, 'Get', data, [target]) as Extract<Command, { cmd: 'Status' }>),
      cmdRef,
    });
    await test.say(
      message({ msgId: '3', commands: [headerStatus('2'), one('2', './A', '200'), one('3', './B', '404')] }),
    );
    expect(got?.code).toBe(404);
    expect(got?.statuses.map(({ targetRef, code }) => [targetRef, code])).toEqual([
      ['./A', 200],
      ['./B', 404],
    ]);
  });
});
