/**
 * How the desktop packages are made: `npm run package`. Everything but the device libraries is bundled into dist/ and
 * therefore a development dependency; what stands under `dependencies` in package.json travels as node_modules.
 *
 * @type {import('electron-builder').Configuration}
 */
const config = {
  appId: 'org.scomo-workbench.app',
  productName: 'SCOMO Workbench',
  copyright: 'Copyright © the SCOMO Workbench maintainers. Apache License 2.0.',
  directories: { output: 'release', buildResources: 'build/icons' },
  files: ['dist/**', '!dist/**/*.map', '!dist/.built-from', 'package.json', 'LICENSE'],

  // Native code cannot be loaded from inside an archive. Its prebuilt N-API binaries fit every Electron: no rebuild.
  asar: true,
  asarUnpack: ['**/*.node'],
  npmRebuild: false,

  // What Electron could do for an attacker and the workbench never needs.
  electronFuses: {
    runAsNode: false,
    enableCookieEncryption: true,
    enableNodeOptionsEnvironmentVariable: false,
    enableNodeCliInspectArguments: false,
    enableEmbeddedAsarIntegrityValidation: true,
    onlyLoadAppFromAsar: true,
    loadBrowserProcessSpecificV8Snapshot: false,
    grantFileProtocolExtraPrivileges: false,
    resetAdHocDarwinSignature: true,
  },

  icon: 'build/icons/icon.png',
  artifactName: 'scomo-workbench-${version}-${os}-${arch}.${ext}',
  linux: {
    target: ['AppImage', 'deb'],
    category: 'Development',
    synopsis: 'Software components on tethered handsets, one verified step at a time',
    executableName: 'scomo-workbench',
    extraResources: [{ from: 'build/udev', to: 'udev' }],
  },
  deb: {
    fpm: ['build/udev/70-scomo-workbench.rules=/usr/lib/udev/rules.d/70-scomo-workbench.rules'],
  },
  win: { target: ['nsis'] },
  nsis: { oneClick: false, perMachine: false, allowToChangeInstallationDirectory: true },
  mac: { target: ['dmg'], category: 'public.app-category.developer-tools', hardenedRuntime: true },
  publish: null,
};

export default config;
