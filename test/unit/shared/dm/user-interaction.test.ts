import { describe, expect, it } from 'vitest';
import { fitsInput, reactionOf } from '../../../../shared/dm/user-answer.ts';
import {
  checkInteraction,
  indexes,
  type InputType,
  type Interaction,
  interactionAlert,
  isInteractionCode,
  parseInteraction,
} from '../../../../shared/dm/user-interaction.ts';

const CONFIRM: Interaction = { kind: 'confirm', text: 'Install Notes 2.1?', maxSeconds: 60, defaultAnswer: 'yes' };
const INPUT: Interaction = { kind: 'input', text: 'PIN?', inputType: 'numeric', maxLength: 4, echo: 'password' };
const CHOOSE: Interaction = { kind: 'choose', text: 'Which one?', choices: ['Notes', 'Maps', 'Mail'] };
const MANY: Interaction = {
  kind: 'choose-many',
  text: 'Which?',
  choices: ['Notes', 'Maps', 'Mail'],
  defaultAnswer: [2, 3],
};

describe('an alert for the person who holds the handset', () => {
  it.each<readonly [Interaction, string, readonly string[]]>([
    [{ kind: 'display', text: 'Done.', minSeconds: 5 }, '1100', ['MINDT=5', 'Done.']],
    [CONFIRM, '1101', ['MAXDT=60&DR=1', 'Install Notes 2.1?']],
    [INPUT, '1102', ['MAXLEN=4&IT=N&ET=P', 'PIN?']],
    [{ kind: 'input', text: 'Name?', defaultAnswer: 'Jo & Ann' }, '1102', ['DR=Jo+%26+Ann', 'Name?']],
    [{ ...CHOOSE, defaultAnswer: 2 }, '1103', ['DR=2', 'Which one?', 'Notes', 'Maps', 'Mail']],
    [MANY, '1104', ['DR=2-3', 'Which?', 'Notes', 'Maps', 'Mail']],
  ])('holds options, text and choices in Items of its own', (interaction, data, items) => {
    expect(interactionAlert(interaction)).toEqual({ data, items: items.map((item) => ({ data: item })) });
    expect(parseInteraction(data, interactionAlert(interaction).items)).toEqual(interaction);
  });

  it('is told by its code', () => {
    expect(['1100', '1101', '1102', '1103', '1104'].every(isInteractionCode)).toBe(true);
    expect(isInteractionCode('1105')).toBe(false);
    expect(parseInteraction('1226', [])).toBeUndefined();
  });

  it('skips options that nobody knows, and values that are none', () => {
    const options = 'XY=7&MAXDT=soon&dr=1&&=3&MINDT=2';
    expect(parseInteraction('1101', [{ data: options }, { data: 'Sure?' }])).toEqual({
      kind: 'confirm',
      text: 'Sure?',
      minSeconds: 2,
      defaultAnswer: 'yes',
    });
    expect(parseInteraction('1102', [{ data: 'DR=50 %&IT=Q&ET=Z&MAXLEN=0' }, { data: 'How much?' }])).toEqual({
      kind: 'input',
      text: 'How much?',
      defaultAnswer: '50 %',
    });
  });

  it('needs no options and no items', () => {
    expect(parseInteraction('1101', [{}, { data: 'Sure?' }])).toEqual({ kind: 'confirm', text: 'Sure?' });
    expect(parseInteraction('1100', [])).toEqual({ kind: 'display', text: '' });
  });

  it('leaves out default choices that are not there', () => {
    const items = [{ data: 'DR=0-2-9-2' }, { data: 'Which?' }, { data: 'A' }, { data: 'B' }];
    expect(parseInteraction('1104', items)).toMatchObject({ defaultAnswer: [2] });
    expect(indexes('x-3-1', 3)).toEqual([3, 1]);
  });
});

describe('checking before it is sent', () => {
  it.each<readonly [Interaction, string]>([
    [{ kind: 'confirm', text: '  ' }, 'text-missing'],
    [{ kind: 'display', text: 'x'.repeat(501) }, 'text-too-long'],
    [{ kind: 'confirm', text: 'Sure?', maxSeconds: 0 }, 'time-invalid'],
    [{ kind: 'display', text: 'Hm', minSeconds: 1.5 }, 'time-invalid'],
    [{ kind: 'input', text: 'Name?', maxLength: 0 }, 'length-invalid'],
    [{ kind: 'input', text: 'Name?', maxLength: 2, defaultAnswer: 'Jon' }, 'default-invalid'],
    [{ kind: 'choose', text: 'Which?', choices: [] }, 'choices-invalid'],
    [{ kind: 'choose', text: 'Which?', choices: ['A', ' '] }, 'choices-invalid'],
    [{ kind: 'choose', text: 'Which?', choices: ['A'], defaultAnswer: 2 }, 'default-invalid'],
    [{ kind: 'choose-many', text: 'Which?', choices: ['A'], defaultAnswer: [1, 0] }, 'default-invalid'],
  ])('refuses %j', (interaction, code) => {
    expect(checkInteraction(interaction)).toMatchObject({ ok: false, error: { code } });
  });

  it('lets sound ones through', () => {
    for (const one of [CONFIRM, INPUT, CHOOSE, MANY]) expect(checkInteraction(one)).toEqual({ ok: true, value: one });
  });
});

describe('what the person answered', () => {
  it.each([
    [200, 'answered'],
    [304, 'no'],
    [214, 'cancelled'],
    [408, 'no-answer'],
    [416, 'cannot-show'],
    [406, 'cannot-ask'],
    [500, 'cannot-ask'],
    [undefined, 'cannot-ask'],
  ])('takes Status %s for %s', (code, kind) => {
    expect(reactionOf(CONFIRM, code, [])).toMatchObject({ kind });
  });

  it('is a text of the type that was asked for', () => {
    expect(reactionOf(INPUT, 200, [{ data: '1234' }])).toEqual({ kind: 'answered', value: '1234' });
    expect(reactionOf(INPUT, 200, [{ data: 'abc' }])).toEqual({ kind: 'odd', text: 'abc' });
    expect(reactionOf(INPUT, 200, [{ data: '12345' }])).toEqual({ kind: 'odd', text: '12345' });
    expect(reactionOf(INPUT, 200, [])).toEqual({ kind: 'answered', value: '' });
  });

  it('is one choice, or several, in one Item or in several', () => {
    expect(reactionOf(CHOOSE, 200, [{ data: '2' }])).toEqual({ kind: 'answered', value: 2 });
    expect(reactionOf(CHOOSE, 200, [{ data: '4' }])).toEqual({ kind: 'odd', text: '4' });
    expect(reactionOf(CHOOSE, 200, [])).toEqual({ kind: 'odd', text: '' });
    expect(reactionOf(MANY, 200, [{ data: '3' }, { data: '1' }])).toEqual({ kind: 'answered', value: [3, 1] });
    expect(reactionOf(MANY, 200, [{ data: '1-2' }])).toEqual({ kind: 'answered', value: [1, 2] });
    expect(reactionOf(MANY, 200, [])).toEqual({ kind: 'answered', value: [] });
    expect(reactionOf(MANY, 200, [{ data: 'Notes' }])).toEqual({ kind: 'odd', text: 'Notes' });
  });

  it.each<readonly [InputType, readonly string[], readonly string[]]>([
    ['alphanumeric', ['Notes 2.1', 'ä'], []],
    ['numeric', ['-1.5', '+3', '42.', '.5'], ['1e3', 'x', '1.2.3', '.']],
    ['date', ['31121999', '29022024'], ['32011999', '01131999', '1999-12-31']],
    ['time', ['235959', '000000'], ['240000', '126000', '12:00']],
    ['phone', ['+4930123p4w5', '*#06#'], ['++1', '12 34', 'abc']],
    ['ip-address', ['127.0.0.1', '255.255.255.255'], ['256.0.0.1', '1.2.3', '::1']],
  ])('fits the type %s', (inputType, right, wrong) => {
    for (const text of right) expect(fitsInput(text, { inputType })).toBe(true);
    for (const text of wrong) expect(fitsInput(text, { inputType })).toBe(false);
  });
});
