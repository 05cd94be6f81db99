/** What the person may say when starting the workbench in its window: the same words as `scomo serve`. */
import { parseArgs } from 'node:util';

export interface ShellArguments {
  readonly dataFolder?: string;
  readonly dmPort: number;
  readonly dmAddress?: string;
  readonly samples: boolean;
}

/** Port of the DM server unless the person says otherwise. */
const DM_PORT = 8990;

/**
 * Reads the arguments after the program's (and, unpackaged, the application's) path. Chromium's own switches are
 * left alone.
 *
 * @returns the arguments, or the sentence that says what is wrong with them
 */
export function readArguments(args: readonly string[]): ShellArguments | string {
  const { values } = parseArgs({
    args: [...args],
    strict: false,
    options: {
      data: { type: 'string' },
      'dm-port': { type: 'string' },
      'dm-address': { type: 'string' },
      'no-samples': { type: 'boolean' },
    },
  });
  const dmPort = values['dm-port'] === undefined ? DM_PORT : Number(values['dm-port']);
  if (!Number.isInteger(dmPort) || dmPort < 0 || dmPort > 65_535)
    return `--dm-port is a number from 0 to 65535, not ${JSON.stringify(values['dm-port'])}.`;
  const data = values['data'];
  const dmAddress = values['dm-address'];
  return {
    dmPort,
    samples: values['no-samples'] !== true,
    ...(typeof data === 'string' && data !== '' ? { dataFolder: data } : {}),
    ...(typeof dmAddress === 'string' && dmAddress !== '' ? { dmAddress } : {}),
  };
}
