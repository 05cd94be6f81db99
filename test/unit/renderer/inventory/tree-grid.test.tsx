import { act, render, screen, waitFor, within } from '@testing-library/react';
import { userEvent } from '@testing-library/user-event';
import { afterAll, afterEach, beforeAll, beforeEach, describe, expect, it } from 'vitest';
import type { FakeCarrier } from '../../../../renderer/app/fake-carrier.ts';
import { windowStore } from '../../../../renderer/app/store.ts';
import { preferTree, firstTreePreferences } from '../../../../renderer/features/inventory/tree-preferences.ts';
import { dropTrees } from '../../../../renderer/features/inventory/tree-stores.ts';
import { TreeGrid } from '../../../../renderer/features/inventory/TreeGrid.tsx';
import { TooltipProvider } from '../../../../renderer/ui/Tooltip.tsx';
import { readTnds } from '../../../../shared/dm/tnds-reader.ts';
import type { TreeRow } from '../../../../shared/contract/tree.ts';
import { fail, ok } from '../../../../shared/result.ts';
import { closeWindow, connectSample, loaded, sampleHandset, samplePackage } from '../sample-window.tsx';
import { plannedRun } from '../runs/sample-steps.ts';
import { leaf, snapshot } from './sample-tree.ts';

const NOTES = './SCM/Inventory/Deployed/Notes';

// happy-dom has no layout: the grid is told that it is 1000 px high.
const height = Object.getOwnPropertyDescriptor(HTMLElement.prototype, 'clientHeight');
beforeAll(() => {
  Object.defineProperty(HTMLElement.prototype, 'clientHeight', { configurable: true, get: () => 1000 });
});
afterAll(() => {
  if (height !== undefined) Object.defineProperty(HTMLElement.prototype, 'clientHeight', height);
});

let carrier: FakeCarrier;

/** What the workbench was asked last with this method. */
function lastInput(name: string): unknown {
  return carrier.calls.findLast((call) => call.name === name)?.input;
}

let version = snapshot.version;

beforeEach(() => {
  version = snapshot.version;
  preferTree(firstTreePreferences);
});

afterEach(() => {
  dropTrees();
  closeWindow();
});

async function openTree(
  answers: Parameters<typeof connectSample>[1] = {},
): Promise<ReturnType<typeof userEvent.setup>> {
  carrier = connectSample(
    { handsets: [sampleHandset()], packages: [samplePackage()] },
    { 'tree.snapshot': () => ok(snapshot), ...answers },
  );
  await loaded();
  render(
    <TooltipProvider>
      <TreeGrid devId="IMEI:1" />
    </TooltipProvider>,
  );
  return userEvent.setup();
}

async function grid(): Promise<HTMLElement> {
  return screen.findByRole('treegrid', { name: 'Management tree' });
}

function row(name: string): HTMLElement {
  const found = screen
    .getAllByRole('row')
    .filter((each) => within(each).queryAllByRole('gridcell')[0]?.textContent?.startsWith(name));
  const last = found.at(-1);
  if (last === undefined) throw new Error(`No row ${name}`);
  return last;
}

function read(rows: readonly TreeRow[], removed: readonly string[] = []): void {
  version += 1;
  act(() => carrier.push({ type: 'tree', devId: 'IMEI:1', version, rows, removed }));
}

describe('the tree grid', () => {
  it('shows node, value, meaning and time of reading, and says where each row stands', async () => {
    await openTree();
    await grid();
    const notes = row('Notes');
    expect(notes.getAttribute('aria-level')).toBe('4');
    expect(notes.getAttribute('aria-posinset')).toBe('1');
    expect(notes.getAttribute('aria-setsize')).toBe('2');
    expect(notes.getAttribute('aria-expanded')).toBe('false');
    expect(notes.textContent).toContain('com.acme.notes');
    expect(notes.textContent).toContain('Inactive');
    expect(notes.textContent).toContain('Notes 2.0');
    expect(row('SCM').textContent).toContain('SCOMO 1.0');
  });

  it('gives a sub-tree away as a TNDS document', async () => {
    const user = await openTree();
    await grid();
    act(() => windowStore.setState({ selection: { tab: 'tree', devId: 'IMEI:1', uri: NOTES } }));
    await user.pointer({ target: row('Notes'), keys: '[MouseRight]' });
    await user.click(await screen.findByRole('menuitem', { name: 'Copy as TNDS' }));
    const document = readTnds(await navigator.clipboard.readText(), NOTES);
    const values = document.ok ? document.value.map(({ uri, value }) => [uri, value]) : [];
    expect(values).toContainEqual([`${NOTES}/ID`, 'com.acme.notes']);
    expect(values).toHaveLength(11);
  });

  it('is walked with the arrow keys', async () => {
    const user = await openTree();
    (await grid()).focus();
    await user.keyboard('{Home}{ArrowDown}{ArrowDown}');
    expect(windowStore.getState().selection.uri).toBe('./SCM/Download');
    await user.keyboard('{ArrowLeft}{ArrowLeft}');
    await waitFor(() => expect(row('SCM').getAttribute('aria-expanded')).toBe('false'));
    expect(windowStore.getState().selection.uri).toBe('./SCM');
    const active = (await grid()).getAttribute('aria-activedescendant');
    expect(document.getElementById(active ?? '')?.getAttribute('aria-selected')).toBe('true');
    await user.keyboard('d');
    expect(windowStore.getState().selection.uri).toBe('./DevInfo');
  });

  it('shows a change in its row: old value struck out, new value, and that it was just read', async () => {
    const user = await openTree();
    (await grid()).focus();
    act(() => windowStore.setState({ selection: { tab: 'tree', devId: 'IMEI:1', uri: `${NOTES}/State` } }));
    await waitFor(() => row('State'));
    read([leaf(`${NOTES}/State`, '20', 'int', Date.now())]);
    expect(row('State').textContent).toContain('was 10→, is 20');
    expect(row('State').querySelector('s')?.textContent).toBe('10');
    await waitFor(() => expect(row('State').textContent).toContain('Active'));
    expect(row('State').textContent).toContain('now');
    await waitFor(() => screen.getByText('1 changed'));
    await user.click(screen.getByText('1 changed'));
    expect(windowStore.getState().selection.uri).toBe(`${NOTES}/State`);
  });

  it('offers the operations that are possible as buttons, and says why the others are not', async () => {
    const planned = plannedRun('activate', { componentId: 'com.acme.notes' });
    const user = await openTree({ 'runs.start': () => ok(planned) });
    await grid();
    await user.dblClick(row('Notes'));
    const operations = await waitFor(() => row('Operations'));
    expect(
      within(operations)
        .getAllByRole('button')
        .map((each) => each.textContent),
    ).toEqual(['Activate', 'Remove…']);
    expect(operations.textContent).toContain('Deactivate: already inactive');
    await user.click(within(operations).getByRole('button', { name: 'Activate' }));
    expect(lastInput('runs.start')).toEqual({
      devId: 'IMEI:1',
      runbook: 'activate',
      params: { componentId: 'com.acme.notes' },
    });
    await waitFor(() => expect(windowStore.getState().selection.runId).toBe(planned.id));
    // One run at a time.
    const again = await waitFor(() => row('Operations'));
    expect(within(again).getByRole('button', { name: 'Activate' }).getAttribute('aria-disabled')).toBe('true');
  });

  it('asks before something is removed', async () => {
    const user = await openTree();
    await grid();
    await user.dblClick(row('Notes'));
    await user.click(within(await waitFor(() => row('Operations'))).getByRole('button', { name: 'Remove…' }));
    expect(windowStore.getState().dialog).toEqual({
      kind: 'start-run',
      devId: 'IMEI:1',
      runbook: 'remove-component',
      uri: NOTES,
    });
  });

  it('points at a newer version in the library', async () => {
    const user = await openTree();
    await grid();
    await user.dblClick(row('Notes'));
    expect((await waitFor(() => row('Version'))).textContent).toContain('2.1 is in the library');
  });

  it('filters, and says what to do when nothing is found', async () => {
    const user = await openTree();
    await grid();
    const filter = screen.getByRole('searchbox', { name: 'Filter nodes and values' });
    await user.type(filter, 'radio');
    await waitFor(() => expect(screen.getByRole('status').textContent).toContain('of 34 nodes'));
    expect(screen.queryByText('DevInfo')).toBeNull();
    await user.clear(filter);
    await user.type(filter, 'nowhere');
    await screen.findByText('No node matches “nowhere”');
    await user.click(screen.getByRole('button', { name: 'Clear the filter' }));
    await grid();
  });

  it('offers the rest of the tree where only the SCOMO object was read and nothing is found in it', async () => {
    const inObject = snapshot.rows.filter(([uri]) => uri === '.' || uri.startsWith('./SCM'));
    const user = await openTree({ 'tree.snapshot': () => ok({ ...snapshot, rows: inObject }) });
    await grid();
    await user.type(screen.getByRole('searchbox', { name: 'Filter nodes and values' }), 'devinfo');
    await screen.findByText('No node matches “devinfo”');
    expect(screen.getByText(/Only the SCOMO object has been read so far/)).toBeTruthy();
    await user.click(screen.getByRole('button', { name: 'Read whole tree' }));
    expect(lastInput('tree.read')).toMatchObject({ devId: 'IMEI:1', scope: 'all' });
  });

  it('shows the SCOMO object alone, and operations as nodes, for as long as somebody wants it', async () => {
    const user = await openTree();
    await grid();
    await user.click(screen.getByRole('button', { name: 'SCOMO only' }));
    await waitFor(() => expect(screen.queryByText('DevInfo')).toBeNull());
    expect(screen.getByRole('button', { name: 'SCOMO only' }).getAttribute('aria-pressed')).toBe('true');
    await user.click(screen.getByRole('button', { name: 'Show operations' }));
    await user.dblClick(row('Notes'));
    await user.dblClick(await waitFor(() => row('Operations')));
    expect((await waitFor(() => row('Deactivate'))).textContent).toContain('Already inactive');
  });

  it('shows the selected node in full', async () => {
    const user = await openTree();
    await grid();
    await user.click(row('pkg1'));
    const detail = screen.getByRole('region', { name: 'Selected node' });
    expect(detail.textContent).toContain('./SCM/Inventory/Delivered/pkg1');
    expect(detail.textContent).toContain('A delivery package');
  });

  it('says what to do when nothing has been read yet', async () => {
    const user = await openTree({
      'tree.snapshot': () => ok({ devId: 'IMEI:1', version: 0, rows: [] }),
      'tree.read': () => ok({ nodes: 5, method: 'StructData' as const, ms: 3 }),
    });
    await screen.findByText('Nothing of this tree has been read yet');
    await user.click(screen.getByRole('button', { name: /Read the SCOMO object/ }));
    expect(lastInput('tree.read')).toEqual({ devId: 'IMEI:1', scope: 'scomo' });
  });

  it('says why the tree cannot be shown, and tries again', async () => {
    let broken = true;
    const user = await openTree({
      'tree.snapshot': () => (broken ? fail('disk-full', 'The disk is full.', 'Make room.') : ok(snapshot)),
    });
    expect((await screen.findByRole('alert')).textContent).toContain('The disk is full.');
    broken = false;
    await user.click(screen.getByRole('button', { name: 'Try again' }));
    await grid();
  });
});
