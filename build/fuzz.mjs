/**
 * `npm run fuzz`: the fuzz tests with a million cases, or with `-- --cases N`, from a new seed, or from `--seed N`. Every
 * run says its seed; the same seed and number of cases do the same again. Names behind that choose among the tests.
 */

import { parseArgs } from 'node:util';
import { launch, LaunchError, run } from './launcher.mjs';

const A_MILLION = 1_000_000;

await launch(async () => {
  const { values, positionals } = parseArgs({
    options: { seed: { type: 'string' }, cases: { type: 'string', default: String(A_MILLION) } },
    allowPositionals: true,
  });
  process.env['SCOMO_FUZZ_CASES'] = String(numberOf('cases', values.cases, 1));
  if (values.seed !== undefined) process.env['SCOMO_FUZZ_SEED'] = String(numberOf('seed', values.seed, -(2 ** 31)));
  const files = positionals.length === 0 ? ['test/fuzz'] : positionals;
  return run('vitest', ['run', '--project', 'pure', ...files]);
});

/**
 * @param {string} name
 * @param {string} text
 * @param {number} least
 */
function numberOf(name, text, least) {
  const number = Number(text);
  if (text !== '' && Number.isSafeInteger(number) && number >= least) return number;
  throw new LaunchError(`--${name} takes a whole number of ${least} or more; it was given ${text || 'nothing'}.`);
}
