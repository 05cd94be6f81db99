/**
 * What the filter field finds: every word must be in the node's name, its value or what the value means; a word with
 * a slash is looked for in the URI. Matches are shown with their ancestors, so that one sees where they are.
 */
import type { NodeTable } from './node-table.ts';
import { NONE, ROOT, widened } from './slots.ts';

export type NodeTest = (slot: number) => boolean;

/** Marks of a slot under a filter, as bits: it matches; something below it does. */
const MATCHES = 1;
const LEADS = 2;

/**
 * Makes the test of a filter text; undefined when the text says nothing.
 * `meaning` gives the words of a value, where it has any.
 */
export function compileFilter(
  text: string,
  table: NodeTable,
  meaning: (slot: number) => string | undefined,
): NodeTest | undefined {
  const words = text
    .trim()
    .split(/\s+/)
    .filter((word) => word !== '');
  if (words.length === 0) return undefined;
  const tests = words.map((word): NodeTest => {
    const anywhere = new RegExp(escaped(word), 'i');
    if (word.includes('/')) return (slot) => anywhere.test(table.uri(slot));
    // On the URI itself, so that 100,000 names need not be cut out of it.
    const inName = new RegExp(`${escaped(word)}[^/]*$`, 'i');
    return (slot) => {
      if (inName.test(table.uri(slot))) return true;
      const value = table.value(slot);
      if (value !== null && anywhere.test(value)) return true;
      const words = meaning(slot);
      return words !== undefined && anywhere.test(words);
    };
  });
  const [first] = tests;
  return tests.length === 1 ? first : (slot) => tests.every((test) => test(slot));
}

/** The marks of every slot under one filter text. */
export class FilterMarks {
  /** How many nodes match. */
  matches = 0;
  #marks: Uint8Array;
  readonly #table: NodeTable;
  readonly #test: NodeTest;

  constructor(table: NodeTable, test: NodeTest) {
    this.#table = table;
    this.#test = test;
    this.#marks = new Uint8Array(table.end);
    table.walk(ROOT, (slot) => this.add(slot));
  }

  isMarked(slot: number): boolean {
    return (this.#marks[slot] ?? 0) !== 0;
  }

  matchesItself(slot: number): boolean {
    return ((this.#marks[slot] ?? 0) & MATCHES) !== 0;
  }

  leads(slot: number): boolean {
    return ((this.#marks[slot] ?? 0) & LEADS) !== 0;
  }

  /**
   * Looks at a node that is new or has another value; true when it matches now and did not before. A row that
   * matched stays until the text changes: rows do not vanish under the person's eyes.
   */
  add(slot: number): boolean {
    if (slot === ROOT || this.matchesItself(slot) || !this.#test(slot)) return false;
    if (slot >= this.#marks.length)
      this.#marks = widened(this.#marks, new Uint8Array(Math.ceil(this.#table.end * 1.25)));
    this.matches += 1;
    this.#marks[slot] = (this.#marks[slot] ?? 0) | MATCHES;
    let above = this.#table.parent[slot] ?? NONE;
    while (above > ROOT && !this.leads(above)) {
      this.#marks[above] = (this.#marks[above] ?? 0) | LEADS;
      above = this.#table.parent[above] ?? NONE;
    }
    return true;
  }

  /** A node is gone; its slot may come back as another one. */
  remove(slot: number): void {
    if (this.matchesItself(slot)) this.matches -= 1;
    if (slot < this.#marks.length) this.#marks[slot] = 0;
  }
}

function escaped(text: string): string {
  return text.replace(/[\\^$.*+?()[\]{}|]/g, '\\$&');
}
