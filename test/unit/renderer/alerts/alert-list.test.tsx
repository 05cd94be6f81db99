import { screen, waitFor, within } from '@testing-library/react';
import { afterEach, describe, expect, it } from 'vitest';
import type { KeptAlert } from '../../../../shared/contract/alerts.ts';
import { ok } from '../../../../shared/result.ts';
import { windowStore } from '../../../../renderer/app/store.ts';
import { closeWindow, openWindow, sampleHandset, samplePackage } from '../sample-window.tsx';

afterEach(closeWindow);

const REPORT: KeptAlert = {
  id: 2,
  devId: 'IMEI:1',
  at: Date.now() - 5000,
  sessionId: '2A',
  fate: 'nobody',
  seen: false,
  code: 1226,
  type: 'urn:oma:at:scomo:1.0:OperationComplete',
  source: 'SCM/Inventory/Deployed/C1/Operations/Remove',
  data: '<ResultCode>1408</ResultCode><Identifier>com.acme.notes</Identifier>',
};
const REQUEST: KeptAlert = {
  id: 1,
  devId: 'IMEI:1',
  at: Date.now() - 9000,
  sessionId: '2A',
  fate: 'nobody',
  seen: true,
  code: 1226,
  type: 'urn:oma:at:scomo:1.1:userrequest',
  data: '',
};

describe('the events of a handset', () => {
  it('lead from the header to what they mean and what to do, and are seen then', async () => {
    const { carrier, user } = await openWindow(
      { handsets: [sampleHandset({ unseenAlerts: 1 })], packages: [samplePackage()] },
      { 'alerts.list': () => ok([REPORT, REQUEST]), 'alerts.seen': () => ok({}) },
    );
    expect(screen.getByText(/^1 new event · HTTP/)).toBeTruthy();
    await user.click(screen.getByRole('button', { name: '1 new event' }));
    const list = await screen.findByRole('list', { name: 'Events of this handset' });
    const [report, request] = within(list).getAllByRole('listitem');
    expect(report?.textContent).toContain('Remove of com.acme.notes: The handset could not remove it');
    expect(report?.textContent).toContain('nobody here has started');
    expect(report?.textContent).toContain('new');
    expect(report?.textContent).toContain('<ResultCode>1408</ResultCode>');
    expect(request?.textContent).toContain('The person who holds the handset asks whether there is an update');
    await waitFor(() =>
      expect(carrier.calls.find(({ name }) => name === 'alerts.seen')?.input).toEqual({ devId: 'IMEI:1', upTo: 2 }),
    );
    await user.click(within(report as HTMLElement).getByRole('button', { name: 'Show in the tree' }));
    expect(windowStore.getState().selection).toMatchObject({
      tab: 'tree',
      uri: './SCM/Inventory/Deployed/C1/Operations/Remove',
    });
  });

  it('offer a push where the handset asks for an update', async () => {
    const { user } = await openWindow(
      { handsets: [sampleHandset()], packages: [samplePackage()] },
      { 'alerts.list': () => ok([REQUEST]) },
    );
    await user.keyboard('{Alt>}e{/Alt}');
    const list = await screen.findByRole('list', { name: 'Events of this handset' });
    await user.click(within(list).getByRole('button', { name: /Push package/ }));
    expect(screen.getByRole('dialog', { name: 'Push a package to Acme A1' })).toBeTruthy();
  });

  it('say what would be here when there are none', async () => {
    const { user } = await openWindow({ handsets: [sampleHandset()] }, { 'alerts.list': () => ok([]) });
    await user.click(screen.getByRole('tab', { name: 'Events' }));
    expect(await screen.findByText('This handset has told nothing on its own')).toBeTruthy();
  });
});
