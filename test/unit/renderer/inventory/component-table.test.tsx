import { act, render, screen, waitFor, within } from '@testing-library/react';
import { userEvent } from '@testing-library/user-event';
import { afterEach, describe, expect, it } from 'vitest';
import type { FakeCarrier } from '../../../../renderer/app/fake-carrier.ts';
import { windowStore } from '../../../../renderer/app/store.ts';
import { ComponentTable } from '../../../../renderer/features/inventory/ComponentTable.tsx';
import { dropTrees } from '../../../../renderer/features/inventory/tree-stores.ts';
import { TooltipProvider } from '../../../../renderer/ui/Tooltip.tsx';
import type { TreeRow } from '../../../../shared/contract/tree.ts';
import { ok } from '../../../../shared/result.ts';
import { plannedRun } from '../runs/sample-steps.ts';
import { closeWindow, connectSample, loaded, sampleHandset, samplePackage } from '../sample-window.tsx';
import { interior, leaf, rows, snapshot } from './sample-tree.ts';

const NOTES = './SCM/Inventory/Deployed/Notes';
let carrier: FakeCarrier;

/** What the workbench was asked last with this method. */
function lastInput(name: string): unknown {
  return carrier.calls.findLast((call) => call.name === name)?.input;
}

afterEach(() => {
  dropTrees();
  closeWindow();
});

async function openTable(
  answers: Parameters<typeof connectSample>[1] = {},
  nodes: readonly TreeRow[] = rows,
): Promise<ReturnType<typeof userEvent.setup>> {
  carrier = connectSample(
    { handsets: [sampleHandset()], packages: [samplePackage()] },
    { 'tree.snapshot': () => ok({ ...snapshot, rows: [...nodes] }), ...answers },
  );
  await loaded();
  render(
    <TooltipProvider>
      <ComponentTable devId="IMEI:1" />
    </TooltipProvider>,
  );
  return userEvent.setup();
}

async function entry(section: string, name: string): Promise<HTMLElement> {
  const list = await screen.findByRole('region', { name: section });
  const found = within(list)
    .getAllByRole('listitem')
    .find((item) => within(item).queryByRole('button', { name }) !== null);
  if (found === undefined) throw new Error(`${section} has no ${name}`);
  return found;
}

describe('the component table', () => {
  it('says of each component what it is, how it is and where it comes from', async () => {
    await openTable();
    const notes = await entry('Deployed components', 'Notes 2.0');
    for (const words of ['com.acme.notes', 'Inactive', 'from acme-notes', '2.1 is in the library'])
      expect(notes.textContent).toContain(words);
    expect((await screen.findByRole('region', { name: 'Deployed components' })).textContent).toContain(
      '1 active, 1 inactive',
    );
    expect((await entry('Delivered packages', 'acme-notes')).textContent).toContain('Installed');
    expect(screen.getByRole('region', { name: 'Downloads' }).textContent).toContain('Nothing is being fetched.');
  });

  it('has a button for each operation; those that are not possible say why', async () => {
    const user = await openTable();
    const notes = await entry('Deployed components', 'Notes 2.0');
    const deactivate = within(notes).getByRole('button', { name: 'Deactivate' });
    expect(deactivate.getAttribute('aria-disabled')).toBe('true');
    await user.hover(deactivate);
    expect((await screen.findByRole('tooltip')).textContent).toContain('Already inactive');
    expect(within(notes).getByRole('button', { name: 'Activate' }).getAttribute('aria-disabled')).toBeNull();
  });

  it('starts the runbook of an operation', async () => {
    const user = await openTable({
      'runs.start': () => ok(plannedRun('deactivate', { componentId: 'com.acme.radio' })),
    });
    await user.click(
      within(await entry('Deployed components', 'Radio 4.8')).getByRole('button', { name: 'Deactivate' }),
    );
    expect(lastInput('runs.start')).toEqual({
      devId: 'IMEI:1',
      runbook: 'deactivate',
      params: { componentId: 'com.acme.radio' },
    });
  });

  it('asks which package when a component is updated', async () => {
    const user = await openTable();
    await user.click(within(await entry('Deployed components', 'Notes 2.0')).getByRole('button', { name: 'Update…' }));
    expect(windowStore.getState().dialog).toEqual({
      kind: 'start-run',
      devId: 'IMEI:1',
      runbook: 'update-component',
      uri: NOTES,
    });
  });

  it('follows what is read', async () => {
    await openTable();
    await entry('Deployed components', 'Notes 2.0');
    act(() =>
      carrier.push({
        type: 'tree',
        devId: 'IMEI:1',
        version: snapshot.version + 1,
        rows: [leaf(`${NOTES}/Status`, '40', 'int'), leaf(`${NOTES}/Version`, '2.1')],
        removed: ['./SCM/Inventory/Deployed/Radio'],
      }),
    );
    await waitFor(async () => {
      const notes = await entry('Deployed components', 'Notes 2.1');
      expect(notes.textContent).toContain('Activate failed');
      expect(notes.textContent).not.toContain('is in the library');
    });
    expect(screen.queryByText('Radio 4.8')).toBeNull();
  });

  it('leads from an entry to its node in the tree', async () => {
    const user = await openTable();
    within(await entry('Deployed components', 'Notes 2.0'))
      .getByRole('button', { name: 'Notes 2.0' })
      .focus();
    await user.keyboard('{Enter}');
    expect(windowStore.getState().selection).toMatchObject({ tab: 'tree', uri: NOTES });
  });

  it('shows how far a download is', async () => {
    const uri = './SCM/Download/pkg9';
    const download = [interior(uri), leaf(`${uri}/PkgID`, 'acme-notes-2.1'), leaf(`${uri}/Status`, '30', 'int')];
    await openTable({}, [...rows, ...download]);
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
    const section = await screen.findByRole('region', { name: 'Downloads' });
    await waitFor(() => expect(section.textContent).toContain('Downloading 50 %'));
    expect(section.textContent).toContain('95 kB of 190 kB');
  });

  it('says what to do before anything was read', async () => {
    await openTable({}, []);
    await screen.findByText('This handset has not been read yet');
    expect(screen.getByRole('button', { name: /Read again/ })).toBeDefined();
  });
});
