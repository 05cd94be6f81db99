/** The built preload runs sandboxed: one CommonJS file that may require nothing but Electron. */
import { readFileSync } from 'node:fs';
import { resolve } from 'node:path';
import { runInNewContext } from 'node:vm';
import { expect, test } from 'vitest';

test('the built preload needs Electron alone, stays small, and exposes the bridge', () => {
  const code = readFileSync(resolve(import.meta.dirname, '../../dist/preload/preload.cjs'), 'utf8');
  const required: string[] = [];
  const exposed = new Map<string, object>();
  runInNewContext(code, {
    exports: {},
    require(name: string) {
      required.push(name);
      return { contextBridge: { exposeInMainWorld: (key: string, api: object) => exposed.set(key, api) } };
    },
  });
  expect(required).toEqual(['electron']);
  expect(Object.keys(exposed.get('workbench') ?? {}).toSorted()).toEqual(['call', 'handOver', 'onAction', 'subscribe']);
  expect(code.length).toBeLessThan(16_000);
});
