import { describe, expect, it } from 'vitest';
import { consentOf, questionItems } from '../../../../shared/dm/user-interaction.ts';

describe('asking the person who holds the handset', () => {
  it('puts options and question into two Items, as the facts say', () => {
    expect(questionItems({ text: 'Install Notes 2.1?', maxSeconds: 60, defaultAnswer: 'yes' })).toEqual([
      { data: 'MAXDT=60&DR=1' },
      { data: 'Install Notes 2.1?' },
    ]);
    expect(questionItems({ text: 'Remove?', maxSeconds: 5 })[0]).toEqual({ data: 'MAXDT=5' });
  });

  it.each([
    [200, 'yes'],
    [304, 'no'],
    [214, 'cancelled'],
    [408, 'no-answer'],
    [406, 'cannot-ask'],
    [undefined, 'cannot-ask'],
  ])('takes Status %s for %s', (code, consent) => {
    expect(consentOf(code)).toBe(consent);
  });
});
