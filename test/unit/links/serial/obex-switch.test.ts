import { afterEach, describe, expect, it } from 'vitest';
import { enterObex } from '../../../../electron/links/serial/obex-switch.ts';
import { OBEX_MODES } from '../../../../electron/links/serial/obex-modes.ts';
import { openSerialChannel, type SerialChannel } from '../../../../electron/links/serial/serial-channel.ts';
import { openPtyPair, type PtyPair } from '../../../cable/pty.ts';
import { valueOf } from '../../shared/obex/value-of.ts';
import { openScriptedModem, type ScriptedModem } from './scripted-modem.ts';

const OK = '\r\nOK\r\n';
const PHONE = {
  AT: OK,
  'AT+CGMI': `\r\n+CGMI: "Acme"\r\n${OK}`,
  'AT+CGMM': `\r\nA1${OK}`,
  'AT+CGMR': '\r\n+CME ERROR: 100\r\n',
  'AT+CGSN': `\r\n+CREG: 1\r\n35-123456-789012-3${OK}`,
};
const CHOICES = { remembered: () => undefined };
const SETTINGS = { speed: 115_200, rtscts: false, writeMs: 1_000 };

let pair: PtyPair | undefined;
let modem: ScriptedModem | undefined;
let channel: SerialChannel | undefined;

afterEach(async () => {
  await channel?.close();
  modem?.close();
  await pair?.unplug();
});

async function plug(answers: Readonly<Record<string, string | undefined>>, how?: { echo?: boolean; silent?: boolean }) {
  pair = await openPtyPair();
  modem = openScriptedModem(pair.far, answers, how);
  channel = valueOf(await openSerialChannel(pair.near, SETTINGS));
  return { modem, channel };
}

describe('switching a handset to OBEX', () => {
  it.each([false, true])('asks who it is and uses the generic command (echo: %s)', async (echo) => {
    const { channel } = await plug({ ...PHONE, 'AT+CPROT=0': '\r\nCONNECT\r\n' }, { echo });
    const switched = valueOf(await enterObex(channel, CHOICES));
    expect(switched.identity).toEqual({ manufacturer: 'Acme', model: 'A1', imei: '351234567890123' });
    expect(switched.mode?.id).toBe('cprot');
  });

  it('tries the command of its manufacturer before the generic one', async () => {
    const siemens = { ...PHONE, 'AT+CGMI': `\r\nSIEMENS${OK}`, 'AT^SQWE=0': OK, 'AT^SQWE=3': undefined };
    const { channel, modem } = await plug(siemens);
    const switched = valueOf(await enterObex(channel, CHOICES));
    expect(switched.mode?.id).toBe('sqwe');
    expect(modem.heard).not.toContain('AT+CPROT=0');
  });

  it('tries first what worked for this model before', async () => {
    const { channel, modem } = await plug({ ...PHONE, 'AT+XLNK': OK });
    const switched = valueOf(await enterObex(channel, { remembered: () => 'xlnk' }));
    expect(switched.mode?.id).toBe('xlnk');
    expect(modem.heard.at(-1)).toBe('AT+XLNK');
  });

  it('says which ways were tried when none works', async () => {
    const { channel } = await plug(PHONE);
    const switched = await enterObex(channel, CHOICES);
    expect(switched).toMatchObject({ ok: false, error: { code: 'no-obex-mode', detail: 'tried AT+CPROT=0' } });
  });

  it('takes a handset that says nothing to be in OBEX, after it tried to get it out', async () => {
    const { channel, modem } = await plug({}, { silent: true });
    expect(valueOf(await enterObex(channel, CHOICES))).toEqual({});
    expect(modem.heard.join('')).toContain('+++');
  });

  it('tells at once that the cable was pulled', async () => {
    const { channel, modem } = await plug({ ...PHONE, 'AT+CPROT=0': undefined });
    const switching = enterObex(channel, CHOICES);
    await expect.poll(() => modem.heard, { timeout: 5_000 }).toContain('AT+CPROT=0');
    await pair?.unplug();
    expect(await switching).toMatchObject({ ok: false, error: { code: 'channel-lost', retryable: true } });
    expect(await channel.write(Uint8Array.of(1))).toMatchObject({ ok: false, error: { code: 'channel-lost' } });
  });
});

describe('the table of modes', () => {
  it('names every way once, with something to send', () => {
    expect(new Set(OBEX_MODES.map(({ id }) => id)).size).toBe(OBEX_MODES.length);
    for (const { commands, agreedBy } of OBEX_MODES) {
      expect(commands.length).toBeGreaterThan(0);
      expect(agreedBy.length).toBeGreaterThan(0);
    }
  });
});
