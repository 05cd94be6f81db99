import * as fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { FAULTS, formatFault, parseFault, pointsOf } from '../../../../shared/contract/fault.ts';

describe('a fault as it is written', () => {
  it.each([
    ['drop-reply', { name: 'drop-reply' }],
    ['drop-reply@DownloadInstall', { name: 'drop-reply', point: 'DownloadInstall', nth: 1 }],
    ['repeat-message@Get#3', { name: 'repeat-message', point: 'Get', nth: 3 }],
    [' user-says-no@Alert#* ', { name: 'user-says-no', point: 'Alert', nth: 'every' }],
    ['storage-full@Data', { name: 'storage-full', point: 'Data', nth: 1 }],
  ])('%s is read', (text, spec) => {
    expect(parseFault(text)).toEqual({ ok: true, value: spec });
  });

  it.each([
    ['explode', 'There is no fault explode.', 'drop-reply, delay-reply'],
    ['drop-reply@', 'There is no fault drop-reply@.', 'NAME@POINT#N'],
    ['drop-reply@Reboot', 'drop-reply cannot strike at Reboot.', 'Download, DownloadInstall'],
    ['download-404@Activate', 'download-404 cannot strike at Activate.', 'DownloadInstallInactive'],
    ['no-alert@Remove#0', 'no-alert cannot strike at Remove#0.', 'from 1'],
  ])('%s is refused, with what there is', (text, message, next) => {
    const parsed = parseFault(text);

    expect(parsed).toMatchObject({ ok: false, error: { message } });
    expect(parsed.ok ? '' : parsed.error.next).toContain(next);
  });

  it('comes back as it was, whatever it is', () => {
    const spec = fc.constantFrom(...FAULTS).chain(({ name }) =>
      fc.record({
        name: fc.constant(name),
        point: fc.constantFrom(...pointsOf(name)),
        nth: fc.oneof(fc.constant('every' as const), fc.integer({ min: 1, max: 999_999 })),
      }),
    );
    fc.assert(
      fc.property(spec, (one) => {
        expect(parseFault(formatFault(one))).toEqual({ ok: true, value: one });
      }),
    );
  });

  it('is never more than a failure, whatever is written', () => {
    fc.assert(
      fc.property(fc.string(), (text) => {
        const parsed = parseFault(text);
        expect(parsed.ok || parsed.error.next !== '').toBe(true);
      }),
    );
  });
});
