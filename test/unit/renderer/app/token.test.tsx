import { afterEach, describe, expect, it } from 'vitest';
import { takeToken } from '../../../../renderer/app/token.ts';

afterEach(() => {
  sessionStorage.clear();
  history.replaceState(null, '', '/');
});

describe('the token of the browser host', () => {
  it('is taken out of the address bar and survives a reload of this tab', () => {
    history.replaceState(null, '', '/#t=a-b_c');
    expect(takeToken()).toBe('a-b_c');
    expect(location.hash).toBe('');
    expect(takeToken()).toBe('a-b_c');
  });

  it('is replaced by that of a new link', () => {
    history.replaceState(null, '', '/#t=old');
    takeToken();
    history.replaceState(null, '', '/#t=new');
    expect(takeToken()).toBe('new');
  });

  it('is missing without a link', () => {
    expect(takeToken()).toBeUndefined();
  });
});
