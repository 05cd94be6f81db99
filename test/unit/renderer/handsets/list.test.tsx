import { act, screen, within } from '@testing-library/react';
import { afterEach, describe, expect, it } from 'vitest';
import { groupHandsets } from '../../../../renderer/features/handsets/groups.ts';
import { formatAge, formatClock, formatMoment, formatSpan } from '../../../../renderer/ui/Time.tsx';
import { sampleStep } from '../runs/sample-steps.ts';
import { closeWindow, openWindow, sampleHandset, sampleRun } from '../sample-window.tsx';

afterEach(closeWindow);

describe('the handset list', () => {
  it('puts who waits for a person first and who is silent last', () => {
    const states = (['silent', 'ready', 'new', 'expected', 'in-session'] as const).map((state) =>
      sampleHandset({ devId: state, state }),
    );
    expect(groupHandsets(states).map((group) => group.handsets.map((each) => each.devId))).toEqual([
      ['new'],
      ['in-session', 'ready'],
      ['expected'],
      ['silent'],
    ]);
  });

  it('says state and link in words', async () => {
    await openWindow({
      handsets: [sampleHandset({ state: 'in-session' }), sampleHandset({ devId: 'IMEI:2', state: 'silent' })],
    });
    expect(within(screen.getByRole('list', { name: 'Here' })).getByText('HTTP · In session')).toBeTruthy();
    expect(within(screen.getByRole('list', { name: 'Silent' })).getByText('HTTP')).toBeTruthy();
  });

  it('does not call the link of a silent handset ready', async () => {
    const { user } = await openWindow({ handsets: [sampleHandset({ state: 'silent' })] });
    await user.click(screen.getByRole('button', { name: /^Links of Acme A1/ }));
    const line = within(screen.getByRole('list', { name: 'Links' })).getByRole('listitem');
    expect(line.textContent).toBe('HTTP 127.0.0.1Answers nothing');
  });

  it('walks with the arrow keys and selects what it walks over', async () => {
    const { user } = await openWindow({
      handsets: [sampleHandset({ name: 'A' }), sampleHandset({ devId: 'IMEI:2', name: 'B' })],
    });
    const [first, second] = within(screen.getByRole('list', { name: 'Here' })).getAllByRole('button');
    first?.focus();
    await user.keyboard('{ArrowDown}');
    expect(document.activeElement).toBe(second);
    expect(second?.getAttribute('aria-current')).toBe('true');
    expect(screen.getByRole('heading', { name: 'B' })).toBeTruthy();
  });

  it('says in the header who is locked out until when, and lets them in again; the row stays one line', async () => {
    const until = Date.now() + 30_000;
    const { carrier, user } = await openWindow({
      handsets: [sampleHandset({ locks: [{ address: '10.0.0.7', until, failures: 5 }], problem: 'It said nothing.' })],
    });
    const sentence = `Locked out until ${formatMoment(until)}: 5 wrong credentials from 10.0.0.7.`;
    expect(within(screen.getByRole('main')).getByText(sentence)).toBeTruthy();
    const row = within(screen.getByRole('list', { name: 'Here' }));
    expect(row.getByText('Locked out').title).toBe(sentence);
    expect(row.getByText('It said nothing.').title).toBe('It said nothing.');
    await user.click(screen.getByRole('button', { name: /^Unlock/ }));
    expect(carrier.calls.at(-1)?.input).toEqual({ devId: 'IMEI:1' });
  });

  it('says in each row how the run of the handset stands, the unfinished one before a newer one', async () => {
    const steps = [sampleStep('s1'), sampleStep('s2')];
    const { carrier } = await openWindow({
      handsets: [sampleHandset(), sampleHandset({ devId: 'IMEI:2', name: 'Borq T9' })],
      runs: [
        sampleRun({ state: 'failed', current: 1, steps, createdAt: 1 }),
        sampleRun({ id: 'run-2', state: 'done', createdAt: 2 }),
      ],
    });
    const [first, second] = within(screen.getByRole('list', { name: 'Here' })).getAllByRole('listitem');
    const mark = within(first ?? document.body).getByText('Step 2 failed');
    expect(mark.closest('[title]')?.getAttribute('title')).toBe('Push Notes 2.1: Stopped: a step failed, step 2 of 2');
    expect(second?.textContent).not.toMatch(/step|done/i);
    act(() =>
      carrier.push({ type: 'run', run: sampleRun({ state: 'done', current: 2, steps, createdAt: 1, seq: 9 }) }),
    );
    expect(within(first ?? document.body).getByText('Done')).toBeTruthy();
  });

  it('shows how far a package is on its way', async () => {
    const { carrier } = await openWindow({ handsets: [sampleHandset()] });
    const delivery = {
      type: 'delivery',
      devId: 'IMEI:1',
      runId: 'run-1',
      digest: 'a'.repeat(64),
      size: 200_000,
    } as const;
    act(() => carrier.push({ ...delivery, sent: 50_000, done: false }));
    const bars = screen.getAllByRole('progressbar');
    expect(bars[0]?.getAttribute('value')).toBe('0.25');
    expect(screen.getAllByText('Sending package · 50 kB of 200 kB').length).toBeGreaterThan(0);
    act(() => carrier.push({ ...delivery, sent: 200_000, done: true }));
    expect(screen.queryByRole('progressbar')).toBeNull();
  });
});

describe('times', () => {
  it('are as coarse as they can be', () => {
    expect([0, 1999, 4000, 59_000, 61_000, 7_300_000, 200_000_000].map(formatAge)).toEqual([
      'now',
      'now',
      '4 s',
      '59 s',
      '1 min',
      '2 h',
      '2 d',
    ]);
    const now = new Date(2026, 10, 28, 14, 2, 19);
    expect(formatMoment(now.getTime(), now)).toBe('14:02:19');
    expect(formatMoment(now.getTime() - 86_400_000, now)).toContain('27');
    expect(formatMoment(now.getTime() - 86_400_000, now)).toContain('14:02:19');
    expect(formatClock(now.getTime())).toBe('14:02:19.000');
    expect([0, 20, 300, 900, 8000].map(formatSpan)).toEqual(['< 0.1 s', '< 0.1 s', '0.3 s', '0.9 s', '8 s']);
  });
});
