import { act, render, screen, waitFor, within } from '@testing-library/react';
import { userEvent } from '@testing-library/user-event';
import { afterEach, describe, expect, it } from 'vitest';
import type { FakeCarrier } from '../../../../renderer/app/fake-carrier.ts';
import { windowStore } from '../../../../renderer/app/store.ts';
import { dropTrees } from '../../../../renderer/features/inventory/tree-stores.ts';
import { RunPanel } from '../../../../renderer/features/runs/RunPanel.tsx';
import { TooltipProvider } from '../../../../renderer/ui/Tooltip.tsx';
import { ok } from '../../../../shared/result.ts';
import type { Run } from '../../../../shared/runbook/run.ts';
import { snapshot } from '../inventory/sample-tree.ts';
import { closeWindow, connectSample, loaded, sampleHandset, samplePackage } from '../sample-window.tsx';
import {
  beforeActivation,
  failedActivation,
  led,
  plannedRun,
  provenActivation,
  waitingForReport,
} from './sample-steps.ts';

let carrier: FakeCarrier;

/** What the workbench was asked last with this method. */
function lastInput(name: string): unknown {
  return carrier.calls.findLast((call) => call.name === name)?.input;
}

afterEach(() => {
  dropTrees();
  closeWindow();
});

async function openPanel(
  runs: readonly Run[],
  answers: Parameters<typeof connectSample>[1] = {},
): Promise<ReturnType<typeof userEvent.setup>> {
  carrier = connectSample(
    { handsets: [sampleHandset()], packages: [samplePackage()], runs: [...runs] },
    { 'tree.snapshot': () => ok(snapshot), ...answers },
  );
  await loaded();
  render(
    <TooltipProvider>
      <RunPanel devId="IMEI:1" />
    </TooltipProvider>,
  );
  return userEvent.setup();
}

function current(): HTMLElement {
  const found = document.querySelector<HTMLElement>('[aria-current=step]');
  if (found === null) throw new Error('No step is current');
  return found;
}

function off(name: string): string | null {
  return screen.getByRole('button', { name: new RegExp(`^${name}`) }).getAttribute('aria-disabled');
}

function primaries(): readonly string[] {
  const buttons = within(screen.getByRole('contentinfo')).getAllByRole('button');
  return buttons
    .filter(({ className }) => className.includes('primary'))
    .map(({ textContent }) => textContent.replace(/(Alt\+)?F10$/, ''));
}

describe('the run panel', () => {
  it('shows what the next step will send before it is sent', async () => {
    await openPanel([beforeActivation()]);
    expect(screen.getByText('Step 2 of 2')).toBeDefined();
    const sends = within(current()).getByRole('figure', { name: 'Run step sends' });
    expect(sends.textContent).toContain('Exec./SCM/Inventory/Deployed/Notes/Operations/Activate');
    expect(sends.textContent).toContain('Correlator run-1.s2.1');
    expect(sends.textContent).not.toContain('202');
    expect(off('Run step')).toBeNull();
  });

  it('keeps the name of a file together: a hyphen is no place to break it', async () => {
    const fileName = 'notes-2.1.zip';
    const pushed = {
      digest: 'a'.repeat(64),
      size: 1,
      fileName,
      pkgId: 'p',
      name: 'Notes',
      pkgType: 'x',
      components: [],
    };
    await openPanel([{ ...beforeActivation(), package: pushed }]);
    expect(screen.getByText(fileName).tagName).toBe('SPAN');
  });

  it('opens only the current step; a done one shows its proof and can be opened again', async () => {
    const user = await openPanel([beforeActivation()]);
    const steps = screen.getAllByRole('listitem').filter((item) => item.querySelector('[aria-expanded]') !== null);
    const [first] = steps;
    expect(first?.querySelector('[aria-expanded]')?.getAttribute('aria-expanded')).toBe('false');
    expect(first?.textContent).toContain('SCOMO 1.0 at ./SCM: 2 components');
    await user.click(within(first as HTMLElement).getByRole('button', { name: /Read the inventory/ }));
    expect(first?.querySelector('[aria-expanded]')?.getAttribute('aria-expanded')).toBe('true');
  });

  it('offers to switch a virtual handset on that is off, not to wake it', async () => {
    const user = await openPanel([waitingForReport()], { 'handsets.startVirtual': () => ok({}) });
    act(() =>
      carrier.push({
        type: 'handset',
        handset: sampleHandset({ state: 'silent', virtual: { running: false } }),
      }),
    );
    expect(within(current()).getByText('The virtual handset is switched off.')).toBeTruthy();
    expect(within(current()).queryByRole('button', { name: 'Wake' })).toBeNull();
    await user.click(within(current()).getByRole('button', { name: 'Switch on' }));
    expect(lastInput('handsets.startVirtual')).toEqual({ devId: 'IMEI:1' });
  });

  it('says what is waited for, since when and until when, with the answers so far', async () => {
    await openPanel([waitingForReport()]);
    expect(current().textContent).toContain("Waiting for the handset's report on Activate since 8 s, at most 10 min");
    expect(within(current()).getByRole('figure', { name: 'Sent' }).textContent).toContain('202 Accepted');
    expect(off('Run step')).toBe('true');
    expect(off('Skip')).toBeNull();
  });

  it('shows how far the download is', async () => {
    await openPanel([waitingForReport()]);
    act(() =>
      carrier.push({
        type: 'delivery',
        devId: 'IMEI:1',
        runId: 'run-1',
        digest: samplePackage().digest,
        sent: 95_000,
        size: 190_000,
        done: false,
      }),
    );
    expect(screen.getByRole('progressbar').getAttribute('value')).toBe('0.5');
    expect(current().textContent).toContain('Downloading: 95 kB of 190 kB');
  });

  it('has one primary action: the step of a run that failed is retried, any other is run', async () => {
    await openPanel([failedActivation()]);
    expect(primaries()).toEqual(['Retry']);
    expect(screen.queryByRole('button', { name: /^Run step/ })).toBeNull();
    expect(off('Run all')).toBeNull();
  });

  it('offers to run the step, and no retry, before anything has failed', async () => {
    await openPanel([beforeActivation()]);
    expect(primaries()).toEqual(['Run step']);
    expect(screen.queryByRole('button', { name: /^Retry/ })).toBeNull();
  });

  it('says what went wrong and what to do, and offers to retry', async () => {
    const user = await openPanel([failedActivation()], {
      'runs.retry': () => ok(led(failedActivation(), { type: 'started', step: 's2', mode: 'step' })),
    });
    const alert = screen.getByRole('alert');
    expect(alert.textContent).toContain('The handset could not activate the component.');
    expect(alert.textContent).toContain('Look at the handset, then retry.');
    await user.click(screen.getByRole('button', { name: 'Retry' }));
    expect(lastInput('runs.retry')).toEqual({ runId: 'run-1' });
    expect(off('Run step')).toBe('true');
  });

  it('shows afterwards what changed and what proved it, and leads on', async () => {
    const user = await openPanel([provenActivation()]);
    expect(screen.getByRole('banner').textContent).toContain('Done');
    await user.click(screen.getByRole('button', { name: /Activate com.acme.notes|Activate Notes/ }));
    expect(screen.getByRole('figure', { name: '1 node changed' }).textContent).toContain('10 → 20');
    expect(screen.getAllByText('State read back: 10 → 20 Active')).toHaveLength(1);
    expect(screen.getByRole('figure', { name: 'Sent' }).textContent).toContain('Result 1200 Done');
    await user.click(screen.getByRole('button', { name: 'Start another…' }));
    expect(screen.getByText('What shall be done?')).toBeDefined();
    await user.click(screen.getByRole('button', { name: /Back to the last run/ }));
    expect(screen.queryByText('What shall be done?')).toBeNull();
  });

  it('leads from a URI to its node in the tree', async () => {
    const user = await openPanel([beforeActivation()]);
    await user.click(within(current()).getByTitle('Show in the tree'));
    expect(windowStore.getState().selection).toMatchObject({
      tab: 'tree',
      uri: './SCM/Inventory/Deployed/Notes/Operations/Activate',
    });
  });

  it('points at the run that is not finished while an old one is shown', async () => {
    const old = { ...provenActivation(), id: 'run-0' };
    const user = await openPanel([old, beforeActivation()]);
    act(() => windowStore.setState({ selection: { tab: 'components', devId: 'IMEI:1', runId: 'run-0' } }));
    await user.click(screen.getByRole('button', { name: 'Show it' }));
    expect(windowStore.getState().selection.runId).toBe('run-1');
  });
});

describe('skipping and aborting', () => {
  it('skips only with a reason', async () => {
    const user = await openPanel([beforeActivation()], { 'runs.skip': () => ok(beforeActivation()) });
    await user.click(screen.getByRole('button', { name: 'Skip…' }));
    const dialog = screen.getByRole('dialog', { name: 'Skip this step?' });
    const button = within(dialog).getByRole('button', { name: 'Skip the step' });
    expect(button.getAttribute('aria-disabled')).toBe('true');
    await user.type(within(dialog).getByLabelText('Why'), 'already active');
    await user.click(button);
    expect(lastInput('runs.skip')).toEqual({ runId: 'run-1', reason: 'already active' });
    await waitFor(() => expect(windowStore.getState().dialog).toBeUndefined());
  });

  it('lists what will be taken back, and takes it back', async () => {
    const user = await openPanel([failedActivation()], { 'runs.abort': () => ok(failedActivation()) });
    await user.click(screen.getByRole('button', { name: 'Abort…' }));
    const dialog = screen.getByRole('dialog', { name: 'Abort the run?' });
    expect(dialog.textContent).toContain('Will be taken back, in this order');
    expect(dialog.textContent).toContain('Deactivate');
    await user.type(within(dialog).getByLabelText('Why'), 'wrong handset');
    await user.click(within(dialog).getByRole('button', { name: 'Abort and undo' }));
    expect(lastInput('runs.abort')).toEqual({ runId: 'run-1', reason: 'wrong handset', undo: true });
  });

  it('gives up only, when there is nothing to take back', async () => {
    const user = await openPanel([plannedRun('activate', { componentId: 'com.acme.notes' })], {
      'runs.abort': () => ok(failedActivation()),
    });
    await user.click(screen.getByRole('button', { name: 'Abort…' }));
    const dialog = screen.getByRole('dialog', { name: 'Abort the run?' });
    expect(dialog.textContent).toContain('This run has done nothing that could be taken back.');
    await user.type(within(dialog).getByLabelText('Why'), 'no longer needed');
    await user.click(within(dialog).getByRole('button', { name: 'Abort' }));
    expect(lastInput('runs.abort')).toEqual({ runId: 'run-1', reason: 'no longer needed', undo: false });
  });

  it('says what cannot be taken back', async () => {
    const removed = led(
      plannedRun('remove-component', { componentId: 'com.acme.notes' }),
      { type: 'started', step: 's1', mode: 'step' },
      { type: 'done', step: 's1', proof: 'read', changes: [] },
      { type: 'started', step: 's2', mode: 'step' },
      { type: 'sending', step: 's2', commands: [{ cmd: 'Exec', uri: './x/Operations/Remove' }] },
      {
        type: 'answered',
        step: 's2',
        commands: [{ cmd: 'Exec', uri: './x/Operations/Remove', status: { code: 200, word: 'OK' } }],
      },
      { type: 'done', step: 's2', proof: 'It is gone', changes: [] },
    );
    const open: Run = { ...removed, state: 'ready' };
    await openPanel([open]);
    act(() => windowStore.setState({ dialog: { kind: 'abort-run', runId: 'run-1' } }));
    const dialog = await screen.findByRole('dialog', { name: 'Abort the run?' });
    expect(dialog.textContent).toContain('Cannot be taken back');
    expect(dialog.textContent).toContain('must be pushed again');
  });
});

describe('choosing what to do', () => {
  it('plans at once what needs nothing more', async () => {
    const user = await openPanel([], { 'runs.start': () => ok(plannedRun('read-inventory')) });
    await user.click(screen.getByRole('button', { name: /^Read the inventory/ }));
    expect(lastInput('runs.start')).toEqual({ devId: 'IMEI:1', runbook: 'read-inventory', params: {} });
    await waitFor(() => expect(screen.getByText('Step 1 of 1')).toBeDefined());
  });

  it('asks for component, package and options, and plans with them', async () => {
    const user = await openPanel([], { 'runs.start': () => ok(plannedRun('read-inventory')) });
    await user.click(screen.getByRole('button', { name: /^Update component/ }));
    const dialog = screen.getByRole('dialog', { name: 'Update component on Acme A1' });
    await within(dialog).findByLabelText('Component');
    await user.click(within(dialog).getByLabelText('Deactivate it first'));
    await user.click(within(dialog).getByRole('button', { name: 'Plan the run' }));
    expect(lastInput('runs.start')).toEqual({
      devId: 'IMEI:1',
      runbook: 'update-component',
      params: {
        componentId: 'com.acme.notes',
        digest: samplePackage().digest,
        deactivateFirst: false,
        removeReplaced: true,
      },
    });
  });

  it('says why a component cannot be chosen', async () => {
    const user = await openPanel([]);
    await user.click(screen.getByRole('button', { name: /^Activate/ }));
    const dialog = screen.getByRole('dialog', { name: 'Activate on Acme A1' });
    await user.selectOptions(await within(dialog).findByLabelText('Component'), './SCM/Inventory/Deployed/Radio');
    expect(dialog.textContent).toContain('Already active');
    expect(within(dialog).getByRole('button', { name: 'Plan the run' }).getAttribute('aria-disabled')).toBe('true');
  });

  it('says what a removal takes away', async () => {
    const user = await openPanel([]);
    await user.click(screen.getByRole('button', { name: /^Remove component/ }));
    expect(screen.getByRole('dialog').textContent).toContain('The component is uninstalled.');
  });

  it('says why nothing can be pushed from an empty library', async () => {
    await openPanel([]);
    act(() => windowStore.setState({ packages: new Map() }));
    const push = screen.getByRole('button', { name: /^Push and install/ });
    expect(push.getAttribute('aria-disabled')).toBe('true');
    expect(push.textContent).toContain('Add a package to the library first.');
  });
});
