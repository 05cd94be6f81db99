import { screen, within } from '@testing-library/react';
import { afterEach, describe, expect, it } from 'vitest';
import { formatMinute } from '../../../../renderer/ui/Time.tsx';
import type { AppStatus } from '../../../../shared/contract/app.ts';
import { ok } from '../../../../shared/result.ts';
import { closeWindow, openWindow, sampleAccount, sampleStatus } from '../sample-window.tsx';

afterEach(closeWindow);

const INTERFACES = [
  { name: 'Ethernet adapter of the bench, second port', address: '192.0.2.2' },
  { name: 'wlan0', address: '198.51.100.7' },
];
const UNTIL = new Date(2026, 0, 5, 14, 2, 33, 343).getTime();

describe('handsets on the network', () => {
  it('may call after one choice, for as long as was chosen, and not after it was taken back', async () => {
    const asked: unknown[] = [];
    const open = (address: string): AppStatus => ({
      ...sampleStatus,
      listener: {
        ...sampleStatus.listener,
        network: { name: 'wlan0', address, url: `http://${address}:8990/dm`, until: UNTIL },
      },
    });
    const { user } = await openWindow(
      {},
      {
        'handsets.enrolment': () => ok(sampleAccount),
        'app.interfaces': () => ok(INTERFACES),
        'app.openNetwork': (given) => {
          asked.push(given);
          return ok(open(given.address));
        },
        'app.closeNetwork': () => ok(sampleStatus),
      },
    );
    const bar = screen.getByRole('contentinfo', { name: 'Status' });
    expect(bar.textContent).toContain('this machine only');
    await user.click(screen.getByRole('button', { name: 'Connect a real handset…' }));
    const dialog = within(screen.getByRole('dialog', { name: 'Connect a real handset' }));
    await dialog.findByRole('option', { name: '192.0.2.2 · Ethernet adapter of the bench, second port' });
    await user.selectOptions(dialog.getByLabelText('Interface'), '198.51.100.7');
    await user.selectOptions(dialog.getByLabelText('For'), '15');
    await user.click(dialog.getByRole('button', { name: 'Let handsets call' }));

    expect(asked).toEqual([{ address: '198.51.100.7', minutes: 15 }]);
    const said = await dialog.findByRole('status');
    expect(said.textContent).toBe('Handsets on wlan0 may call http://198.51.100.7:8990/dm until 14:02.');
    expect(bar.textContent).toContain(`open until ${formatMinute(UNTIL)} on 198.51.100.7 · wlan0`);
    expect(bar.textContent).not.toContain('this machine only');

    await user.click(dialog.getByRole('button', { name: 'Close now' }));
    await dialog.findByRole('button', { name: 'Let handsets call' });
    expect(bar.textContent).toContain('this machine only');
    expect(bar.textContent).not.toContain('open until');
  });
});
