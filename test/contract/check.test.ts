import { describe, expect, test } from 'vitest';
import { checkInput } from '../../shared/contract/check.ts';
import { methodNames } from '../../shared/contract/contract.ts';
import { MAX_INPUT_BYTES } from '../../shared/contract/method.ts';
import { isMethodName } from '../../shared/contract/names.ts';

function codeOf(name: string, input: unknown): string {
  const result = checkInput(name, input);
  return result.ok ? 'ok' : result.error.code;
}

describe('checking an input', () => {
  test('passes what the schema takes, and makes of it what the schema makes', () => {
    const checked = checkInput('runs.skip', { runId: 'r1', reason: '  already done by hand  ' });
    expect(checked).toEqual({ ok: true, value: { runId: 'r1', reason: 'already done by hand' } });
  });

  test.each(['', 'runs', 'runs.', 'runs.get.more', 'runs.toString', '__proto__.get', 'constructor.name', 'RUNS.GET'])(
    'knows no method called %j',
    (name) => expect(codeOf(name, {})).toBe('unknown-method'),
  );

  test('names the keys it complains about, never their values', () => {
    const result = checkInput('handsets.admit', { devId: 'IMEI:1', password: 42, hunter2: 'hunter3' });
    if (result.ok) throw new Error('must be refused');
    expect(result.error.code).toBe('invalid-input');
    expect(result.error.detail).toContain('password');
    expect(result.error.detail).toContain('hunter2');
    expect(result.error.detail).not.toContain('hunter3');
  });

  test('refuses what JSON cannot carry', () => {
    const cycle: Record<string, unknown> = {};
    cycle['self'] = cycle;
    expect(codeOf('app.status', cycle)).toBe('invalid-input');
    expect(codeOf('trace.get', { id: 1n })).toBe('invalid-input');
    expect(codeOf('app.status', undefined)).toBe('invalid-input');
  });

  test('refuses a key that would reach a prototype', () => {
    expect(codeOf('app.status', JSON.parse('{"__proto__":{"admin":true}}'))).toBe('invalid-input');
  });

  test('counts octets, not characters, and does so before anything else', () => {
    const euro = '€'.repeat(MAX_INPUT_BYTES / 3);
    expect(codeOf('app.status', { euro })).toBe('too-large');
    expect(codeOf('app.status', { ascii: 'x'.repeat(MAX_INPUT_BYTES - 20) })).toBe('invalid-input');
  });
});

test('the plain list of names is the contract’s', () => {
  for (const name of methodNames) expect(isMethodName(name)).toBe(true);
  for (const name of ['app', 'app.quit', 'toString', '', 7, undefined, ['app.status']])
    expect(isMethodName(name)).toBe(false);
});
