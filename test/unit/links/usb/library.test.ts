import { describe, expect, it } from 'vitest';
import { loadUsbLibrary } from '../../../../electron/links/usb/library.ts';
import { valueOf } from '../../shared/obex/value-of.ts';

describe('the USB library', () => {
  it('tells what is plugged in, or that there is no USB here, and never throws behind one’s back', async () => {
    const library = valueOf(await loadUsbLibrary());
    const devices = await library.devices();
    const watching = await library.watch(() => undefined);
    const stop = watching.ok ? watching.value : () => Promise.resolve();
    await stop();
    const answers = [devices, watching].map((answer) => (answer.ok ? 'ok' : answer.error.code));
    expect(new Set(['ok', 'no-usb', ...answers])).toEqual(new Set(['ok', 'no-usb']));
  });
});
