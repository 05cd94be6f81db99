import { screen, within } from '@testing-library/react';
import { afterEach, beforeEach, describe, expect, it, vi } from 'vitest';
import type { AppStatus } from '../../../../shared/contract/app.ts';
import { fail, ok } from '../../../../shared/result.ts';
import { closeWindow, openWindow, sampleAccount, sampleHandset, sampleStatus } from '../sample-window.tsx';

/** What the page gave to the person: name and bytes of each download. */
let saved: { readonly name: string; readonly blob: Blob }[];

beforeEach(() => {
  saved = [];
  let blob = new Blob();
  vi.spyOn(URL, 'createObjectURL').mockImplementation((given) => {
    blob = given as Blob;
    return 'blob:given';
  });
  vi.spyOn(HTMLAnchorElement.prototype, 'click').mockImplementation(function click(this: HTMLAnchorElement) {
    saved.push({ name: this.download, blob });
  });
});

afterEach(() => {
  vi.restoreAllMocks();
  closeWindow();
});

const FILE = { fileName: 'x.bin', type: 'application/octet-stream', content: 'AQID' };

function withSecure(change: Partial<NonNullable<AppStatus['listener']['secure']>> = {}): AppStatus {
  const certificate = { names: ['localhost'], notAfter: 1_800_000_000_000, fingerprint: 'AA:BB', own: false };
  const secure = { url: 'https://127.0.0.1:8991/dm', legacyFor: [], tooOld: [], certificate, ...change };
  return { ...sampleStatus, listener: { ...sampleStatus.listener, secure } };
}

describe('HTTPS', () => {
  it('is on after one click, with the CA certificate to save', async () => {
    const asked: unknown[] = [];
    const { user } = await openWindow(
      {},
      {
        'handsets.enrolment': () => ok(sampleAccount),
        'app.interfaces': () => ok([]),
        'reach.setSecure': (given) => {
          asked.push(given);
          return ok(given.on ? withSecure() : sampleStatus);
        },
        'reach.certificate': ({ form }) => ok({ ...FILE, fileName: `ca.${form}` }),
      },
    );
    const bar = screen.getByRole('contentinfo', { name: 'Status' });
    await user.click(screen.getByRole('button', { name: 'Connect a real handset…' }));
    const dialog = within(screen.getByRole('dialog'));
    await user.click(dialog.getByRole('button', { name: 'Switch HTTPS on' }));
    expect(await dialog.findByText('https://127.0.0.1:8991/dm')).toBeTruthy();
    expect(bar.textContent).toContain('· HTTPS');

    await user.click(dialog.getByRole('button', { name: 'Save CA certificate…' }));
    expect(saved.map(({ name, blob }) => [name, blob.size])).toEqual([['ca.der', 3]]);

    expect(asked).toEqual([{ on: true }]);
  });

  it('takes a certificate of your own out of two files, and says what is missing', async () => {
    const asked: unknown[] = [];
    const { user } = await openWindow(
      { status: withSecure() },
      {
        'handsets.enrolment': () => ok(sampleAccount),
        'app.interfaces': () => ok([]),
        'reach.useCertificate': (given) => {
          asked.push(given);
          return ok(withSecure({ certificate: { names: ['a'], notAfter: 0, fingerprint: 'A', own: true } }));
        },
      },
    );
    await user.click(screen.getByRole('button', { name: 'Connect a real handset…' }));
    const dialog = within(screen.getByRole('dialog'));
    const [cert, key] = ['CERTIFICATE', 'PRIVATE KEY'].map(
      (kind) => `-----BEGIN ${kind}-----\nAA\n-----END ${kind}-----`,
    );
    const input = dialog.getByLabelText('Certificate and key files');
    await user.upload(input, [new File([cert ?? ''], 'c.pem')]);
    expect(await dialog.findByText('The files do not hold a certificate and a private key.')).toBeTruthy();
    await user.upload(input, [new File([key ?? ''], 'k.pem'), new File([cert ?? ''], 'c.pem')]);
    expect(await dialog.findByRole('button', { name: 'Back to the private CA' })).toBeTruthy();
    expect(asked).toEqual([{ certificate: cert, key }]);
  });
});

describe('the setup page', () => {
  it('is shown with its QR code, and with a code that works once when asked', async () => {
    const { user } = await openWindow(
      {},
      {
        'handsets.enrolment': () => ok(sampleAccount),
        'app.interfaces': () => ok([]),
        'reach.setupCode': () => ok({ code: 'abcd-efgh', until: Date.now() + 600_000, url: 'http://x/setup' }),
      },
    );
    await user.click(screen.getByRole('button', { name: 'Connect a real handset…' }));
    const dialog = within(screen.getByRole('dialog'));
    expect(await dialog.findByText('http://127.0.0.1:8990/setup')).toBeTruthy();
    expect(dialog.getByRole('figure', { name: 'Address of the setup page as QR code' })).toBeTruthy();
    expect(dialog.getByText(/So far only this machine reaches it/)).toBeTruthy();
    await user.click(dialog.getByRole('button', { name: 'Show a code' }));
    expect(await dialog.findByText('abcd-efgh')).toBeTruthy();
  });
});

describe('a bootstrap file', () => {
  it('is made as chosen, saved, and shown with what goes with it', async () => {
    const { carrier, user } = await openWindow(
      { handsets: [sampleHandset()] },
      {
        'reach.bootstrap': () => ok({ ...FILE, header: 'Content-Type: a/b; SEC=USERPIN', typed: '4711' }),
      },
    );
    await user.click(screen.getByRole('button', { name: 'More about this handset' }));
    await user.click(screen.getByRole('menuitem', { name: /Bootstrap file/ }));
    const dialog = within(screen.getByRole('dialog', { name: 'Bootstrap file for Acme A1' }));
    await user.selectOptions(dialog.getByLabelText('Proof that it is meant for this handset'), 'USERPIN');
    await user.click(dialog.getByRole('button', { name: 'Make and save' }));
    expect(carrier.calls.map(({ name }) => name)).not.toContain('reach.bootstrap');
    await user.type(dialog.getByLabelText('PIN'), '4711');
    await user.click(dialog.getByRole('button', { name: 'Make and save' }));
    expect(carrier.calls.at(-1)).toEqual({
      name: 'reach.bootstrap',
      input: { devId: 'IMEI:1', profile: 'cp', encoding: 'wbxml', form: 'header', sec: 'USERPIN', pin: '4711' },
    });
    const made = await screen.findByRole('dialog', { name: 'The bootstrap file is made' });
    expect(made.textContent).toContain('Content-Type: a/b; SEC=USERPIN');
    expect(saved.map(({ name }) => name)).toEqual(['x.bin']);
  });

  it('stays a form when it cannot be made', async () => {
    const { user } = await openWindow(
      { handsets: [sampleHandset()] },
      { 'reach.bootstrap': () => fail('bootstrap-server-id', 'Not in an access list.', 'Take cp.') },
    );
    await user.click(screen.getByRole('button', { name: 'More about this handset' }));
    await user.click(screen.getByRole('menuitem', { name: /Bootstrap file/ }));
    await user.click(screen.getByRole('button', { name: 'Make and save' }));
    expect(await screen.findByText('Not in an access list.')).toBeTruthy();
    expect(saved).toEqual([]);
  });
});

describe('notifications', () => {
  it('are sent where a person says, kept, and saved as a file', async () => {
    const { carrier, user } = await openWindow(
      { handsets: [sampleHandset({ wake: { form: 'push', host: '192.0.2.9' } })] },
      {
        'reach.notify': ({ host, port = 2948 }) => ok({ host, port }),
        'reach.setWake': () => ok({}),
        'reach.notification': () => ok(FILE),
      },
    );
    await user.click(screen.getByRole('button', { name: 'More about this handset' }));
    await user.click(screen.getByRole('menuitem', { name: /Notifications/ }));
    const dialog = within(screen.getByRole('dialog'));
    expect(dialog.getByLabelText('Host')).toHaveProperty('value', '192.0.2.9');
    await user.click(dialog.getByRole('button', { name: 'Send one now' }));
    expect(await screen.findByText('Notification sent to 192.0.2.9:2948.')).toBeTruthy();
    await user.click(dialog.getByRole('button', { name: 'Save…' }));
    expect(saved.map(({ name }) => name)).toEqual(['x.bin']);
    await user.type(dialog.getByLabelText('Port'), '70000');
    expect(dialog.getByText('A number from 1 to 65535.')).toBeTruthy();
    await user.clear(dialog.getByLabelText('Port'));
    await user.type(dialog.getByLabelText('Port'), '4000');
    await user.click(dialog.getByRole('button', { name: 'Keep' }));
    expect(carrier.calls.slice(-3).map(({ name, input }) => [name, input])).toEqual([
      ['reach.notify', { devId: 'IMEI:1', form: 'push', host: '192.0.2.9' }],
      ['reach.notification', { devId: 'IMEI:1', form: 'sms' }],
      ['reach.setWake', { devId: 'IMEI:1', form: 'push', host: '192.0.2.9', port: 4000 }],
    ]);
  });
});
