/** How the command line ends: one row per exit code, one row per failure that has a code of its own. */

export type ExitCode = 0 | 1 | 2 | 3 | 4 | 5 | 130;

// oxfmt-ignore
export const exitCodes: readonly { readonly code: ExitCode; readonly meaning: string }[] = [
  { code: 0, meaning: 'done, and proven where there is something to prove' },
  { code: 1, meaning: 'the operation failed on the handset, or the doctor found trouble' },
  { code: 2, meaning: 'wrong usage: unknown option, missing argument, no such file' },
  { code: 3, meaning: 'the workbench cannot be reached or opened' },
  { code: 4, meaning: 'the handset was not there in time' },
  { code: 5, meaning: 'refused before anything was sent: a precondition is not met' },
  { code: 130, meaning: 'ended by the person; a run stands where it stood' },
];

/** Failures that do not end with 1. */
// oxfmt-ignore
const codeOfFailure: Readonly<Record<string, ExitCode>> = {
  'invalid-input': 2,
  'unknown-method': 2,
  'too-large': 2,
  'file-missing': 2,
  'uri-empty': 2,
  'uri-relative': 2,
  'uri-too-long': 2,
  'uri-invalid': 2,
  'not-a-file': 2,
  'package-ambiguous': 2,
  'file-empty': 2,
  'file-unreadable': 2,
  'manifest-invalid': 2,
  'package-type-invalid': 2,
  'cannot-write': 2,
  'certificate-unreadable': 2,
  'certificate-invalid': 2,
  'certificate-expired': 2,
  'proof-key': 2,
  'bootstrap-server-id': 2,
  usage: 2,

  'nothing-to-send': 2,
  'command-unknown': 2,
  'uri-missing': 2,
  'value-missing': 2,
  'value-too-many': 2,
  'option-misplaced': 2,
  'to-missing': 2,
  'alert-code-missing': 2,
  'brace-missing': 2,
  'brace-unexpected': 2,
  'text-not-closed': 2,
  'escape-unknown': 2,
  'octets-wrong': 2,
  'too-deep': 2,
  'too-many-commands': 2,
  'markup-command-unknown': 2,
  'not-syncml': 2,
  'xml-malformed': 2,
  'xml-doctype': 2,
  'xml-too-deep': 2,
  'not-encodable': 2,

  'cannot-connect': 3,
  'connection-lost': 3,
  'not-allowed': 3,
  'cannot-listen': 3,
  'port-in-use': 3,
  'address-unknown': 3,
  'port-forbidden': 3,
  'data-folder-in-use': 3,
  'data-folder-unwritable': 3,
  'database-newer': 3,
  'database-damaged': 3,
  'database-unwritable': 3,
  'library-unwritable': 3,
  'disk-full': 3,
  'certificate-unwritable': 3,
  'workbench-closing': 3,
  internal: 3,

  ended: 130,

  'handset-not-there': 4,
  'handset-gone': 4,
  'no-result': 4,
  'time-limit': 4,
  'cannot-wake': 4,
  'user-silent': 4,

  'not-now': 5,
  'secure-off': 5,
  'user-refused': 5,
  'cannot-elevate': 5,
  'not-elevated': 5,
  'cannot-ask': 5,
  'not-read': 5,
  'not-there': 5,
  'node-gone': 5,
  'no-scomo': 5,
  'no-such-operation': 5,
  'handset-not-admitted': 5,
  'handset-unknown': 5,
  'handset-known': 5,
  'port-unknown': 5,
  'port-missing': 5,
  'mode-unknown': 5,
  'mode-built-in': 5,
  'not-virtual': 5,
  'in-session': 5,
  'run-unfinished': 5,
  'run-under-way': 5,
  'run-unknown': 5,
  'package-unknown': 5,
  'package-missing': 5,
  'package-changed': 5,
  'package-in-use': 5,
  'component-missing': 5,
  'component-absent': 5,
  'component-not-in-package': 5,
  'delivered-missing': 5,
  'download-not-described': 5,
  'fact-missing': 5,
};

/** The exit code of a failure, by its code. */
export function exitCodeOf(failure: { readonly code: string }): ExitCode {
  return codeOfFailure[failure.code] ?? 1;
}

/** The table for `--help`. */
export function exitCodeHelp(): string {
  const rows = exitCodes.map(({ code, meaning }) => `  ${String(code).padEnd(5)}${meaning}`);
  return ['', 'Exit codes:', ...rows].join('\n');
}
