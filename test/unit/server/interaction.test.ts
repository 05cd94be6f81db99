import { describe, expect, it } from 'vitest';
import type { Conversation } from '../../../electron/server/conversation.ts';
import { talk } from './answering-handset.ts';

const CHOICES = ['Notes', 'Maps', 'Mail'];

async function ask<T>(work: (dm: Conversation) => Promise<T>, code: string, ...texts: readonly string[]) {
  return talk(work, () => ({ code, items: texts.map((data) => ({ data })) }));
}

describe('a conversation with the person who holds the handset', () => {
  it('shows a text', async () => {
    const { value, sent } = await ask((dm) => dm.display('Notes 2.1 is installed.', { maxSeconds: 10 }), '200');
    expect(value).toEqual({ ok: true, value: { reaction: { kind: 'answered', value: undefined }, code: 200 } });
    expect(sent).toMatchObject([
      { cmd: 'Alert', data: '1100', items: [{ data: 'MAXDT=10' }, { data: 'Notes 2.1 is installed.' }] },
    ]);
  });

  it('asks for yes or no', async () => {
    const { value } = await ask((dm) => dm.confirm('Install?'), '304');
    expect(value).toMatchObject({ ok: true, value: { reaction: { kind: 'no' }, code: 304 } });
  });

  it('asks for a text', async () => {
    const { value, sent } = await ask((dm) => dm.input('Floor?', { inputType: 'numeric' }), '200', '-2');
    expect(value).toMatchObject({ ok: true, value: { reaction: { kind: 'answered', value: '-2' } } });
    expect(sent).toMatchObject([{ data: '1102', items: [{ data: 'IT=N' }, { data: 'Floor?' }] }]);
  });

  it('asks for a choice, or for several', async () => {
    const one = await ask((dm) => dm.choose('Which?', CHOICES), '200', '2');
    expect(one.value).toMatchObject({ ok: true, value: { reaction: { value: 2 } } });
    const many = await ask((dm) => dm.chooseMany('Which?', CHOICES, { defaultAnswer: [1] }), '200', '3', '1');
    expect(many.value).toMatchObject({ ok: true, value: { reaction: { value: [3, 1] } } });
    expect(many.sent[0]).toMatchObject({ data: '1104', items: [{ data: 'DR=1' }, {}, {}, {}, { data: 'Mail' }] });
  });

  it('sends nothing that a handset could not show', async () => {
    const { value, sent } = await ask((dm) => dm.choose('Which?', []), '200');
    expect(value).toMatchObject({ ok: false, error: { code: 'choices-invalid' } });
    expect(sent).toEqual([]);
  });
});
