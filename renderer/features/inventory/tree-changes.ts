/**
 * What changed in a tree lately: in the step that ran last, or, when nobody runs steps, in the last reading that
 * brought something new. The grid marks these nodes and counts them.
 */
import type { NodeTable } from './node-table.ts';
import { NONE, ROOT } from './slots.ts';

export interface NodeMark {
  readonly kind: 'value' | 'added';
  /** The value before; null for an added node. */
  readonly before: string | null;
  /** When the change was read, milliseconds since the epoch. */
  readonly at: number;
}

/** What the counter says. */
export interface ChangeCount {
  /** Nodes that are new or have another value, those below a new node included; a run counts its steps the same way. */
  readonly changed: number;
  /** Gone nodes, those below a gone node included. */
  readonly removed: number;
  readonly where: 'step' | 'reading';
}

/** A step as far as it matters here. */
export interface StepTimes {
  readonly startedAt: number;
  readonly endedAt?: number;
}

/** Changes that come later than this after the last one belong to another reading, milliseconds. */
const SAME_READING = 10_000;

export class TreeChanges {
  readonly #marks = new Map<number, NodeMark>();
  readonly #inside = new Map<number, number>();
  /** The values of the nodes that are gone, by URI. */
  readonly #removed = new Map<string, string | null>();
  #step: StepTimes | undefined;
  #where: 'step' | 'reading' = 'reading';
  #lastAt = 0;
  readonly #table: NodeTable;

  constructor(table: NodeTable) {
    this.#table = table;
  }

  markOf(slot: number): NodeMark | undefined {
    return this.#marks.get(slot);
  }

  /** How many marked nodes are below `slot`. */
  inside(slot: number): number {
    return this.#inside.get(slot) ?? 0;
  }

  count(): ChangeCount {
    return { changed: this.#marks.size, removed: this.#removed.size, where: this.#where };
  }

  /** The marked slots, in the order of their changes. */
  slots(): readonly number[] {
    return [...this.#marks.keys()];
  }

  /**
   * Says which step ran last. A step that starts forgets what changed before it; returns the slots that lose
   * their mark.
   */
  setStep(step: StepTimes | undefined): readonly number[] {
    const isNew = step !== undefined && step.startedAt !== this.#step?.startedAt;
    this.#step = step;
    if (!isNew || step.startedAt < this.#lastAt) return [];
    const lost = this.#clear();
    this.#where = 'step';
    return lost;
  }

  /** A node has another value, or is new (`before` null). Returns the slots that lose their mark by it. */
  note(slot: number, kind: NodeMark['kind'], before: string | null, at: number): readonly number[] {
    const lost = this.#begin(at);
    const first = this.#marks.get(slot) ?? this.#returned(slot, at);
    if (this.#marks.delete(slot)) this.#countAbove(slot, -1);
    // A value that changes twice in a step shows what it was before the step; one that is back is no change.
    if (first?.kind === 'value' && first.before === this.#table.value(slot)) return lost;
    this.#countAbove(slot, 1);
    this.#marks.set(slot, { kind: first?.kind ?? kind, before: first === undefined ? before : first.before, at });
    return lost;
  }

  /** A node is gone from the tree. Called before its slot is given back. */
  noteRemoved(slot: number, counts: boolean, at: number): readonly number[] {
    const lost = counts ? this.#begin(at) : [];
    const first = this.#marks.get(slot);
    // What came and went again is no change.
    if (counts && first?.kind !== 'added')
      this.#removed.set(this.#table.uri(slot), first === undefined ? this.#table.value(slot) : first.before);
    if (this.#marks.delete(slot)) this.#countAbove(slot, -1);
    this.#inside.delete(slot);
    return lost;
  }

  /** A node that was gone is there again: it counts only if it has another value than before. */
  #returned(slot: number, at: number): NodeMark | undefined {
    const uri = this.#table.uri(slot);
    const before = this.#removed.get(uri);
    if (before === undefined) return undefined;
    this.#removed.delete(uri);
    return { kind: 'value', before, at };
  }

  /** Forgets everything, e.g. when the whole tree was read anew. */
  #clear(): readonly number[] {
    const lost = [...this.#marks.keys(), ...this.#inside.keys()];
    this.#marks.clear();
    this.#inside.clear();
    this.#removed.clear();
    return lost;
  }

  /** Starts a new count when this change belongs neither to the last step nor to the reading before it. */
  #begin(at: number): readonly number[] {
    const gap = at - this.#lastAt;
    this.#lastAt = Math.max(at, this.#lastAt);
    const inStep = this.#step !== undefined && (this.#step.endedAt === undefined || at <= this.#step.endedAt);
    if (inStep || gap <= SAME_READING) return [];
    const lost = this.#clear();
    this.#where = 'reading';
    return lost;
  }

  #countAbove(slot: number, by: number): void {
    let above = this.#table.parent[slot] ?? NONE;
    while (above > ROOT) {
      this.#inside.set(above, Math.max(0, this.#inside.get(above) ?? 0) + by);
      above = this.#table.parent[above] ?? NONE;
    }
  }
}
