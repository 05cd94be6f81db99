import { render, screen } from '@testing-library/react';
import { afterEach, describe, expect, it } from 'vitest';
import { loadOlderTrace, loadTrace } from '../../../../renderer/app/trace-loader.ts';
import { windowStore } from '../../../../renderer/app/store.ts';
import { prependEntries } from '../../../../renderer/app/trace-view.ts';
import { shiftedBy } from '../../../../renderer/features/trace/shift.ts';
import { toneOf } from '../../../../renderer/features/trace/trace-words.ts';
import { Xml } from '../../../../renderer/features/trace/Xml.tsx';
import { xmlTokens } from '../../../../renderer/features/trace/xml-tokens.ts';
import { ok } from '../../../../shared/result.ts';
import { closeWindow, connectSample, loaded, sampleEntry } from '../sample-window.tsx';

afterEach(closeWindow);

describe('the trace', () => {
  it('is pulled by range, oldest first on screen', async () => {
    const carrier = connectSample(
      {},
      {
        'trace.list': ({ before = 501, limit }) =>
          ok({
            entries: Array.from({ length: Math.min(limit, before - 1) }, (_, index) => sampleEntry(before - 1 - index)),
            total: 500,
          }),
      },
    );
    await loaded();
    await loadTrace(carrier.call, undefined);
    expect(
      windowStore
        .getState()
        .trace.entries.map((entry) => entry.id)
        .slice(0, 2),
    ).toEqual([301, 302]);
    expect(windowStore.getState().trace.more).toBe(true);
    await loadOlderTrace(carrier.call);
    await loadOlderTrace(carrier.call);
    const { entries, more } = windowStore.getState().trace;
    expect(entries).toHaveLength(500);
    expect(entries[0]?.id).toBe(1);
    expect(more).toBe(false);
  });

  it('keeps what is looked at in place when older entries come or go', () => {
    const entries = [4, 5, 6].map((id) => sampleEntry(id));
    const view = { devId: undefined, entries, more: true };
    const longer = prependEntries(
      view,
      [3, 2, 1].map((id) => sampleEntry(id)),
      false,
    ).entries;
    expect(shiftedBy(entries, longer)).toBe(3);
    expect(shiftedBy(longer, entries)).toBe(-3);
    expect(shiftedBy(entries, [...entries, sampleEntry(7)])).toBe(0);
  });

  it('does not colour a challenge as a failure', () => {
    expect([200, 202, 212, 401, 407, 404, 500, 1200, 1401].map(toneOf)).toEqual([
      'ok',
      'busy',
      'ok',
      'waiting',
      'waiting',
      'failed',
      'failed',
      'ok',
      'failed',
    ]);
  });
});

describe('the decoded message', () => {
  it('loses no character to its colours', () => {
    for (const line of [
      '<?xml version="1.0" encoding="UTF-8"?>',
      '  <SyncML xmlns="SYNCML:SYNCML1.2">',
      '    <LocURI>./SCM?list=StructData</LocURI>',
      '    <Final/>',
      'a < b and <broken',
      '',
    ])
      expect(
        xmlTokens(line)
          .map((token) => token.text)
          .join(''),
      ).toBe(line);
  });

  it('tells commands from other tags', () => {
    const kinds = (line: string) => xmlTokens(line).map((token) => `${token.kind} ${token.text}`);
    expect(kinds('<Exec>')).toEqual(['punctuation <', 'command Exec', 'punctuation >']);
    expect(kinds('<Data>20</Data>')).toContain('text 20');
    expect(kinds('<Item/>')).toEqual(['punctuation <', 'tag Item', 'punctuation />']);
  });

  it('starts a very long message with its first lines', () => {
    const text = ['<a>', ...Array.from({ length: 3000 }, (_, index) => `  <b>${index}</b>`), '</a>'].join('\n');
    const { container } = render(<Xml text={text} />);
    expect(container.querySelectorAll('pre > span')).toHaveLength(1500);
    expect(screen.getByRole('button').textContent).toBe('Show more (1,502 lines left)');
  });
});
