/**
 * The cable is pulled after every single octet of a whole session, from the first AT to the end of the OBEX connection,
 * with the virtual handset's own cable on the other end.
 */
import { beforeAll, describe, expect, it } from 'vitest';
import { pooled } from '../../../matrix/pool.ts';
import { recordedTalk, type ToldSession, toldSession } from '../../../cable/told-session.ts';

/** Sessions at a time: most of a session is waiting. */
const WIDTH = 100;

/** A pulled cable is told at once; a busy machine is not taken for a silent handset. */
const PATIENCE_MS = 20_000;

const TALK = recordedTalk(3);

let whole: ToldSession;

beforeAll(async () => {
  whole = await toldSession(TALK);
});

describe('a cable that is pulled', () => {
  it('carries the whole session when it is not', () => {
    expect(whole.end).toEqual({ ok: true, value: 3 });
    expect(whole.workbenchHeard).toEqual(TALK.says);
    expect(whole.handsetHeard).toEqual(TALK.answers);
    expect(whole.octets).toBeGreaterThan(3_000);
  });

  it('ends the session with its reason after every octet, and no message is taken that did not come whole', async () => {
    const offsets = Array.from({ length: whole.octets }, (_none, index) => index + 1);
    const wrong: string[] = [];
    await pooled(offsets, WIDTH, async (nth) => {
      const pulled = await toldSession(TALK, [{ name: 'yank', nth }], PATIENCE_MS);
      const { end } = pulled;
      const isOver = end.ok ? pulled.handsetHeard.length === TALK.says.length : end.error.code === 'channel-lost';
      if (!isOver) wrong.push(`octet ${nth}: ${JSON.stringify(end)}`);
      if (!end.ok && (end.error.next === '' || !end.error.retryable)) wrong.push(`octet ${nth}: nothing to do`);
      if (pulled.struck.length !== 1) wrong.push(`octet ${nth}: struck ${pulled.struck.length} times`);
      if (!isBeginning(pulled.workbenchHeard, TALK.says)) wrong.push(`octet ${nth}: the workbench took half a message`);
      if (!isBeginning(pulled.handsetHeard, TALK.answers)) wrong.push(`octet ${nth}: the handset took half a message`);
    });
    expect(wrong).toEqual([]);
  }, 60_000);
});

/** Are these the first ones of all, to the last octet? */
function isBeginning(some: readonly Uint8Array[], all: readonly Uint8Array[]): boolean {
  return some.every((bytes, index) => Buffer.compare(bytes, all[index] ?? new Uint8Array()) === 0);
}
