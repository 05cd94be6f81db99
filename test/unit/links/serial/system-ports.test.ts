import * as fc from 'fast-check';
import { afterEach, describe, expect, it } from 'vitest';
import { isWorthListing, mayBeAsked } from '../../../../electron/links/serial/likely-handset.ts';
import {
  listSystemPorts,
  type SystemPort,
  type SystemPortWatch,
  watchSystemPorts,
} from '../../../../electron/links/serial/system-ports.ts';
import { fail, ok, type Result } from '../../../../shared/result.ts';

let told: string[];
let list: Result<readonly SystemPort[]>;
let watched: SystemPortWatch | undefined;
let hint: () => void = () => undefined;

function watchThem(): SystemPortWatch {
  told = [];
  watched = watchSystemPorts(
    {
      appeared: ({ path, vendorId }) => void told.push(`+${path} ${vendorId ?? ''}`.trim()),
      vanished: (path) => void told.push(`-${path}`),
      state: (obstacle) => void told.push(obstacle?.code ?? 'listed'),
    },
    {
      list: () => Promise.resolve(list),
      hints: (each) => {
        hint = each;
        return () => undefined;
      },
      everyMs: 3_600_000,
    },
  );
  return watched;
}

afterEach(async () => {
  await watched?.close();
  watched = undefined;
});

describe('the serial ports of the system', () => {
  it('are told as they come, change and go', async () => {
    list = ok([{ path: '/dev/ttyACM0' }]);
    const { look } = watchThem();
    await look();
    list = ok([{ path: '/dev/ttyACM0', vendorId: '0421' }, { path: '/dev/ttyUSB0' }]);
    await look();
    list = ok([{ path: '/dev/ttyUSB0' }]);
    await look();
    expect(told).toEqual(['+/dev/ttyACM0', '+/dev/ttyACM0 0421', '+/dev/ttyUSB0', '-/dev/ttyACM0']);
  });

  it('that cannot be listed are not taken to have gone, and that is said once', async () => {
    list = ok([{ path: '/dev/ttyACM0' }]);
    const { look } = watchThem();
    await look();
    list = fail('no-port-list', 'No list.', 'Name it.');
    await look();
    await look();
    list = ok([{ path: '/dev/ttyACM0' }]);
    await look();
    expect(told).toEqual(['+/dev/ttyACM0', 'no-port-list', 'listed']);
  });

  it('are looked at again after a hint, and once more because facts come later', async () => {
    list = ok([]);
    await watchThem().look();
    list = ok([{ path: '/dev/ttyACM0' }]);
    hint();
    await expect.poll(() => told).toEqual(['+/dev/ttyACM0']);
    list = ok([{ path: '/dev/ttyACM0', vendorId: '0421' }]);
    await expect.poll(() => told, { timeout: 5_000 }).toEqual(['+/dev/ttyACM0', '+/dev/ttyACM0 0421']);
  });

  it('are listed by the real library, or it is said why not', async () => {
    const found = await listSystemPorts();
    const code = found.ok ? undefined : found.error.code;
    expect([undefined, 'no-port-list']).toContain(code);
  });
});

describe('whether a port may be asked by itself', () => {
  it.each([
    ['a handset maker’s', { vendorId: '0421', productId: '0508' }, true],
    ['an adapter', { vendorId: '0403', productId: '6001' }, false],
    ['a board', { vendorId: '2341', productId: '0043' }, false],
    ['a kind that has been a handset here', { vendorId: '067b', productId: '2303' }, true],
    ['another product of the same vendor', { vendorId: '067b', productId: '23a3' }, false],
    ['a port of the machine itself', {}, false],
  ])('%s', (_what, port, may) => {
    expect(mayBeAsked(port, new Set(['067b:2303']))).toBe(may);
  });

  it('nothing that is not listed is ever asked', () => {
    const digits = fc.stringMatching(/^[0-9a-f]{4}$/);
    fc.assert(
      fc.property(fc.record({ vendorId: digits, productId: digits }, { requiredKeys: [] }), (port) => {
        expect(isWorthListing(port) || !mayBeAsked(port, new Set(['undefined:', ':']))).toBe(true);
      }),
    );
  });
});
