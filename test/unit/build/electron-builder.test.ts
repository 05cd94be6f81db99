import { existsSync, readFileSync } from 'node:fs';
import { createRequire } from 'node:module';
import { join, resolve } from 'node:path';
import { Ajv, type AnySchema } from 'ajv';
import { describe, expect, it } from 'vitest';
import config from '../../../build/electron-builder.config.mjs';

const root = resolve(import.meta.dirname, '../../..');

/** The schema that electron-builder itself checks a configuration against, so that this needs no network. */
function builderSchema(): AnySchema {
  const requireBuilder = createRequire(createRequire(import.meta.url).resolve('electron-builder'));
  const path = join(requireBuilder.resolve('app-builder-lib/package.json'), '..', 'scheme.json');
  return JSON.parse(readFileSync(path, 'utf8')) as AnySchema;
}

describe('the packaging configuration', () => {
  const validate = new Ajv({ strict: false, allErrors: true }).compile(builderSchema());

  it('is one that electron-builder accepts', () => {
    expect({ isValid: validate(config), errors: validate.errors }).toEqual({ isValid: true, errors: null });
  });

  it('would be refused with an unknown option', () => {
    expect(validate({ ...config, electronFuses: { runAsNodeJs: false } })).toBe(false);
  });

  it('closes every door of Electron that the workbench does not use', () => {
    expect(config.electronFuses).toMatchObject({
      runAsNode: false,
      enableCookieEncryption: true,
      enableNodeOptionsEnvironmentVariable: false,
      enableNodeCliInspectArguments: false,
      enableEmbeddedAsarIntegrityValidation: true,
      onlyLoadAppFromAsar: true,
      grantFileProtocolExtraPrivileges: false,
    });
  });

  it('makes a package for each desktop', () => {
    expect([config.linux?.target, config.win?.target, config.mac?.target]).toEqual([
      ['AppImage', 'deb'],
      ['nsis'],
      ['dmg'],
    ]);
  });

  it('names files that exist', () => {
    const files = ['build/icons/icon.png', 'build/udev/70-scomo-workbench.rules', 'LICENSE'];
    expect(files.filter((file) => !existsSync(join(root, file)))).toEqual([]);
  });

  it('takes along only what is not bundled: the libraries with native code', () => {
    const { dependencies } = JSON.parse(readFileSync(join(root, 'package.json'), 'utf8')) as { dependencies: object };
    expect(Object.keys(dependencies)).toEqual(['serialport', 'usb']);
  });
});
