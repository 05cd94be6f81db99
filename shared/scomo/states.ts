/**
 * Status and State of the three lists in words (facts 1.4). A Status says what the last operation came to or that one
 * runs; a State says what the package or component is when nothing runs.
 */
import type { CodeWord, Subtree } from './inventory-types.ts';

type Property = 'Status' | 'State';

interface StateRow extends CodeWord {
  readonly subtree: Subtree;
  readonly property: Property;
}

// oxfmt-ignore
export const STATES: readonly StateRow[] = [
  { subtree: 'Download', property: 'Status', code: 10, word: 'Idle', tone: 'ok' },
  { subtree: 'Download', property: 'Status', code: 20, word: 'Download failed', tone: 'failed' },
  { subtree: 'Download', property: 'Status', code: 30, word: 'Download progressing', tone: 'busy' },
  { subtree: 'Download', property: 'Status', code: 40, word: 'Download complete', tone: 'ok' },
  { subtree: 'Download', property: 'Status', code: 50, word: 'Install progressing', tone: 'busy' },
  { subtree: 'Download', property: 'Status', code: 60, word: 'Install failed, package kept', tone: 'failed' },
  { subtree: 'Download', property: 'Status', code: 70, word: 'Install failed, package deleted', tone: 'failed' },
  { subtree: 'Delivered', property: 'Status', code: 10, word: 'Idle', tone: 'ok' },
  { subtree: 'Delivered', property: 'Status', code: 20, word: 'Remove failed', tone: 'failed' },
  { subtree: 'Delivered', property: 'Status', code: 30, word: 'Remove progressing', tone: 'busy' },
  { subtree: 'Delivered', property: 'Status', code: 40, word: 'Install progressing', tone: 'busy' },
  { subtree: 'Delivered', property: 'Status', code: 50, word: 'Install failed, package kept', tone: 'failed' },
  { subtree: 'Delivered', property: 'Status', code: 60, word: 'Install failed, package deleted', tone: 'failed' },
  // Seen in the field: the plug-in for libdmclient reports 70 where the standard has 60.
  { subtree: 'Delivered', property: 'Status', code: 70, word: 'Install failed, package deleted', tone: 'failed' },
  { subtree: 'Delivered', property: 'State', code: 10, word: 'Delivered', tone: 'ok' },
  { subtree: 'Delivered', property: 'State', code: 20, word: 'Installed', tone: 'ok' },
  { subtree: 'Deployed', property: 'Status', code: 10, word: 'Idle', tone: 'ok' },
  { subtree: 'Deployed', property: 'Status', code: 20, word: 'Remove failed', tone: 'failed' },
  { subtree: 'Deployed', property: 'Status', code: 30, word: 'Remove progressing', tone: 'busy' },
  { subtree: 'Deployed', property: 'Status', code: 40, word: 'Activate failed', tone: 'failed' },
  { subtree: 'Deployed', property: 'Status', code: 50, word: 'Activate progressing', tone: 'busy' },
  { subtree: 'Deployed', property: 'Status', code: 60, word: 'Deactivate failed', tone: 'failed' },
  { subtree: 'Deployed', property: 'Status', code: 70, word: 'Deactivate progressing', tone: 'busy' },
  { subtree: 'Deployed', property: 'State', code: 10, word: 'Inactive', tone: 'ok' },
  { subtree: 'Deployed', property: 'State', code: 20, word: 'Active', tone: 'ok' },
];

/** State of a delivery package that has been installed. */
export const INSTALLED = 20;
/** States of a deployment component. */
export const INACTIVE = 10;
export const ACTIVE = 20;

/**
 * A Status or State value with its meaning; undefined when there is no number in it. Numbers arrive as `int` or as
 * `chr`, with blanks or leading zeros, and some handsets write the word itself. A number that no table knows stays
 * a number: `Status 35, not in the standard`.
 */
export function codeWord(subtree: Subtree, property: Property, value: string | undefined): CodeWord | undefined {
  if (value === undefined) return undefined;
  const text = value.trim();
  const rows = STATES.filter((row) => row.subtree === subtree && row.property === property);
  const code = /^\+?\d{1,9}$/.test(text) ? Number(text) : undefined;
  const found = rows.find((row) =>
    code === undefined ? row.word.toLowerCase() === text.toLowerCase() : row.code === code,
  );
  if (found !== undefined) return { code: found.code, word: found.word, tone: found.tone };
  return code === undefined ? undefined : { code, word: `${property} ${code}, not in the standard`, tone: 'ok' };
}
