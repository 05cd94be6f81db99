import { afterAll, beforeAll, describe, expect, it } from 'vitest';
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
