/** How a finding is written down: one row per code, its words as functions of what was found. */
import type { Finding } from '../../../shared/contract/doctor.ts';
import type { Platform } from './facts.ts';

/** Something that can be found out, and what is then said about it. */
export interface FindingRow<About> {
  readonly weight: Finding['weight'];
  readonly found: (about: About) => string;
  readonly missing: (about: About) => string;
  /** What to do, in order. A platform that is left out has the steps of `else`. */
  readonly steps: Readonly<Partial<Record<Platform, Steps<About>>>> & { readonly else: Steps<About> };
  readonly copy?: (about: About, platform: Platform) => Finding['copy'];
}

type Steps<About> = (about: About) => readonly string[];

/** Who it is about, and what else goes with it. */
export interface Subject {
  readonly about: string;
  readonly port?: string;
  readonly detail?: string | undefined;
}

/** Writes the finding of a row. */
export function writeFinding<About>(
  code: string,
  row: FindingRow<About>,
  about: About,
  { about: name, port, detail }: Subject,
  platform: Platform,
): Finding {
  return {
    code,
    weight: row.weight,
    about: name,
    ...(port === undefined ? {} : { port }),
    found: row.found(about),
    missing: row.missing(about),
    steps: [...(row.steps[platform] ?? row.steps.else)(about)],
    copy: row.copy?.(about, platform) ?? [],
    ...(detail === undefined ? {} : { detail }),
  };
}
