import { defineConfig } from 'vitest/config';

const PURE = [
  'test/contract/**/*.test.ts',
  'test/fuzz/**/*.test.ts',
  'test/unit/renderer/**/*.test.ts',
  'test/unit/server/**/*.test.ts',
  'test/unit/shared/**/*.test.ts',
];

/**
 * pure: what has no life outside of its values; its files share one world, which spares loading everything for each.
 * unit: everything else in Node.js. dom: components in happy-dom (which has no layout). matrix: every kind of handset and
 * every fault against the workbench, a dozen processes at a time. e2e: the running workbench, one file at a time and
 * last, because each one takes ports, processes and a browser. The groups count from 1: vitest
 * puts single-worker projects of group 0 behind all others.
 */
export default defineConfig({
  cacheDir: 'node_modules/.cache/vite',
  test: {
    // The default leaves one core idle, which is half of a small machine.
    maxWorkers: '100%',
    coverage: {
      provider: 'v8',
      reportsDirectory: 'coverage',
      include: ['shared/**/*.ts', 'electron/**/*.ts', 'renderer/**/*.{ts,tsx}'],
    },
    projects: [
      {
        test: {
          name: 'pure',
          environment: 'node',
          include: PURE,
          isolate: false,
          testTimeout: 20_000,
          sequence: { groupOrder: 1 },
        },
      },
      {
        test: {
          name: 'unit',
          environment: 'node',
          include: ['test/unit/**/*.test.ts'],
          exclude: PURE,
          testTimeout: 20_000,
          sequence: { groupOrder: 1 },
        },
      },
      {
        test: {
          name: 'dom',
          environment: 'happy-dom',
          isolate: false,
          include: ['test/unit/renderer/**/*.test.tsx'],
          testTimeout: 20_000,
          css: { modules: { classNameStrategy: 'non-scoped' } },
          sequence: { groupOrder: 1 },
        },
      },
      {
        test: {
          name: 'matrix',
          environment: 'node',
          include: ['test/matrix/**/*.test.ts'],
          testTimeout: 300_000,
          fileParallelism: false,
          sequence: { groupOrder: 2 },
        },
      },
      {
        test: {
          name: 'e2e',
          environment: 'node',
          include: ['test/e2e/**/*.test.ts', 'test/interop/**/*.test.ts', 'test/cable/serial/**/*.test.ts'],
          testTimeout: 120_000,
          hookTimeout: 120_000,
          // A second is too little for a process that starts, or for a window on a machine that does something else.
          expect: { poll: { timeout: 15_000 } },
          fileParallelism: false,
          sequence: { groupOrder: 3 },
        },
      },
    ],
  },
});
