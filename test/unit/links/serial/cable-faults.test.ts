/**
 * Every fault of the cable at every answer of a whole session: it ends well, or with a reason and what to do about it,
 * and never hangs. What no fault of the line may do to a session it does not strike is tested with the rest of OBEX.
 */
import { expect, it } from 'vitest';
import { CABLE_FAULTS, type CableFaultSpec } from '../../../../shared/contract/cable-fault.ts';
import { recordedTalk, type ToldSession, toldSession } from '../../../cable/told-session.ts';
import { publish } from '../../../matrix/markdown-table.ts';
import { pooled } from '../../../matrix/pool.ts';

const WIDTH = 100;
/** Longer than a late answer takes, milliseconds. */
const RESPONSE_MS = 3_000;

const TALK = recordedTalk(2);

/** The OBEX answers of that session, in order; each message takes two packets, a and b; the first is not there at once. */
// oxfmt-ignore
const ANSWERS = ['CONNECT', 'later', 'GET 1a', 'GET 1b', 'PUT 1a', 'PUT 1b', 'GET 2a', 'GET 2b', 'PUT 2a', 'PUT 2b', 'DISCONNECT'];

/** What takes a hold of the answers or of the line; a pulled cable is tested at every octet, and on USB at every transfer. */
const FAULTS = CABLE_FAULTS.filter(({ at }) => at === 'answer' || at === 'line');

it('ends every session well or with its reason, whatever goes wrong on the cable', async () => {
  const cells = FAULTS.flatMap(({ name, at }): readonly CableFaultSpec[] =>
    at === 'line' ? [{ name }] : ANSWERS.map((_answer, index) => ({ name, nth: index + 1 })),
  );
  const ends = await pooled(cells, WIDTH, async (spec) => ({
    spec,
    told: await toldSession(TALK, [spec], RESPONSE_MS),
  }));

  publish('cable-faults', 'Faults of the cable: how the session ended, by the OBEX answer they struck', [
    ['fault', ...ANSWERS],
    ...FAULTS.map(({ name, at }) => [
      name,
      ...ANSWERS.map((_answer, index) => {
        const end = ends.find(({ spec }) => spec.name === name && (at === 'line' || spec.nth === index + 1));
        return end === undefined ? '–' : endText(end.told);
      }),
    ]),
  ]);

  for (const { spec, told } of ends) {
    expect(spec.nth === undefined || told.struck.length === 1, `${spec.name}@${spec.nth} struck`).toBe(true);
    if (told.end.ok) continue;
    expect(told.end.error, `${spec.name}@${spec.nth}`).toMatchObject({
      code: expect.stringMatching(/^(?:obex-|channel-|no-obex-mode)/) as string,
      next: expect.stringMatching(/./) as string,
    });
  }
  const line = ends.filter(({ spec }) => spec.nth === undefined);
  expect(line.map(({ spec, told }) => [spec.name, endText(told)])).toEqual(line.map(({ spec }) => [spec.name, 'done']));
}, 60_000);

/** OBEX has no check sum: what is changed inside an answer is for the reader of the message to find. */
function endText({ end, workbenchHeard }: ToldSession): string {
  if (!end.ok) return end.error.code;
  const isChanged = workbenchHeard.some((bytes, index) => Buffer.compare(bytes, TALK.says[index] ?? new Uint8Array()));
  return isChanged ? 'done, message changed' : 'done';
}
