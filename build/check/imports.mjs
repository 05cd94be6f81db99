/**
 * Who may import whom. Two tables say it, one row per folder and one row per library; the code below only reads
 * imports and looks them up. A folder is a stair: it may reach down to the folders in its row, never sideways or up.
 *
 * Every row has a small tree in test/fixtures/imports which breaks just that row, so that a row which has stopped
 * working is found by a failing test.
 */

import { existsSync, readFileSync, readdirSync } from 'node:fs';
import { dirname, join, relative, sep } from 'node:path';
import { parseSync } from 'vite';

/**
 * @typedef {{ readonly folder: string, readonly reaches: readonly string[], readonly builtins?: RegExp | false }} Stair
 *   `folder` may import from itself and from `reaches`; `builtins` says which of Node's modules it may use (all when
 *   not given, `false` for none).
 * @typedef {{ readonly library: RegExp, readonly name: string, readonly only: RegExp, readonly why: string }} Library
 * @typedef {{ readonly file: string, readonly line: number, readonly specifier: string, readonly rule: string, readonly message: string }} Violation
 * @typedef {{ readonly specifier: string | undefined, readonly line: number, readonly isType: boolean }} Import
 */

/** The first row whose folder holds the file decides. */
export const stairs = /** @type {readonly Stair[]} */ ([
  { folder: 'shared/syncml', reaches: ['shared/result.ts'], builtins: false },
  { folder: 'shared/dm', reaches: ['shared/syncml', 'shared/result.ts'], builtins: false },
  { folder: 'shared/scomo', reaches: ['shared/dm', 'shared/syncml', 'shared/result.ts'], builtins: false },
  {
    folder: 'shared/runbook',
    reaches: ['shared/scomo', 'shared/dm', 'shared/syncml', 'shared/result.ts'],
    builtins: false,
  },
  { folder: 'shared/console', reaches: ['shared/dm', 'shared/syncml', 'shared/result.ts'], builtins: false },
  {
    folder: 'shared/contract',
    reaches: ['shared/console', 'shared/runbook', 'shared/scomo', 'shared/dm', 'shared/syncml', 'shared/result.ts'],
    builtins: false,
  },
  { folder: 'shared/obex', reaches: ['shared/result.ts'], builtins: false },
  { folder: 'shared', reaches: [], builtins: false },

  { folder: 'renderer', reaches: ['shared'], builtins: false },

  // The server is handed its bytes and its clock. Digests and random numbers are computed, not read.
  { folder: 'electron/server', reaches: ['shared'], builtins: /^node:(crypto|buffer|util)$/ },
  { folder: 'electron/handset', reaches: ['shared'] },
  { folder: 'electron/storage', reaches: ['shared'] },
  { folder: 'electron/packages', reaches: ['shared'] },
  { folder: 'electron/links', reaches: ['electron/server', 'shared'] },
  {
    folder: 'electron/workbench',
    reaches: ['electron/server', 'electron/links', 'electron/packages', 'electron/storage', 'shared'],
  },
  { folder: 'electron/preload', reaches: ['shared/contract', 'shared/result.ts'], builtins: false },
  // The one file of host: through it a command line reaches the workbench behind the window (decision 002).
  { folder: 'electron/main', reaches: ['electron/workbench', 'electron/host/command-line-door.ts', 'shared'] },
  { folder: 'electron/host', reaches: ['electron/workbench', 'shared'] },
]);

/** `only` is matched against the importing file's path. */
export const libraries = /** @type {readonly Library[]} */ ([
  {
    name: 'sqlite',
    library: /^node:sqlite$/,
    only: /^electron\/storage\//,
    why: 'storage alone opens the database',
  },
  {
    name: 'fast-xml-parser',
    library: /^fast-xml-parser(\/|$)/,
    only: /^shared\/syncml\/xml\.ts$|\/((tnds|ddf|[a-z-]*descriptor)(-reader|-writer|-xml)?)\.ts$/,
    why: 'XML is read in the SyncML codec and in the DDF, TNDS and descriptor readers, each with the same safe options',
  },
  {
    name: 'serialport',
    library: /^(serialport|@serialport\/.*)$/,
    only: /^electron\/links\/serial\//,
    why: 'above the serial link there are only byte channels',
  },
  {
    name: 'usb',
    library: /^usb(\/|$)/,
    only: /^electron\/links\/usb\//,
    why: 'above the USB link there are only byte channels',
  },
  {
    name: 'electron',
    library: /^electron(\/|$)/,
    only: /^electron\/(main|preload)\//,
    why: 'the workbench also runs without Electron',
  },
  {
    name: 'react',
    library: /^(react|react-dom|radix-ui|zustand|@tanstack\/.*|@fontsource.*)(\/|$)/,
    only: /^renderer\//,
    why: 'the page alone draws',
  },
  {
    name: 'servers',
    library: /^(ws|yauzl|yazl|commander)(\/|$)/,
    only: /^electron\//,
    why: 'the page and the shared folders run where there are no files and no sockets',
  },
]);

/** Libraries that must not even arrive in the preload through something that it imports. */
const heavyForPreload = /^(zod|fast-xml-parser)(\/|$)/;

/** What becomes part of the product; tests and build scripts may look at everything. */
const productFolders = ['shared', 'electron', 'renderer'];

/**
 * Checks every source file below `root` against both tables.
 *
 * @param {string} root the folder that holds shared/, electron/ and renderer/
 * @returns {Violation[]} in the order of the files' paths; empty when every import is allowed
 */
export function checkImports(root) {
  const files = productFolders.flatMap((folder) => listSources(root, folder)).toSorted();
  const importsOf = new Map(files.map((file) => [file, readImports(join(root, file))]));

  /** @type {Violation[]} */
  const violations = [];
  for (const [file, imports] of importsOf) {
    for (const found of imports) {
      const broken = found.specifier === undefined ? unreadable() : judge(root, file, found.specifier);
      if (broken !== undefined)
        violations.push({ file, line: found.line, specifier: found.specifier ?? '(computed)', ...broken });
    }
    if (file.startsWith('electron/preload/')) violations.push(...heavyImports(root, file, importsOf));
  }
  return violations;
}

/**
 * @param {string} root
 * @param {string} folder
 * @returns {string[]} paths from the root, with forward slashes on every platform
 */
function listSources(root, folder) {
  if (!existsSync(join(root, folder))) return [];
  return readdirSync(join(root, folder), { recursive: true, encoding: 'utf8' })
    .map((path) => join(folder, path).split(sep).join('/'))
    .filter((path) => /\.tsx?$/.test(path) && !path.endsWith('.d.ts'));
}

/** @returns {{ rule: string, message: string }} */
function unreadable() {
  return { rule: 'literal', message: 'an import names its module literally, so that it can be checked and bundled' };
}

/**
 * @param {string} root
 * @param {string} file
 * @param {string} specifier
 * @returns {{ rule: string, message: string } | undefined}
 */
function judge(root, file, specifier) {
  const stair = stairs.find(({ folder }) => isWithin(file, folder));
  if (stair === undefined)
    return { rule: 'folder', message: 'this folder has no row in the table of stairs: give it one' };

  if (specifier.startsWith('.')) {
    const target = resolveWithin(root, file, specifier);
    if (isWithin(target, stair.folder) && !isInInnerStair(target, stair)) return undefined;
    if (stair.reaches.some((reached) => isWithin(target, reached))) return undefined;
    return {
      rule: `stair ${stair.folder}`,
      message: `${stair.folder} may import ${stair.reaches.length === 0 ? 'nothing of ours' : `only ${stair.reaches.join(', ')}`}`,
    };
  }

  const library = libraries.find((row) => row.library.test(specifier));
  if (library !== undefined && !library.only.test(file))
    return { rule: `library ${library.name}`, message: library.why };

  const isBuiltin = specifier.startsWith('node:');
  if (isBuiltin && stair.builtins === false)
    return { rule: `builtins ${stair.folder}`, message: `${stair.folder} runs where there is no Node.js` };
  if (isBuiltin && stair.builtins instanceof RegExp && !stair.builtins.test(specifier))
    return { rule: `builtins ${stair.folder}`, message: `${stair.folder} does no input or output of its own` };
  return undefined;
}

/**
 * What the preload would load when it starts, followed through our own files; types are erased and do not count.
 *
 * @param {string} root
 * @param {string} start
 * @param {ReadonlyMap<string, readonly Import[]>} importsOf
 * @returns {Violation[]}
 */
function heavyImports(root, start, importsOf) {
  /** @type {Violation[]} */
  const violations = [];
  const seen = new Set([start]);
  for (const file of seen) {
    for (const { specifier, line, isType } of importsOf.get(file) ?? []) {
      if (specifier === undefined || isType) continue;
      if (specifier.startsWith('.')) seen.add(resolveWithin(root, file, specifier));
      else if (heavyForPreload.test(specifier))
        violations.push({
          file,
          line,
          specifier,
          rule: 'preload',
          message: `${start} would load ${specifier}: the preload is one small file without schemas`,
        });
    }
  }
  return violations;
}

/**
 * Every module that a file names: import, export from, import(), import type, require and its relatives.
 *
 * @param {string} path
 * @returns {Import[]}
 */
function readImports(path) {
  const source = readFileSync(path, 'utf8');
  const { program, errors } = parseSync(path, source);
  if (errors.length > 0) throw new Error(`${path}: ${errors[0]?.message}`);
  /** @type {Import[]} */
  const imports = [];
  walk(program, (node) => {
    const named = namedModule(node);
    if (named === undefined) return;
    imports.push({
      specifier: typeof named.source?.value === 'string' ? named.source.value : undefined,
      line: source.slice(0, node.start).split('\n').length,
      isType: named.isType,
    });
  });
  return imports;
}

/**
 * @param {any} node
 * @returns {{ source: any, isType: boolean } | undefined}
 */
function namedModule(node) {
  switch (node.type) {
    case 'ImportDeclaration':
      return { source: node.source, isType: node.importKind === 'type' || hasOnlyTypes(node.specifiers, 'importKind') };
    case 'ExportAllDeclaration':
      return { source: node.source, isType: node.exportKind === 'type' };
    case 'ExportNamedDeclaration':
      if (node.source === null) return undefined;
      return { source: node.source, isType: node.exportKind === 'type' || hasOnlyTypes(node.specifiers, 'exportKind') };
    case 'ImportExpression':
      return { source: node.source, isType: false };
    case 'TSImportType':
      return { source: node.source ?? node.argument?.literal ?? node.argument, isType: true };
    case 'TSExternalModuleReference':
      return { source: node.expression, isType: false };
    case 'CallExpression':
      return isRequire(node.callee) ? { source: node.arguments[0], isType: false } : undefined;
    default:
      return undefined;
  }
}

/**
 * @param {readonly any[]} specifiers
 * @param {string} kind
 */
function hasOnlyTypes(specifiers, kind) {
  return specifiers.length > 0 && specifiers.every((specifier) => specifier[kind] === 'type');
}

/** @param {any} callee */
function isRequire(callee) {
  const name = callee.type === 'Identifier' ? callee.name : callee.property?.name;
  return name === 'require' || name === 'getBuiltinModule';
}

/**
 * @param {any} node
 * @param {(node: any) => void} visit
 */
function walk(node, visit) {
  if (Array.isArray(node)) {
    for (const item of node) walk(item, visit);
  } else if (node !== null && typeof node === 'object') {
    if (typeof node.type === 'string') visit(node);
    for (const value of Object.values(node)) walk(value, visit);
  }
}

/**
 * A folder inside a folder of the table has its own row: `shared` does not own what is in `shared/dm`.
 *
 * @param {string} path
 * @param {Stair} stair
 */
function isInInnerStair(path, stair) {
  return stairs.some(
    ({ folder }) => folder !== stair.folder && isWithin(folder, stair.folder) && isWithin(path, folder),
  );
}

/**
 * @param {string} path
 * @param {string} folderOrFile
 */
function isWithin(path, folderOrFile) {
  return path === folderOrFile || path.startsWith(`${folderOrFile}/`);
}

/**
 * @param {string} root
 * @param {string} file
 * @param {string} specifier
 */
function resolveWithin(root, file, specifier) {
  return relative(root, join(root, dirname(file), specifier.replace(/\?.*$/, '')))
    .split(sep)
    .join('/');
}
