import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { openPtyPair, type PtyPair } from '../../cable/pty.ts';
import { type PluggedHandset, plugHandset } from '../../cable/plugged-handset.ts';
import { type Bench, must, openBench, until } from './bench.ts';

const MODE = {
  name: 'Acme cradle',
  manufacturer: 'acme',
  commands: ['AT*EOBEX'],
  agreedBy: ['connect' as const],
  settleMs: 0,
  leave: 'disconnect' as const,
};

let bench: Bench;
let pair: PtyPair;
let handset: PluggedHandset | undefined;

beforeEach(async () => {
  bench = await openBench();
  pair = await openPtyPair();
});

afterEach(async () => {
  await bench.close();
  await handset?.stop();
  handset = undefined;
  await pair.unplug();
});

/** A handset that only this command switches to OBEX. */
async function plug(way: string): Promise<void> {
  const account = must(await bench.workbench.call('handsets.enrolment', {}));
  handset = await plugHandset({ serial: pair.far, account, more: ['--switch', way] });
  must(await bench.workbench.call('cables.add', { port: pair.near }));
}

async function cableIs(state: string): Promise<void> {
  await until(async () => must(await bench.workbench.call('cables.list', {}))[0]?.state === state, state);
}

// A busy machine takes its time.
describe('the ways to switch a handset to OBEX', { timeout: 90_000 }, () => {
  it('remember for which model they worked', async () => {
    await plug('cprot');
    await cableIs('ready');
    const rows = must(await bench.workbench.call('cables.modes', {}));
    expect(rows.find(({ id }) => id === 'cprot')).toMatchObject({ worksFor: ['Acme Virtual Handset'], own: false });
    await bench.reopen();
    const again = must(await bench.workbench.call('cables.modes', {}));
    expect(again.filter(({ worksFor }) => worksFor.length > 0).map(({ id }) => id)).toEqual(['cprot']);
  });

  it('can be added by a person, who is helped at once', async () => {
    await plug('eobex');
    await cableIs('trouble');
    const saved = must(await bench.workbench.call('cables.saveMode', MODE));
    must(await bench.workbench.call('cables.retry', { port: pair.near }));
    await cableIs('ready');
    const [first] = must(await bench.workbench.call('cables.modes', {}));
    expect(first).toEqual({ ...saved, own: true, worksFor: ['Acme Virtual Handset'] });
  });

  it('of a person can be changed and removed, the others not', async () => {
    const { id } = must(await bench.workbench.call('cables.saveMode', MODE));
    must(await bench.workbench.call('cables.saveMode', { ...MODE, id, name: 'Acme dock' }));
    expect(must(await bench.workbench.call('cables.modes', {}))[0]).toMatchObject({ id, name: 'Acme dock' });
    must(await bench.workbench.call('cables.removeMode', { id }));
    expect(must(await bench.workbench.call('cables.modes', {})).some((mode) => mode.own)).toBe(false);
    const codes = await Promise.all([
      bench.workbench.call('cables.removeMode', { id }),
      bench.workbench.call('cables.removeMode', { id: 'cprot' }),
      bench.workbench.call('cables.saveMode', { ...MODE, id: 'cprot' }),
    ]);
    expect(codes.map((each) => (each.ok ? 'ok' : each.error.code))).toEqual([
      'mode-unknown',
      'mode-built-in',
      'mode-unknown',
    ]);
  });
});
