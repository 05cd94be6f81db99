import { getEventListeners } from 'node:events';
import { describe, expect, it } from 'vitest';
import type { Conversation } from '../../../electron/server/conversation.ts';
import type { OpenSession } from '../../../electron/server/table-ports.ts';
import { createSessionDesk, type SessionDesk, type WorkRequest } from '../../../electron/workbench/session-desk.ts';
import { ok } from '../../../shared/result.ts';
import { standingClock } from '../standing-clock.ts';

interface TestDesk {
  readonly desk: SessionDesk;
  readonly woken: string[];
  advance(ms: number): void;
  session(devId: string): OpenSession & { readonly isEnded: () => boolean };
  request(more?: Partial<WorkRequest>): WorkRequest;
}

function testDesk(canWake = true): TestDesk {
  const clock = standingClock(0);
  const woken: string[] = [];
  const desk = createSessionDesk(
    {
      wake: (devId) => {
        if (canWake) woken.push(devId);
        return Promise.resolve(canWake);
      },
      changed: () => undefined,
    },
    clock,
  );
  return {
    desk,
    woken,
    advance: clock.advance,
    session(devId) {
      let isEnded = false;
      return {
        devId,
        sessionId: '1',
        address: '127.0.0.1',
        link: 'http',
        conversation: { devId } as unknown as Conversation,
        isProven: () => true,
        end: () => void (isEnded = true),
        abort: () => undefined,
        isEnded: () => isEnded,
      };
    },
    request: (more = {}) => ({ what: 'testing', until: clock.now() + 60_000, holdMs: () => 0, ...more }),
  };
}

const turn = (): Promise<void> => new Promise((settle) => setImmediate(settle));

describe('the session desk', () => {
  it('wakes the handset for work, again when nothing comes, and runs it in the session', async () => {
    const test = testDesk();
    const done = test.desk.inSession('A', test.request(), (dm) => Promise.resolve(ok(dm.devId)));
    await turn();
    expect(test.woken).toEqual(['A']);
    test.advance(4_001);
    await turn();
    expect(test.woken).toEqual(['A', 'A']);
    test.desk.opened(test.session('A'));
    expect(await done).toEqual(ok('A'));
    test.advance(20_000);
    await turn();
    expect(test.woken).toEqual(['A', 'A']);
  });

  it('listens to who may take work back only while the work waits', async () => {
    const test = testDesk();
    const { signal } = new AbortController();
    const work = () => Promise.resolve(ok(undefined));
    test.desk.opened(test.session('A'));
    expect(await test.desk.inSession('A', test.request({ signal }), work)).toEqual(ok(undefined));
    const late = test.desk.inSession('B', test.request({ signal, until: 1_000 }), work);
    expect(getEventListeners(signal, 'abort')).toHaveLength(1);
    test.advance(1_001);
    expect(await late).toMatchObject({ error: { code: 'handset-not-there' } });
    expect(getEventListeners(signal, 'abort')).toEqual([]);
  });

  it('throws on what whoever waits throws, when it is told, and goes on with the others', async () => {
    const test = testDesk();
    const journal = (): never => {
      throw new Error('The journal cannot be written.');
    };
    let begun = 0;
    const work = () => Promise.resolve(ok((begun += 1)));
    const [first, second] = [test.session('A'), test.session('A')];
    await expect(test.desk.inSession('A', test.request({ onWait: journal }), work)).rejects.toThrow('journal');
    const told = test.desk.inSession('A', test.request({ onSession: journal }), work);
    test.desk.opened(first);
    await expect(told).rejects.toThrow('journal');

    let release = (): void => undefined;
    const blocked = test.desk.inSession<string>(
      'A',
      test.request(),
      () => new Promise((settle) => (release = () => settle(ok('blocked')))),
    );
    const queued = test.desk.inSession('A', test.request({ onWait: journal }), work);
    const behind = test.desk.inSession('A', test.request(), work);
    test.desk.ended(first);
    release();
    await expect(queued).rejects.toThrow('journal');
    expect(await blocked).toEqual(ok('blocked'));
    test.desk.opened(second);
    expect(await behind).toEqual(ok(1));
  });

  it('says why work ended that could not be kept, and throws bugs on', async () => {
    const test = testDesk();
    test.desk.opened(test.session('A'));
    const full = Object.assign(new Error('database or disk is full'), { errcode: 13 });
    expect(await test.desk.inSession('A', test.request(), () => Promise.reject(full))).toMatchObject({
      error: { code: 'disk-full' },
    });
    await expect(test.desk.inSession('A', test.request(), () => Promise.reject(new Error('a bug')))).rejects.toThrow(
      'a bug',
    );
  });

  it('runs one piece of work after the other in one session', async () => {
    const test = testDesk();
    const order: string[] = [];
    const work = (name: string) => async () => {
      order.push(`${name} begins`);
      await turn();
      order.push(`${name} ends`);
      return ok(name);
    };
    const both = [
      test.desk.inSession('A', test.request(), work('one')),
      test.desk.inSession('A', test.request(), work('two')),
    ];
    test.desk.opened(test.session('A'));
    await Promise.all(both);
    expect(order).toEqual(['one begins', 'one ends', 'two begins', 'two ends']);
  });

  it('holds the session as long as the last work asked for, then ends it', async () => {
    const test = testDesk();
    const session = test.session('A');
    test.desk.opened(session);
    await test.desk.inSession('A', test.request({ holdMs: () => 20_000 }), () => Promise.resolve(ok(1)));
    await turn();
    test.advance(19_000);
    expect(session.isEnded()).toBe(false);
    test.advance(1_001);
    expect(session.isEnded()).toBe(true);
  });

  it('ends a session without work at once', () => {
    const test = testDesk();
    const session = test.session('A');
    test.desk.opened(session);
    test.advance(200);
    expect(session.isEnded()).toBe(true);
  });

  it('gives up when no session came in time, and takes work back when it is cancelled', async () => {
    const test = testDesk(false);
    const late = test.desk.inSession('A', test.request({ until: 5_000 }), () => Promise.resolve(ok(1)));
    const abort = new AbortController();
    const cancelled = test.desk.inSession('A', test.request({ signal: abort.signal }), () => Promise.resolve(ok(1)));
    const tooLate = new AbortController();
    tooLate.abort();
    expect(
      await test.desk.inSession('A', test.request({ signal: tooLate.signal }), () => Promise.resolve(ok(1))),
    ).toMatchObject({ ok: false, error: { code: 'cancelled' } });
    abort.abort();
    expect(await cancelled).toMatchObject({ ok: false, error: { code: 'cancelled' } });
    test.advance(5_001);
    expect(await late).toMatchObject({ ok: false, error: { code: 'handset-not-there', retryable: true } });
  });

  it('keeps queued work for the next session when one ends', async () => {
    const test = testDesk();
    const first = test.session('A');
    test.desk.opened(first);
    let release = (): void => undefined;
    const blocked = test.desk.inSession<string>(
      'A',
      test.request(),
      () => new Promise((settle) => (release = () => settle(ok('first')))),
    );
    const queued = test.desk.inSession('A', test.request(), () => Promise.resolve(ok('second')));
    test.desk.ended(first);
    release();
    expect(await blocked).toEqual(ok('first'));
    test.desk.opened(test.session('A'));
    expect(await queued).toEqual(ok('second'));
  });

  it('does not use a session whose end it has asked for', async () => {
    const test = testDesk();
    const ending = test.session('A');
    test.desk.opened(ending);
    test.advance(200);
    expect(ending.isEnded()).toBe(true);
    const used: string[] = [];
    const work = test.desk.inSession('A', test.request(), (dm) => {
      used.push(dm.devId);
      return Promise.resolve(ok('next session'));
    });
    await turn();
    expect(used).toEqual([]);
    test.desk.ended(ending);
    await turn();
    expect(test.woken).toEqual(['A']);
    test.desk.opened(test.session('A'));
    expect(await work).toEqual(ok('next session'));
  });

  it('fails queued work when the workbench closes', async () => {
    const test = testDesk();
    const work = test.desk.inSession('A', test.request(), () => Promise.resolve(ok(1)));
    test.desk.close();
    expect(await work).toMatchObject({ ok: false, error: { code: 'workbench-closing' } });
    expect(await test.desk.inSession('A', test.request(), () => Promise.resolve(ok(1)))).toMatchObject({
      ok: false,
      error: { code: 'workbench-closing' },
    });
  });
});
