import { describe, expect, it } from 'vitest';
import { draft } from '../../../electron/server/conversation.ts';
import { type Fate, sendTogether } from '../../../electron/server/together.ts';
import { type Answers, talk } from './answering-handset.ts';

const WRITES = [
  draft.addNode('./A'),
  draft.add({ uri: './A/B', value: '1' }),
  draft.replace({ uri: './A/C', value: '2' }),
];

/** The Status of each command: the container's first, then the children's in order. */
function inOrder(container: string | undefined, ...children: readonly (string | undefined)[]): Answers {
  let next = 0;
  return (command) => ('commands' in command ? container : children[next++ % children.length]);
}

async function fates(
  container: 'Sequence' | 'Atomic',
  answers: Answers,
  options?: { readonly childrenFirst: boolean },
): Promise<readonly Fate[]> {
  const { value } = await talk((dm) => sendTogether(dm, container, WRITES, { mayGoSingly: false }), answers, options);
  if (!value.ok) throw new Error(value.error.code);
  return value.value.parts.map(({ fate }) => fate);
}

describe('commands in a container', () => {
  it.each<readonly [string, 'Sequence' | 'Atomic', Answers, readonly Fate[]]>([
    ['all is well', 'Atomic', inOrder('200', '200', '200', '200'), ['done', 'done', 'done']],
    [
      'one fails, the rest is undone',
      'Atomic',
      inOrder('507', '216', '418', '215'),
      ['undone', 'failed', 'not-executed'],
    ],
    ['a rollback fails', 'Atomic', inOrder('507', '516', '216', '404'), ['not-undone', 'undone', 'failed']],
    ['the answer is too large', 'Atomic', inOrder('517', '216', '216', '216'), ['undone', 'undone', 'undone']],
    ['no Status comes for the Atomic', 'Atomic', inOrder(undefined, '200', '418', '200'), ['done', 'failed', 'done']],
    ['it contradicts itself', 'Atomic', inOrder('507', '200', '500', '215'), ['unknown', 'failed', 'not-executed']],
    ['nothing is said of the commands', 'Sequence', inOrder('200', undefined), ['unknown', 'unknown', 'unknown']],
    ['the person refused in it', 'Sequence', inOrder('304', '200', '304', '215'), ['done', 'failed', 'not-executed']],
  ])('have their fate when %s', async (_what, container, answers, expected) => {
    expect(await fates(container, answers)).toEqual(expected);
  });

  it('are told apart also when the Status of the container comes last', async () => {
    const answers = inOrder('200', '200', '418', '200');
    expect(await fates('Sequence', answers, { childrenFirst: true })).toEqual(['done', 'failed', 'done']);
  });

  it.each<readonly [string, string | undefined, string | undefined]>([
    ['answers 406 and nothing else', '406', undefined],
    ['answers 406 to each of them too', '406', '406'],
    ['answers 215 for each of them', '406', '215'],
    ['is silent', undefined, undefined],
  ])('go out one by one where the caller allows it and the handset %s', async (_what, container, child) => {
    let refusals = 0;
    const answers: Answers = (command) => {
      if ('commands' in command) return container;
      refusals += 1;
      return refusals <= WRITES.length ? child : '200';
    };
    const told: (number | undefined)[] = [];
    const { value, sent } = await talk(
      (dm) => sendTogether(dm, 'Atomic', WRITES, { mayGoSingly: true, beforeSingly: (code) => void told.push(code) }),
      answers,
    );
    expect(value).toMatchObject({
      ok: true,
      value: { way: 'one-by-one', parts: WRITES.map(() => ({ fate: 'done' })) },
    });
    expect(told).toEqual([container === undefined ? undefined : Number(container)]);
    expect(sent.map(({ cmd }) => cmd)).toEqual(['Atomic', 'Add', 'Add', 'Replace', 'Add', 'Add', 'Replace']);
  });

  it('go out one by one when they do not fit into one message together', async () => {
    const large = WRITES.map((_one, index) => draft.add({ uri: `./A/${index}`, value: 'x'.repeat(1_500) }));
    const { value, sent } = await talk(
      (dm) => sendTogether(dm, 'Sequence', large, { mayGoSingly: true }),
      () => '200',
      { maxMsgSize: 3_000 },
    );
    expect(value).toMatchObject({ ok: true, value: { way: 'one-by-one' } });
    expect(sent.map(({ cmd }) => cmd)).toEqual(['Add', 'Add', 'Add']);
  });

  it('are never sent twice when some of them were done', async () => {
    const { value, sent } = await talk(
      (dm) => sendTogether(dm, 'Atomic', WRITES, { mayGoSingly: true }),
      inOrder('406', '200', '406', '406'),
    );
    expect(value).toMatchObject({ ok: true, value: { way: 'whole' } });
    expect(sent).toHaveLength(4);
  });
});
