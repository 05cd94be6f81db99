import { defineConfig } from 'vitest/config';

/**
 * What needs a cable, or a machine that has one. serial: over ptys, on any Linux. usb: in a guest of ours alone, because
 * it plugs devices in and pulls them (`npm run test:cable`). One file at a time: there is one bus.
 */
export default defineConfig({
  cacheDir: 'node_modules/.cache/vite-cable',
  test: {
    root: '.',
    fileParallelism: false,
    projects: [
      {
        test: {
          name: 'serial',
          environment: 'node',
          include: [
            'test/cable/serial/**/*.test.ts',
            'test/unit/links/serial/**/*.test.ts',
            'test/unit/links/obex/**/*.test.ts',
          ],
          testTimeout: 120_000,
        },
      },
      {
        test: {
          name: 'usb',
          environment: 'node',
          include: ['test/cable/usb/**/*.test.ts'],
          // As the rig starts Node.js in the guest.
          execArgv: process.execArgv,
          // What the host has translated is not translated again in the guest.
          fsModuleCache: true,
          fsModuleCachePath: 'node_modules/.cache/cable-rig/modules',
          // A machine in software, next to whatever else the host does.
          testTimeout: 900_000,
          hookTimeout: 120_000,
        },
      },
    ],
  },
});
