import { screen, within } from '@testing-library/react';
import { afterEach, describe, expect, it } from 'vitest';
import { ok } from '../../../../shared/result.ts';
import { inventory } from '../../sample-inventory.ts';
import { closeWindow, openWindow, sampleHandset, samplePackage, sampleRun } from '../sample-window.tsx';

afterEach(closeWindow);

describe('pushing a package', () => {
  it('plans a run and sends nothing else', async () => {
    const { carrier, user } = await openWindow(
      { handsets: [sampleHandset()], packages: [samplePackage()] },
      { 'runs.start': () => ok(sampleRun()) },
    );
    await user.keyboard('{Control>}p{/Control}');
    const dialog = screen.getByRole('dialog', { name: 'Push a package to Acme A1' });
    await user.click(within(dialog).getByRole('radio', { name: 'Push inactive, then activate' }));
    await user.click(within(dialog).getByRole('button', { name: 'Plan the run' }));
    expect(carrier.calls.at(-1)).toEqual({
      name: 'runs.start',
      input: { devId: 'IMEI:1', runbook: 'push-inactive-activate', params: { digest: 'a'.repeat(64) } },
    });
    expect(screen.queryByRole('dialog')).toBeNull();
  });

  it('offers an update only when a component of the package is on the handset', async () => {
    const { user } = await openWindow({ handsets: [sampleHandset()], packages: [samplePackage()] });
    await user.keyboard('{Control>}p{/Control}');
    const update = screen.getByRole('radio', { name: 'Update component' });
    expect((update as HTMLInputElement).disabled).toBe(true);
    expect(screen.getByText(/None of its components is on the handset yet/)).toBeTruthy();
  });

  it('asks how to update', async () => {
    const { carrier, user } = await openWindow(
      { handsets: [sampleHandset()], packages: [samplePackage()] },
      { 'runs.start': () => ok(sampleRun()), 'tree.inventory': () => ok({ inventory }) },
    );
    await user.keyboard('{Control>}p{/Control}');
    await user.click(await screen.findByRole('radio', { name: 'Update component' }));
    await user.click(screen.getByRole('checkbox', { name: 'Remove the package that was replaced' }));
    await user.click(screen.getByRole('button', { name: 'Plan the run' }));
    expect(carrier.calls.find((call) => call.name === 'runs.start')?.input).toEqual({
      devId: 'IMEI:1',
      runbook: 'update-component',
      params: { digest: 'a'.repeat(64), componentId: 'com.acme.notes', deactivateFirst: true, removeReplaced: false },
    });
  });

  it('leads the handset there by a descriptor when asked to', async () => {
    const { carrier, user } = await openWindow(
      { handsets: [sampleHandset()], packages: [samplePackage()] },
      { 'runs.start': () => ok(sampleRun()) },
    );
    await user.keyboard('{Control>}p{/Control}');
    await user.selectOptions(screen.getByLabelText('How the handset gets it'), 'descriptor');
    await user.click(screen.getByRole('button', { name: 'Plan the run' }));
    expect(carrier.calls.at(-1)?.input).toEqual({
      devId: 'IMEI:1',
      runbook: 'push-install',
      params: { digest: 'a'.repeat(64), delivery: 'descriptor' },
    });
  });

  it('remembers how the last package was delivered', async () => {
    const state = { handsets: [sampleHandset()], packages: [samplePackage()] };
    const { carrier, user } = await openWindow(state, { 'runs.start': () => ok(sampleRun()) });
    await user.keyboard('{Control>}p{/Control}');
    await user.selectOptions(screen.getByLabelText('How the handset gets it'), 'in-session');
    await user.click(screen.getByRole('button', { name: 'Plan the run' }));
    expect(carrier.calls.at(-1)?.input).toMatchObject({ params: { delivery: 'in-session' } });
    await user.keyboard('{Control>}p{/Control}');
    expect(screen.getByLabelText('How the handset gets it')).toHaveProperty('value', 'in-session');
    await user.selectOptions(screen.getByLabelText('How the handset gets it'), 'direct-url');
  });

  it('goes in the session, and says why, to a handset without a Download list', async () => {
    const { carrier, user } = await openWindow(
      { handsets: [sampleHandset()], packages: [samplePackage()] },
      {
        'runs.start': () => ok(sampleRun()),
        'tree.inventory': () => ok({ inventory: { ...inventory, lists: { Delivered: './SCM/Inventory/Delivered' } } }),
      },
    );
    await user.keyboard('{Control>}p{/Control}');
    expect(await screen.findByText(/This handset has no Download list/)).toBeTruthy();
    expect(screen.getByLabelText('How the handset gets it')).toHaveProperty('value', 'in-session');
    await user.click(screen.getByRole('button', { name: 'Plan the run' }));
    expect(carrier.calls.findLast((call) => call.name === 'runs.start')?.input).toMatchObject({
      params: { digest: 'a'.repeat(64) },
    });
  });

  it('goes in the session, and says why, to a handset on a cable, unless a person chooses a URL', async () => {
    const state = { handsets: [sampleHandset({ link: 'usb', tethered: true })], packages: [samplePackage()] };
    const { carrier, user } = await openWindow(state, { 'runs.start': () => ok(sampleRun()) });
    await user.keyboard('{Control>}p{/Control}');
    expect(screen.getByText(/hangs on a cable, over which it cannot fetch anything/)).toBeTruthy();
    expect(screen.getByLabelText('How the handset gets it')).toHaveProperty('value', 'in-session');
    await user.click(screen.getByRole('button', { name: 'Plan the run' }));
    expect(carrier.calls.at(-1)?.input).toMatchObject({ params: { digest: 'a'.repeat(64) } });
    await user.keyboard('{Control>}p{/Control}');
    await user.selectOptions(screen.getByLabelText('How the handset gets it'), 'direct-url');
    await user.click(screen.getByRole('button', { name: 'Plan the run' }));
    expect(carrier.calls.at(-1)?.input).toMatchObject({ params: { delivery: 'direct-url' } });
  });

  it('asks the person on the handset in own words, and tells them at the end', async () => {
    const { carrier, user } = await openWindow(
      { handsets: [sampleHandset()], packages: [samplePackage()] },
      { 'runs.start': () => ok(sampleRun()) },
    );
    await user.keyboard('{Control>}p{/Control}');
    expect(screen.queryByLabelText('Question')).toBeNull();
    await user.click(screen.getByRole('checkbox', { name: 'Ask on the handset first' }));
    await user.type(screen.getByLabelText('Question'), 'May we install Notes?');
    await user.selectOptions(screen.getByLabelText('Without an answer, it is a no after'), '30');
    await user.click(screen.getByRole('checkbox', { name: 'Tell the person when it is done' }));
    await user.click(screen.getByRole('button', { name: 'Plan the run' }));
    const person = { askUser: true, askText: 'May we install Notes?', askSeconds: 30, tellUser: true };
    expect(carrier.calls.at(-1)?.input).toEqual({
      devId: 'IMEI:1',
      runbook: 'push-install',
      params: { digest: 'a'.repeat(64), ...person },
    });
  });

  it('says why it is not possible while another run is open', async () => {
    const { user } = await openWindow({
      handsets: [sampleHandset()],
      packages: [samplePackage()],
      runs: [sampleRun({ state: 'paused', title: 'Update Notes' })],
    });
    await user.keyboard('{Control>}p{/Control}');
    expect(screen.getByText(/unfinished run, “Update Notes”/)).toBeTruthy();
    expect(screen.getByRole('button', { name: 'Plan the run' }).getAttribute('aria-disabled')).toBe('true');
  });
});
