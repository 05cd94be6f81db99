import { screen, within } from '@testing-library/react';
import { afterEach, describe, expect, it } from 'vitest';
import { openDialog } from '../../../../renderer/app/store.ts';
import { ok } from '../../../../shared/result.ts';
import { closeWindow, openWindow, sampleHandset } from '../sample-window.tsx';

afterEach(closeWindow);

describe('adding a virtual handset', () => {
  it('chooses its kind, its encoding and what goes wrong with it', async () => {
    const asked: unknown[] = [];
    const { user } = await openWindow(
      {},
      {
        'handsets.addVirtual': (given) => {
          asked.push(given);
          return ok({ devId: 'IMEI: 2' });
        },
      },
    );
    openDialog({ kind: 'add-virtual' });
    const dialog = within(await screen.findByRole('dialog', { name: 'Add virtual handset' }));
    await user.selectOptions(dialog.getByLabelText('Stands for'), 'redbend');
    dialog.getByText(/DevId with a blank/);
    await user.selectOptions(dialog.getByLabelText('Messages'), 'wbxml');
    await user.selectOptions(dialog.getByLabelText('Fault'), 'no-alert');
    dialog.getByText('The operation ends, but is never reported.');
    await user.selectOptions(dialog.getByLabelText('Where'), 'Remove');
    await user.clear(dialog.getByLabelText('Which time'));
    await user.type(dialog.getByLabelText('Which time'), '2');
    await user.click(dialog.getByRole('button', { name: 'Add fault' }));
    await user.selectOptions(dialog.getByLabelText('Fault'), 'download-404');
    await user.click(dialog.getByRole('button', { name: 'Add fault' }));
    await user.click(dialog.getByRole('button', { name: 'Take download-404 away' }));
    await user.clear(dialog.getByLabelText(/^Seed/));
    await user.type(dialog.getByLabelText(/^Seed/), '42');
    await user.click(dialog.getByRole('button', { name: 'Add' }));

    expect(asked).toEqual([
      {
        extraNodes: 0,
        latencyMs: 0,
        personality: 'redbend',
        encoding: 'wbxml',
        faults: ['no-alert@Remove#2'],
        seed: 42,
      },
    ]);
  });

  it('goes back to chance when the new fault cannot strike where the old one could', async () => {
    const { user } = await openWindow();
    openDialog({ kind: 'add-virtual' });
    const dialog = within(await screen.findByRole('dialog', { name: 'Add virtual handset' }));
    await user.selectOptions(dialog.getByLabelText('Where'), 'Get');
    await user.selectOptions(dialog.getByLabelText('Fault'), 'no-alert');

    expect(dialog.getByLabelText<HTMLSelectElement>('Where').value).toBe('by-chance');
    expect(dialog.getByLabelText<HTMLInputElement>('Which time').disabled).toBe(true);
  });

  it('says what a restart will do: with the faults of the list, or with none', async () => {
    const { user } = await openWindow({
      handsets: [sampleHandset({ virtual: { running: true, faults: ['reboot@Get'] } })],
    });
    openDialog({ kind: 'faults', devId: 'IMEI:1' });
    const dialog = within(await screen.findByRole('dialog', { name: 'Let something go wrong' }));
    dialog.getByRole('button', { name: 'Restart with these faults' });
    await user.click(dialog.getByRole('button', { name: 'Take reboot@Get away' }));
    expect(dialog.queryByRole('button', { name: 'Restart with these faults' })).toBeNull();
    dialog.getByRole('button', { name: 'Restart without faults' });
  });

  it('says on the handset what it stands for and what was asked to go wrong', async () => {
    const virtual = { running: true, personality: 'symbian' as const, faults: ['no-alert@Remove', 'reboot@Get'] };
    await openWindow({ handsets: [sampleHandset({ virtual })] });

    expect(screen.getByText('2 faults').title).toBe('Asked to go wrong: no-alert@Remove, reboot@Get');
    screen.getByText(/virtual · Symbian/);
  });
});
