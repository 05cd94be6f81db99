import { describe, expect, it } from 'vitest';
import { ALERT, ALERT_CODES, alertWord } from '../../../../shared/syncml/alert-codes.ts';
import { isSuccess, STATUS_CODES, statusWord } from '../../../../shared/syncml/status-codes.ts';

describe('status codes', () => {
  it('are listed once, in order, each with a word', () => {
    const codes = STATUS_CODES.map(({ code }) => code);
    expect(codes).toEqual([...new Set(codes)].toSorted((a, b) => a - b));
    expect(STATUS_CODES.every(({ word }) => word.length > 1)).toBe(true);
  });

  it('have the words of a technician', () => {
    expect([200, 202, 212, 404, 418, 425].map(statusWord)).toEqual([
      'OK',
      'accepted, result follows',
      'authenticated for the session',
      'not found',
      'already exists',
      'permission denied (ACL)',
    ]);
  });

  it('without a word of their own are named by their range', () => {
    expect([1200, 1251, 1402, 1501, 299, 450, 599].map(statusWord)).toEqual([
      'SCOMO: successful',
      'SCOMO: successful',
      'SCOMO: handset failure',
      'SCOMO: download server failure',
      'successful',
      'refused by the recipient',
      'failed at the recipient',
    ]);
    expect([0, -1, 600, 1300, 9999, Number.NaN].map(statusWord)).toEqual(Array(6).fill('unknown code'));
  });

  it('tell success from the successes that say no', () => {
    expect([200, 201, 202, 212, 213, 1200, 1299].every(isSuccess)).toBe(true);
    expect([101, 211, 214, 215, 216, 304, 404, 500, 1300, 1400, Number.NaN].some(isSuccess)).toBe(false);
  });
});

describe('alert codes', () => {
  it('have a word for every named code', () => {
    expect(Object.values(ALERT).toSorted()).toEqual(ALERT_CODES.map(({ code }) => String(code)));
    expect(alertWord(ALERT.genericAlert)).toBe('generic alert');
    expect(alertWord('1299')).toBe('unknown alert');
  });
});
