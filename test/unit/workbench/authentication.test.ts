import { afterAll, afterEach, beforeAll, describe, expect, it, onTestFinished } from 'vitest';
import { AUTHS } from '../../../shared/syncml/auth.ts';
import { newHandset } from '../handset/rig.ts';
import { handsetOf, must, openBench, until, type Bench } from './bench.ts';

let bench: Bench;

beforeAll(async () => {
  bench = await openBench();
}, 30_000);

afterAll(() => bench.close());

describe('a handset and the workbench prove themselves', () => {
  const pairs = AUTHS.flatMap((auth) => AUTHS.map((serverAuth) => [auth, serverAuth] as const));

  it.each(pairs)('with %s, and the server with %s, in session after session', async (auth, serverAuth) => {
    const devId = `IMEI:0044000001${String(pairs.findIndex(([a, b]) => a === auth && b === serverAuth)).padStart(5, '0')}`;
    const { workbench } = bench;
    const account = { user: 'hans', password: 'geheim', serverId: 'dm.example', serverPassword: 'srvpwd' };
    must(await workbench.call('handsets.admit', { devId, ...account, auth, serverAuth }));
    const { events } = await newHandset(workbench.listener, { devId, ...account, auth, serverAuth });
    await until(async () => ((await handsetOf(workbench, devId))?.nodes ?? 0) > 0, 'the tree of the handset');
    expect(await handsetOf(workbench, devId)).toMatchObject({ authenticated: 'own', auth, serverAuth });

    const sessions = (): number => events.filter((event) => event.event === 'session-ended').length;
    await until(() => sessions() >= 1, 'the end of the first session');
    must(await workbench.call('handsets.wake', { devId }));
    await until(() => sessions() >= 2, 'the second session', 5_000);
    expect(events.filter((event) => event.event === 'session-ended').every(({ outcome }) => outcome === 'ok')).toBe(
      true,
    );
  });
});

describe('the weakest authentication that is allowed', () => {
  const devId = 'IMEI:004400000200001';
  const account = { user: 'hans', password: 'geheim', serverId: 'dm.example', serverPassword: 'srvpwd' };

  afterEach(async () => {
    must(await bench.workbench.call('app.changeSettings', { weakestAuth: 'basic' }));
  });

  it('lets none and basic pass where an account says so, as long as nobody raised it', async () => {
    for (const auth of ['none', 'basic'] as const)
      expect(await bench.workbench.call('handsets.admit', { devId, ...account, auth })).toMatchObject({
        value: { auth },
      });
  });

  it.each([
    ['handset', { auth: 'none', serverAuth: 'mac' }, 'md5'],
    ['handset', { auth: 'basic', serverAuth: 'mac' }, 'md5'],
    ['server', { auth: 'mac', serverAuth: 'md5' }, 'mac'],
  ] as const)(
    'refuses a weaker account, says whose part it is and what to change: %s',
    async (side, auths, weakestAuth) => {
      must(await bench.workbench.call('app.changeSettings', { weakestAuth }));
      const admitted = await bench.workbench.call('handsets.admit', { devId, ...account, ...auths });
      expect(admitted).toMatchObject({ ok: false, error: { code: 'auth-too-weak' } });
      expect(admitted.ok ? '' : admitted.error.message).toContain(`The ${side} would prove itself`);
      expect(admitted.ok ? '' : admitted.error.next).toContain('Settings');
    },
  );

  it('ends the sessions of an account that has become too weak, and says so at the handset', async () => {
    const { workbench } = bench;
    must(await workbench.call('handsets.admit', { devId, ...account, auth: 'basic' }));
    must(await workbench.call('app.changeSettings', { weakestAuth: 'md5' }));
    const { events } = await newHandset(workbench.listener, { devId, ...account, auth: 'basic' });
    await until(() => events.some((event) => event.event === 'session-ended'), 'the end of the session');
    expect(events).toContainEqual(expect.objectContaining({ outcome: 'header-refused' }));
    const handset = await handsetOf(workbench, devId);
    expect(handset?.problem).toMatch(
      /would prove itself with basic, and the weakest that this workbench allows is MD5/,
    );
    expect(handset).toMatchObject({ nodes: 0 });
  });

  it('is what credentials made up here, and the enrolment, rise to', async () => {
    const { workbench } = bench;
    must(await workbench.call('app.changeSettings', { weakestAuth: 'mac' }));
    const made = must(await workbench.call('handsets.admit', { devId: 'IMEI:004400000200009' }));
    expect(made).toMatchObject({ auth: 'mac', serverAuth: 'mac' });
    const { user, password, serverId, serverPassword } = must(await workbench.call('handsets.enrolment', {}));
    const unknown = 'IMEI:004400000200017';
    await newHandset(workbench.listener, { devId: unknown, user, password, serverId, serverPassword, auth: 'mac' });
    await until(async () => (await handsetOf(workbench, unknown))?.authenticated === 'enrolment', 'it to enrol');
  });
});

describe('a handset that was locked out', () => {
  it('is shown with who, until when and how often, and may try again when a person says so', async () => {
    const { workbench } = bench;
    const devId = 'IMEI:004400000300001';
    const account = { user: 'hans', password: 'geheim', serverId: 'dm.example', serverPassword: 'srvpwd' };
    must(await workbench.call('handsets.admit', { devId, ...account }));
    for (const _ of [1, 2]) {
      const { events, stop } = await newHandset(workbench.listener, { devId, ...account, password: 'wrong' });
      await until(() => events.some((event) => event.event === 'session-ended'), 'the end of the session');
      await stop();
    }
    const [lock] = (await handsetOf(workbench, devId))?.locks ?? [];
    expect(lock).toMatchObject({ address: '127.0.0.1' });
    expect(lock?.failures).toBeGreaterThanOrEqual(5);
    expect(lock?.until).toBeGreaterThan(Date.now());
    const locked = await newHandset(workbench.listener, { devId, ...account });
    await until(() => locked.events.some((event) => event.event === 'session-ended'), 'the end of the session');
    expect((await handsetOf(workbench, devId))?.nodes).toBe(0);

    must(await workbench.call('handsets.unlock', { devId }));
    expect(await handsetOf(workbench, devId)).not.toHaveProperty('locks');
    await newHandset(workbench.listener, { devId, ...account });
    await until(async () => ((await handsetOf(workbench, devId))?.nodes ?? 0) > 0, 'the tree of the handset');
    expect(await handsetOf(workbench, devId)).not.toHaveProperty('problem');
  });
});

describe('nonces over a restart of the workbench', () => {
  const devId = 'IMEI:004400000400001';
  const account = { user: 'hans', password: 'geheim', serverId: 'dm.example', serverPassword: 'srvpwd' };

  it.each(['md5', 'mac'] as const)(
    '%s: are kept; where they were lost, a notification with the fixed nonce brings fresh ones',
    async (auth) => {
      const one = await openBench();
      onTestFinished(() => one.close());
      must(await one.workbench.call('handsets.admit', { devId, ...account, auth }));
      const handset = await newHandset(one.workbench.listener, { devId, ...account, auth });
      const sessions = (): number => handset.events.filter(({ event }) => event === 'session-ended').length;
      const taken = (): readonly boolean[] =>
        handset.events.flatMap((event) => (event.event === 'notification' ? [event.taken] : []));
      await until(() => sessions() === 1, 'the first session');

      await one.reopen();
      must(await one.workbench.call('handsets.wake', { devId }));
      await until(() => sessions() === 2, 'a session with the nonces that were kept');
      expect(taken()).toEqual([true]);

      await one.reopen((db) => db.exec("UPDATE accounts SET client_nonce = 'bG9zdA==', server_nonce = 'bG9zdA=='"));
      must(await one.workbench.call('handsets.wake', { devId }));
      await until(() => taken().length === 2, 'the notification that is not believed');
      must(await one.workbench.call('handsets.wake', { devId }));
      await until(() => sessions() === 3, 'the session of the next one');
      must(await one.workbench.call('handsets.wake', { devId }));
      await until(() => sessions() === 4, 'a session with the fresh nonces');
      expect(taken()).toEqual([true, false, true, true]);
      const { entries } = must(await one.workbench.call('trace.list', { devId, limit: 200 }));
      expect(entries.flatMap(({ statuses }) => statuses).filter(({ code }) => code === 401)).toEqual([]);
      expect(handset.events).not.toContainEqual(expect.objectContaining({ event: 'trouble' }));
    },
    30_000,
  );
});
