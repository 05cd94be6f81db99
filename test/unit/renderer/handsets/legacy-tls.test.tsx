import { screen, within } from '@testing-library/react';
import { afterEach, describe, expect, it } from 'vitest';
import type { AppStatus } from '../../../../shared/contract/app.ts';
import { fail, ok } from '../../../../shared/result.ts';
import { closeWindow, openWindow, sampleAccount, sampleHandset, sampleStatus } from '../sample-window.tsx';

afterEach(closeWindow);

const REFUSED_AT = new Date(2026, 4, 1, 14, 2, 19).getTime();

type Secure = NonNullable<AppStatus['listener']['secure']>;

function withSecure(change: Partial<Secure> = {}): AppStatus {
  const certificate = { names: ['localhost'], notAfter: 1_800_000_000_000, fingerprint: 'AA:BB', own: false };
  const secure = { url: 'https://127.0.0.1:8991/dm', legacyFor: [], tooOld: [], certificate, ...change };
  return { ...sampleStatus, listener: { ...sampleStatus.listener, secure } };
}

describe('a handset that was refused for its old TLS', () => {
  it('says so above its tabs and in the list, and is allowed after a look at what that means', async () => {
    const { carrier, user } = await openWindow(
      { status: withSecure(), handsets: [sampleHandset({ refusedTls: { version: 'TLSv1', at: REFUSED_AT } })] },
      { 'handsets.setLegacyTls': () => ok({}) },
    );
    expect(
      screen.getByText(
        /^It called over TLS 1\.0 \(.*\b\d\d:\d\d.*\), which is not safe, and was refused.*its policy can be changed\.$/,
      ),
    ).toBeTruthy();
    expect(screen.getByText('Refused: old TLS')).toBeTruthy();
    await user.click(screen.getByRole('button', { name: 'Allow legacy TLS…' }));
    const dialog = within(screen.getByRole('dialog', { name: 'Allow legacy TLS for Acme A1?' }));
    expect(dialog.getByText(/whoever listens on the network may read what it sends/)).toBeTruthy();
    expect(dialog.queryByText(/HTTPS is off now/)).toBeNull();
    await user.click(dialog.getByRole('button', { name: 'Allow' }));
    expect(carrier.calls.at(-1)).toEqual({
      name: 'handsets.setLegacyTls',
      input: { devId: 'IMEI:1', allowed: true },
    });
    expect(await screen.findByText('Acme A1 may call over legacy TLS.')).toBeTruthy();
  });

  it('stays refused before it is admitted, and says why', async () => {
    await openWindow({
      handsets: [sampleHandset({ state: 'new', refusedTls: { version: 'TLSv1.1', at: REFUSED_AT } })],
    });
    expect(screen.getByText(/^It called over TLS 1\.1/)).toBeTruthy();
    expect(screen.getByRole('button', { name: 'Allow legacy TLS…' }).getAttribute('aria-disabled')).toBe('true');
  });
});

describe('the policy of a handset', () => {
  it('is taken back from its menu, and shows while it stands', async () => {
    const { carrier, user } = await openWindow(
      { status: withSecure({ legacyFor: ['IMEI:1'] }), handsets: [sampleHandset({ legacyTls: true })] },
      { 'handsets.setLegacyTls': () => ok({}) },
    );
    expect(screen.getByText(/legacy TLS allowed/)).toBeTruthy();
    expect(screen.getByRole('contentinfo', { name: 'Status' }).textContent).toContain('HTTPS, old TLS too');
    await user.click(screen.getByRole('button', { name: 'More about this handset' }));
    await user.click(screen.getByRole('menuitem', { name: /Forbid legacy TLS/ }));
    expect(carrier.calls.at(-1)?.input).toEqual({ devId: 'IMEI:1', allowed: false });
  });

  it('says that HTTPS is off when it cannot count yet', async () => {
    const { user } = await openWindow({ handsets: [sampleHandset()] });
    await user.click(screen.getByRole('button', { name: 'More about this handset' }));
    await user.click(screen.getByRole('menuitem', { name: /Allow legacy TLS/ }));
    expect(screen.getByText(/^HTTPS is off now/)).toBeTruthy();
  });
});

async function openOld(secure: Partial<Secure>, answers: Parameters<typeof openWindow>[1] = {}) {
  const opened = await openWindow(
    { status: withSecure(secure), handsets: [sampleHandset({ legacyTls: true })] },
    {
      'handsets.enrolment': () => ok(sampleAccount),
      'app.interfaces': () => ok([]),
      'handsets.setLegacyTls': () => ok({}),
      ...answers,
    },
  );
  await opened.user.click(screen.getByRole('button', { name: 'More ways to add a handset' }));
  await opened.user.click(screen.getByRole('menuitem', { name: /Connect a real handset/ }));
  const dialog = within(screen.getByRole('dialog'));
  await opened.user.click(dialog.getByText('Old handsets'));
  return { ...opened, dialog };
}

describe('old handsets', () => {
  it('that could not say their names are told by where they came from', async () => {
    const { dialog } = await openOld({ tooOld: [{ address: '10.0.0.5', at: Date.now() - 120_000 }] });
    expect(dialog.getByText(/Something at 10\.0\.0\.5 tried TLS 1\.1 or older/)).toBeTruthy();
  });

  it('are listed, and taken off the list', async () => {
    const { carrier, user, dialog } = await openOld({ legacyFor: ['IMEI:1'] });
    await user.click(dialog.getByRole('button', { name: 'Forbid legacy TLS: Acme A1' }));
    expect(carrier.calls.at(-1)?.input).toEqual({ devId: 'IMEI:1', allowed: false });
  });

  it('are let in by DevId; one that nobody knows is admitted with it', async () => {
    const { carrier, user, dialog } = await openOld({}, { 'handsets.admit': () => ok(sampleAccount) });
    const field = dialog.getByLabelText('DevId of an old handset');
    await user.type(field, 'IMEI:1{Enter}');
    expect(carrier.calls.at(-1)).toEqual({
      name: 'handsets.setLegacyTls',
      input: { devId: 'IMEI:1', allowed: true },
    });
    await user.type(field, 'IMEI:2{Enter}');
    expect(carrier.calls.slice(-2).map(({ name }) => name)).toEqual(['handsets.admit', 'handsets.setLegacyTls']);
  });

  it('that are mistyped are told so', async () => {
    const refusal = fail('input-invalid', 'This is no DevId.', 'Type it as the handset names itself.');
    const { user, dialog } = await openOld({}, { 'handsets.admit': () => refusal });
    await user.type(dialog.getByLabelText('DevId of an old handset'), 'a b{Enter}');
    expect(await dialog.findByText('This is no DevId.')).toBeTruthy();
  });
});
