/**
 * What changed in a tree lately: in the step that ran last, or, when nobody runs steps, in the last reading that
 * brought something new. The grid marks these nodes and counts them.
 */
import { NONE, ROOT, type NodeTable } from './node-table.ts';

export interface NodeMark {
  readonly kind: 'value' | 'added';
  /** The value before; null for an added node. */
  readonly before: string | null;
  /** When the change was read, milliseconds since the epoch. */
  readonly at: number;
}

/** What the counter says. */
export interface ChangeCount {
  readonly changed: number;
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
  #removed = 0;
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
    return { changed: this.#marks.size, removed: this.#removed, where: this.#where };
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
    if (!this.#marks.has(slot)) this.#countAbove(slot, 1);
    // A value that changes twice in a step shows what it was before the step.
    const first = this.#marks.get(slot);
    this.#marks.delete(slot);
    this.#marks.set(slot, { kind: first?.kind ?? kind, before: first === undefined ? before : first.before, at });
    return lost;
  }

  /** A node is gone from the tree. Called before its slot is given back. */
  noteRemoved(slot: number, counts: boolean, at: number): readonly number[] {
    const lost = counts ? this.#begin(at) : [];
    if (counts) this.#removed += 1;
    if (this.#marks.delete(slot)) this.#countAbove(slot, -1);
    this.#inside.delete(slot);
    return lost;
  }

  /** Forgets everything, e.g. when the whole tree was read anew. */
  #clear(): readonly number[] {
    const lost = [...this.#marks.keys(), ...this.#inside.keys()];
    this.#marks.clear();
    this.#inside.clear();
    this.#removed = 0;
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
