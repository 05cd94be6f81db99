import { existsSync } from 'node:fs';
import { resolve } from 'node:path';
import react from '@vitejs/plugin-react';
import { defineConfig, type EnvironmentOptions } from 'vite';

/**
 * One configuration, four outputs: the page, the Electron main process, its preload and the host without Electron.
 * `vite build --app` builds those whose entry exists.
 */

const root = import.meta.dirname;

/** Loaded at run time: Electron gives itself, the device libraries carry native code. */
const external = ['electron', 'serialport', 'usb', /^usb\//, /^@serialport\//, /^node:/];

const entries = {
  client: { index: 'renderer/index.html' },
  main: { main: 'electron/main/main.ts' },
  preload: { preload: 'electron/preload/preload.ts' },
  host: { cli: 'electron/host/cli.ts', handset: 'electron/handset/main.ts' },
} as const satisfies Record<string, Record<string, string>>;

export default defineConfig({
  root: resolve(root, 'renderer'),
  base: './',
  cacheDir: resolve(root, 'node_modules/.cache/vite'),
  plugins: [react()],
  environments: {
    client: {
      build: {
        outDir: resolve(root, 'dist/renderer'),
        emptyOutDir: true,
        assetsInlineLimit: 0,
        rolldownOptions: { input: existing(entries.client) },
      },
    },
    main: nodeSide('dist/main', entries.main, 'es'),
    preload: nodeSide('dist/preload', entries.preload, 'cjs'),
    host: nodeSide('dist/host', entries.host, 'es'),
  },
  builder: {
    async buildApp(builder) {
      for (const [name, inputs] of Object.entries(entries)) {
        const environment = builder.environments[name];
        if (environment !== undefined && Object.keys(existing(inputs)).length > 0) await builder.build(environment);
      }
    },
  },
});

/** Everything but native code is bundled: one file opens faster than hundreds, and the workbench is ready at once. */
function nodeSide(outDir: string, inputs: Record<string, string>, format: 'es' | 'cjs'): EnvironmentOptions {
  return {
    consumer: 'server',
    resolve: { noExternal: true, external: ['electron', 'serialport', 'usb'], conditions: ['node'] },
    build: {
      ssr: true,
      outDir: resolve(root, outDir),
      emptyOutDir: true,
      target: 'node24',
      minify: false,
      sourcemap: true,
      copyPublicDir: false,
      rolldownOptions: {
        input: existing(inputs),
        external,
        output: {
          format,
          entryFileNames: format === 'cjs' ? '[name].cjs' : '[name].js',
          ...(format === 'cjs' ? { codeSplitting: false } : {}),
        },
      },
    },
  };
}

function existing(inputs: Record<string, string>): Record<string, string> {
  return Object.fromEntries(
    Object.entries(inputs)
      .map(([name, path]) => [name, resolve(root, path)] as const)
      .filter(([, path]) => existsSync(path)),
  );
}
