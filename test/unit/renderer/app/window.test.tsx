import { act, screen, waitFor, within } from '@testing-library/react';
import { afterEach, describe, expect, it } from 'vitest';
import { CALM_TRACE, firstLayout, unsizedTrace } from '../../../../renderer/app/layout.ts';
import { fail, ok } from '../../../../shared/result.ts';
import { closeWindow, openWindow, sampleEntry, sampleHandset, sampleRun, sampleStatus } from '../sample-window.tsx';

afterEach(closeWindow);

describe('the window', () => {
  it('says what to do when it is empty', async () => {
    await openWindow();
    expect(screen.getByText('Add the first handset')).toBeTruthy();
    expect(screen.getByText('No package yet')).toBeTruthy();
    expect(screen.getByText('No message yet')).toBeTruthy();
    expect(screen.getAllByText(/http:\/\/127\.0\.0\.1:8990\/dm/).length).toBeGreaterThan(0);
  });

  it('adds a virtual handset with one click and selects it', async () => {
    const { carrier, user } = await openWindow({}, { 'handsets.addVirtual': () => ok({ devId: 'virtual-1' }) });
    await user.click(screen.getAllByRole('button', { name: /^Add virtual handset/ })[0] as HTMLElement);
    expect(carrier.calls.at(-1)).toEqual({ name: 'handsets.addVirtual', input: {} });
    act(() =>
      carrier.push({
        type: 'handset',
        handset: sampleHandset({ devId: 'virtual-1', name: 'Virtual 1', state: 'new' }),
      }),
    );
    expect(screen.getByRole('heading', { name: 'Virtual 1' })).toBeTruthy();
  });

  it('shows what happened and what to do next when something fails, until it is dismissed', async () => {
    const { user } = await openWindow(
      { handsets: [sampleHandset()] },
      {
        'tree.read': () =>
          fail('handset-gone', 'The handset left the session.', 'Wake it, then read again.', {
            detail: 'after message 3',
          }),
      },
    );
    await user.keyboard('{F5}');
    const alert = await screen.findByRole('alert');
    expect(within(alert).getByText('The handset left the session.')).toBeTruthy();
    expect(within(alert).getByText('Wake it, then read again.')).toBeTruthy();
    expect(within(alert).getByText(/after message 3/)).toBeTruthy();
    await user.click(within(alert).getByRole('button', { name: 'Dismiss' }));
    expect(screen.queryByRole('alert')).toBeNull();
  });

  it('says that the connection is lost and keeps showing what it knew', async () => {
    const { carrier } = await openWindow({ handsets: [sampleHandset()] });
    act(() => carrier.setConnection('lost'));
    expect(screen.getByRole('alert').textContent).toMatch(
      /Connection to the workbench lost.*tries again.*If the workbench was ended, start it again\./,
    );
    expect(screen.getByRole('heading', { name: 'Acme A1' })).toBeTruthy();
    expect(screen.getAllByRole('button', { name: /^Read again/ })[0]?.getAttribute('aria-disabled')).toBe('true');
    act(() => carrier.setConnection('open'));
    await waitFor(() => expect(screen.queryByRole('alert')).toBeNull());
  });

  it('tells in the status bar where the server listens, who talks and what waits', async () => {
    const { carrier } = await openWindow({ handsets: [sampleHandset({ state: 'new' })] });
    const bar = screen.getByRole('contentinfo');
    expect(bar.textContent).toMatch(/DM server 127\.0\.0\.1:8990 · this machine only/);
    expect(bar.textContent).toMatch(/no session/);
    expect(bar.textContent).toMatch(/1 handset to admit/);
    act(() => carrier.push({ type: 'status', status: { ...sampleStatus, sessions: 2, waitingRuns: 1 } }));
    expect(bar.textContent).toMatch(/2 sessions/);
    expect(bar.textContent).toMatch(/1 run waits for a handset/);
  });

  it('lists the runs that are not over in the top bar', async () => {
    await openWindow({
      handsets: [sampleHandset()],
      runs: [sampleRun({ state: 'waiting' }), sampleRun({ id: 'run-0', state: 'done' })],
    });
    expect(screen.getByRole('button', { name: /Runs 1 waiting/ })).toBeTruthy();
  });

  it('names failed runs before those that wait, and says in the list how each stands', async () => {
    const { user } = await openWindow({
      handsets: [sampleHandset(), sampleHandset({ devId: 'IMEI:2', name: 'Borq T9' })],
      runs: [
        sampleRun({ state: 'waiting', createdAt: 2, title: 'Push Notes 2.1' }),
        sampleRun({ id: 'run-2', devId: 'IMEI:2', state: 'failed', createdAt: 1, title: 'Push Radio 5.0' }),
      ],
    });
    await user.click(screen.getByRole('button', { name: 'Runs 1 failed 1 waiting' }));
    expect(screen.getAllByRole('menuitem').map((item) => item.textContent)).toEqual([
      expect.stringMatching(/^Push Radio 5\.0.*Stopped: a step failed.*Borq T9/),
      expect.stringMatching(/^Push Notes 2\.1.*Waiting for the handset.*Acme A1/),
    ]);
  });

  it('opens the doctor from the top bar; no hint covers what a dialog says before a person moves the focus', async () => {
    const { user } = await openWindow(
      {},
      { 'doctor.run': () => ok({ platform: 'linux', at: 0, findings: [], looked: [] }) },
    );
    const button = screen.getByRole('button', { name: 'Doctor' });
    button.focus();
    await user.keyboard('{Enter}');
    const dialog = within(await screen.findByRole('dialog', { name: 'Connection doctor' }));
    expect(document.activeElement).toBe(dialog.getByRole('button', { name: 'Done' }));
    expect(screen.queryByRole('tooltip')).toBeNull();
    await user.keyboard('{Escape}');
    await waitFor(() => expect(document.activeElement).toBe(button));
    expect(screen.queryByRole('tooltip')).toBeNull();
    await user.tab();
    expect((await screen.findByRole('tooltip')).textContent).toContain('Ctrl');
  });

  it('gives the focus back to where it was, also after a menu, the palette and a dialog that follows another', async () => {
    const { user } = await openWindow({ handsets: [sampleHandset()] });
    const help = screen.getByRole('button', { name: 'Help' });
    help.focus();
    await user.keyboard('{Control>}k{/Control}settings{Enter}');
    await screen.findByRole('dialog', { name: 'Settings' });
    await user.click(screen.getByRole('button', { name: 'Ways to switch to OBEX…' }));
    await screen.findByRole('dialog', { name: /OBEX/ });
    await user.keyboard('{Escape}');
    await waitFor(() => expect(document.activeElement).toBe(help));
    const more = screen.getByRole('button', { name: 'More about this handset' });
    await user.click(more);
    await user.click(screen.getByRole('menuitem', { name: /^Rename/ }));
    await screen.findByRole('dialog', { name: 'Rename handset' });
    await user.keyboard('{Escape}');
    await waitFor(() => expect(document.activeElement).toBe(more));
  });

  it('folds the trace away and out again', async () => {
    const { user } = await openWindow();
    await user.click(screen.getByRole('button', { name: 'Hide' }));
    expect(screen.queryByRole('region', { name: 'Trace' })).toBeNull();
    await user.click(screen.getByRole('button', { name: 'Show trace' }));
    expect(screen.getByRole('region', { name: 'Trace' })).toBeTruthy();
  });

  it('asks for the messages of one handset when the trace is filtered', async () => {
    const { carrier, user } = await openWindow(
      { handsets: [sampleHandset()] },
      { 'trace.list': () => ok({ entries: [sampleEntry(1)], total: 1 }) },
    );
    await user.selectOptions(screen.getByRole('combobox', { name: /messages are shown/ }), 'IMEI:1');
    expect(carrier.calls.at(-1)).toEqual({ name: 'trace.list', input: { limit: 200, devId: 'IMEI:1' } });
  });

  it('moves a splitter with the keyboard and remembers it', async () => {
    const { user } = await openWindow();
    const splitter = screen.getByRole('separator', { name: 'Width of the handset list' });
    splitter.focus();
    const before = Number(splitter.getAttribute('aria-valuenow'));
    await user.keyboard('{ArrowRight}');
    expect(splitter.getAttribute('aria-valuenow')).toBe(String(before + 16));
    expect(localStorage.getItem('scomo.layout')).toContain(`"left":${before + 16}`);
    await user.dblClick(splitter);
  });
});

describe('the height of the trace', () => {
  it('leaves the work above it the room on a small screen, until somebody sizes it', () => {
    expect(unsizedTrace(true, 800)).toBe(CALM_TRACE);
    expect(unsizedTrace(false, 800)).toBe(168);
    expect(unsizedTrace(false, 1080)).toBe(227);
    expect(unsizedTrace(false, 2160)).toBe(firstLayout.trace);
    expect(unsizedTrace(false, 300)).toBe(CALM_TRACE);
  });
});
