/** What a link says when the workbench cannot take a message in, a full disk above all: the handset keeps it. */
import type { Failure } from '../../shared/result.ts';

export const NOT_TAKEN: Failure = {
  code: 'message-not-taken',
  message: 'The workbench could not take this message in.',
  next: 'Look at the status bar of the workbench, then let the handset call again.',
  retryable: true,
};
