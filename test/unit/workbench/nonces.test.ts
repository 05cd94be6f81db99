import { expect, it } from 'vitest';
import { createNonces } from '../../../electron/workbench/nonces.ts';

it('nonces are sixteen octets in base64, and none comes twice', () => {
  const newNonce = createNonces();
  const nonces = Array.from({ length: 500 }, newNonce);
  expect(new Set(nonces).size).toBe(500);
  for (const nonce of nonces) expect(Buffer.from(nonce, 'base64').toString('base64')).toBe(nonce);
  for (const nonce of nonces) expect(Buffer.from(nonce, 'base64')).toHaveLength(16);
});

it('nonces of two sources have nothing in common', () => {
  const [one, other] = [createNonces(), createNonces()];
  expect(Array.from({ length: 100 }, one).filter((nonce) => nonce === other())).toEqual([]);
});
