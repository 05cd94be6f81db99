/** What `scomo demo` has printed for a person, as a table: its runs, how many steps each one proved, and the last proof. */

export interface DemoRun {
  readonly title: string;
  readonly steps: number;
  /** What the last step says about the handset; undefined when a step failed. */
  readonly proof: string | undefined;
}

const STEP = /^([✓✗]) .+? — (.*)$/;

/** The runs; what the demo does before and after them is left out. */
export function demoRuns(output: string): readonly DemoRun[] {
  return output.split('\n\n').flatMap((block, index) => {
    const [title = '', ...lines] = block.split('\n');
    if (index === 0) return [];
    // Behind the last run comes what the demo checks itself.
    const steps = lines.flatMap((line) => {
      const [, mark, proof] = STEP.exec(line) ?? [];
      return mark === undefined || line.startsWith('✓ Check that every operation') ? [] : [{ mark, proof }];
    });
    const hasFailed = steps.some(({ mark }) => mark === '✗');
    return [{ title, steps: steps.length, proof: hasFailed ? undefined : steps.at(-1)?.proof }];
  });
}

/** Rows of a table for a person, with its head. */
export function demoTable(runs: readonly DemoRun[]): readonly (readonly string[])[] {
  return [
    ['run', 'steps', 'in the end'],
    ...runs.map(({ title, steps, proof }) => [title, String(steps), proof ?? 'failed']),
  ];
}
