/** Runs: starting a runbook on a handset and leading it step by step. */
import * as z from 'zod';
import { LONGEST_QUESTION, LONGEST_WAIT_SECONDS } from '../dm/user-interaction.ts';
import type { Run } from '../runbook/run.ts';
import { devId, digest, id, method, outline } from './method.ts';

const runbookId = z.enum([
  'read-inventory',
  'push-install',
  'push-inactive-activate',
  'deliver-package',
  'install-delivered',
  'activate',
  'deactivate',
  'update-component',
  'remove-component',
  'remove-delivered',
]);

const word = z.string().min(1).max(255);

const runParams = z.strictObject({
  digest: digest.exactOptional(),
  componentId: word.exactOptional(),
  pkgId: word.exactOptional(),
  deactivateFirst: z.boolean().exactOptional(),
  removeReplaced: z.boolean().exactOptional(),
  inactive: z.boolean().exactOptional(),
  delivery: z.enum(['direct-url', 'descriptor', 'in-session']).exactOptional(),
  askUser: z.boolean().exactOptional(),
  askText: z.string().max(LONGEST_QUESTION).exactOptional(),
  askSeconds: z.number().int().min(5).max(LONGEST_WAIT_SECONDS).exactOptional(),
  tellUser: z.boolean().exactOptional(),
});

/** Full shape: shared/runbook/run.ts. */
const run = outline<Run>(
  z.looseObject({
    id: z.string(),
    devId: z.string(),
    state: z.string(),
    current: z.number(),
    steps: z.array(z.looseObject({ id: z.string() })),
  }),
);

const runId = z.strictObject({ runId: id });
const reason = z.string().trim().min(3).max(500);

export const runs = {
  /** All runs of one handset, or of all, newest first. */
  list: method(z.strictObject({ devId: devId.exactOptional() }), z.array(run)),
  get: method(runId, run),
  /** Plans a run; nothing is sent before runStep or runAll. Fails when the handset has an unfinished run. */
  start: method(z.strictObject({ devId, runbook: runbookId, params: runParams }), run),
  /** Runs the current step (again after a failure). Resolves at once; progress comes as events. */
  runStep: method(runId, run),
  runAll: method(runId, run),
  /** Stops a run-all after the step that runs now. */
  pause: method(runId, run),
  /** Runs a failed step again, after reading back what happened. */
  retry: method(runId, run),
  skip: method(z.strictObject({ runId: id, reason }), run),
  /** Gives the run up; with `undo` the steps done so far are taken back where they can be. */
  abort: method(z.strictObject({ runId: id, reason, undo: z.boolean() }), run),
};
