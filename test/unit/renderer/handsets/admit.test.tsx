import { screen, within } from '@testing-library/react';
import { afterEach, describe, expect, it } from 'vitest';
import { fail, ok } from '../../../../shared/result.ts';
import { closeWindow, openWindow, sampleAccount, sampleHandset } from '../sample-window.tsx';

afterEach(closeWindow);

describe('admitting', () => {
  it('takes one click for a handset that came with the enrolment credential', async () => {
    const { carrier, user } = await openWindow(
      { handsets: [sampleHandset({ state: 'new', authenticated: 'enrolment' })] },
      { 'handsets.admit': () => ok(sampleAccount) },
    );
    await user.click(screen.getByRole('button', { name: 'Admit Acme A1' }));
    expect(carrier.calls.at(-1)).toEqual({ name: 'handsets.admit', input: { devId: 'IMEI:1' } });
    expect(screen.queryByRole('dialog')).toBeNull();
    expect(await screen.findByText('Acme A1 is admitted.')).toBeTruthy();
  });

  it('looks first at a handset that came without a password, then shows what to type into it', async () => {
    const { carrier, user } = await openWindow(
      { handsets: [sampleHandset({ state: 'new', authenticated: 'no' })] },
      { 'handsets.admit': () => ok(sampleAccount) },
    );
    await user.click(screen.getByRole('button', { name: 'Admit Acme A1' }));
    const dialog = screen.getByRole('dialog', { name: 'Admit Acme A1?' });
    expect(dialog.textContent).toMatch(/from 127\.0\.0\.1 without a password/);
    expect(within(dialog).getByText('IMEI:1')).toBeTruthy();
    expect(carrier.calls.map((call) => call.name)).not.toContain('handsets.admit');

    await user.click(within(dialog).getByRole('button', { name: 'Admit' }));
    expect(carrier.calls.at(-1)).toEqual({
      name: 'handsets.admit',
      input: { devId: 'IMEI:1', auth: 'md5', serverAuth: 'md5' },
    });
    const account = await screen.findByRole('dialog', { name: 'Acme A1 is admitted' });
    for (const value of ['http://127.0.0.1:8990/dm', 'scomo', 'tundra-Kelp-4917', 'acme-1', 'orbit-Fern-2286'])
      expect(within(account).getByText(value)).toBeTruthy();
    await user.click(within(account).getByRole('button', { name: 'Copy server password' }));
    expect(await navigator.clipboard.readText()).toBe('tundra-Kelp-4917');
    await user.keyboard('{Escape}');
    expect(screen.queryByRole('dialog')).toBeNull();
  });

  it('takes over credentials that the handset has already', async () => {
    const { carrier, user } = await openWindow(
      { handsets: [sampleHandset({ state: 'new', authenticated: 'no' })] },
      { 'handsets.admit': () => ok(sampleAccount) },
    );
    await user.keyboard('{Alt>}{Enter}{/Alt}');
    await user.click(screen.getByText('It has credentials already'));
    await user.type(screen.getByLabelText('User name'), 'me');
    await user.selectOptions(screen.getByLabelText('User authentication'), 'basic');
    await user.click(screen.getByRole('button', { name: 'Admit' }));
    expect(carrier.calls.at(-1)?.input).toEqual({ devId: 'IMEI:1', auth: 'basic', serverAuth: 'md5', user: 'me' });
  });

  it('stays open and says why when it did not work', async () => {
    const { user } = await openWindow(
      { handsets: [sampleHandset({ state: 'new', authenticated: 'no' })] },
      { 'handsets.admit': () => fail('no-such-handset', 'This handset is gone.', 'Let it call again.') },
    );
    await user.click(screen.getByRole('button', { name: 'Admit Acme A1' }));
    await user.click(within(screen.getByRole('dialog')).getByRole('button', { name: 'Admit' }));
    const alert = await within(screen.getByRole('dialog')).findByRole('alert');
    expect(alert.textContent).toMatch(/This handset is gone\.Let it call again\./);
  });

  it('reads nothing of a handset that waits', async () => {
    const { carrier } = await openWindow({ handsets: [sampleHandset({ state: 'new', nodes: 0 })] });
    expect(screen.queryByRole('tab')).toBeNull();
    expect(screen.getByText(/Nothing of it is read before you admit it/)).toBeTruthy();
    expect(carrier.calls.map((call) => call.name)).not.toContain('tree.read');
  });
});
