import { render, screen } from '@testing-library/react';
import { userEvent } from '@testing-library/user-event';
import { afterEach, describe, expect, it } from 'vitest';
import { windowStore } from '../../../../renderer/app/store.ts';
import { RunList } from '../../../../renderer/features/runs/RunList.tsx';
import type { Run } from '../../../../shared/runbook/run.ts';
import { closeWindow, connectSample, loaded, sampleHandset } from '../sample-window.tsx';
import { AT, beforeActivation, plannedRun, provenActivation } from './sample-steps.ts';

afterEach(closeWindow);

async function openList(runs: readonly Run[]): Promise<ReturnType<typeof userEvent.setup>> {
  connectSample({ handsets: [sampleHandset()], runs: [...runs] });
  await loaded();
  render(<RunList devId="IMEI:1" />);
  return userEvent.setup();
}

describe('the runs of a handset', () => {
  it('are listed newest first, with their state in words', async () => {
    const done = { ...provenActivation(), id: 'run-0', createdAt: AT - 60_000 };
    const other = { ...plannedRun('read-inventory', {}, 'run-9'), devId: 'IMEI:2' };
    await openList([done, beforeActivation(), other]);
    const rows = screen.getAllByRole('row').slice(1);
    expect(rows).toHaveLength(2);
    expect(rows[0]?.textContent).toContain('Ready');
    expect(rows[0]?.textContent).toContain('Step 2 of 2');
    expect(rows[0]?.textContent).toContain('1 of 2 proven');
    expect(rows[1]?.textContent).toContain('Done');
  });

  it('are shown on the right when chosen', async () => {
    const done = { ...provenActivation(), id: 'run-0', title: 'Activate Radio', createdAt: AT - 60_000 };
    const user = await openList([done, beforeActivation()]);
    await user.click(screen.getByRole('button', { name: 'Activate Radio' }));
    expect(windowStore.getState().selection.runId).toBe('run-0');
    expect(screen.getByRole('button', { name: 'Activate Radio' }).getAttribute('aria-pressed')).toBe('true');
  });

  it('say where runs come from when there is none', async () => {
    await openList([]);
    expect(screen.getByText('No run yet on this handset')).toBeDefined();
  });
});
