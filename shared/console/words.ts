/** The words of the line language: commands, formats and options, one row per word. */

export interface Verb {
  readonly word: string;
  /** How it is written. */
  readonly form: string;
  /** What it does, for the completion list. */
  readonly does: string;
}

/** DM 1.2 §4.1.6; facts 2.3. */
export const VERBS: readonly Verb[] = [
  { word: 'get', form: 'get ./URI …', does: 'read nodes, lists (?list=) and properties (?prop=)' },
  { word: 'add', form: 'add ./URI [format] "value"', does: 'make a leaf; without a value an interior node' },
  { word: 'replace', form: 'replace ./URI [format] "value"', does: 'write the value of a leaf or a property' },
  { word: 'delete', form: 'delete ./URI …', does: 'remove nodes with all below them' },
  { word: 'copy', form: 'copy ./FROM to ./TO', does: 'copy the value of a leaf' },
  { word: 'exec', form: 'exec ./URI correlator=NAME', does: 'start the operation of a node' },
  { word: 'alert', form: 'alert 1101 "MAXDT=60" "Text?"', does: 'show or ask something on the handset' },
  { word: 'sequence', form: 'sequence { … }', does: 'one after the other; the first refusal ends it' },
  { word: 'atomic', form: 'atomic { … }', does: 'all or nothing' },
];

/** Formats that may stand as a bare word before a value (facts 2.8). */
export const FORMAT_WORDS: ReadonlySet<string> = new Set([
  'chr',
  'int',
  'bool',
  'b64',
  'bin',
  'node',
  'null',
  'xml',
  'date',
  'time',
  'float',
]);

/** No Meta at all. */
export const BARE = 'bare';
/** Between the two nodes of a Copy. */
export const TO = 'to';
/** Stands for an option that is left out, and for an Item of an alert without anything in it. */
export const NOTHING = '-';

/** `name=value` behind a URI. */
export const OPTIONS = ['type', 'format', 'correlator'] as const;
export type OptionName = (typeof OPTIONS)[number];

/** A leaf whose format is chr has this Type unless it is said otherwise, as everywhere in the workbench. */
export const CHR_TYPE = 'text/plain';
