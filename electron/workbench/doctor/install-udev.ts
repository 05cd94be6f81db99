/**
 * Installs the udev rule for the person who asked for it: the one thing of the doctor that changes the machine, and the
 * only one that needs root. The rule goes in through standard input of one small script, so that nothing lies about in
 * a temporary file that somebody could exchange in between.
 */
import { spawn } from 'node:child_process';
import { fail, ok, type Result } from '../../../shared/result.ts';
import { isOnPath, lookAtUdev, type Udev } from '../../links/machine/udev.ts';
import { UDEV_RELOAD, UDEV_RULE, UDEV_RULE_PATH } from '../../links/usb/udev-rule.ts';

/** The rule, where it goes, and whether it is there already. */
export async function udevRuleHere(): Promise<{ path: string; text: string; state: Udev['rule'] }> {
  return { path: UDEV_RULE_PATH, text: UDEV_RULE, state: (await lookAtUdev()).rule };
}

/**
 * The program that makes us root, as leading arguments; none when we are. sudo asks in the terminal, pkexec in a window.
 * Errors: `cannot-elevate`.
 */
export async function howToElevate(
  hasTerminal: boolean,
  { uid = process.getuid?.(), has = isOnPath }: { uid?: number | undefined; has?: typeof isOnPath } = {},
): Promise<Result<readonly string[]>> {
  if (uid === 0) return ok([]);
  const order = hasTerminal ? ['sudo', 'pkexec'] : ['pkexec'];
  for (const program of order) if (await has(program)) return ok([program]);
  return fail(
    'cannot-elevate',
    'Writing a udev rule needs root, and there is no program here that could ask for it.',
    `Save the rule as ${UDEV_RULE_PATH} as root, then run \`${UDEV_RELOAD}\`.`,
  );
}

/** How the script ends when something goes wrong; everything else was said by the program that makes us root. */
const CANNOT_WRITE = 11;
const CANNOT_RELOAD = 12;

/**
 * Writes the rule and makes udev read it. `elevate`: see `howToElevate`.
 * Errors: `not-elevated`, `rule-not-written`; `udev-not-reloaded` when the rule is in place but counts from a restart.
 */
export async function installUdevRule(
  elevate: readonly string[],
  { path = UDEV_RULE_PATH, reload = UDEV_RELOAD } = {},
): Promise<Result<void>> {
  const script = [
    `umask 022`,
    `mkdir -p "$(dirname '${path}')" && cat > '${path}.new' && mv '${path}.new' '${path}' || exit ${CANNOT_WRITE}`,
    `{ ${reload}; } || exit ${CANNOT_RELOAD}`,
  ].join('\n');
  const { code, said } = await feed([...elevate, '/bin/sh', '-c', script], UDEV_RULE);
  if (code === 0) return ok(undefined);
  const detail = said === '' ? {} : { detail: said };
  if (code === CANNOT_WRITE)
    return fail('rule-not-written', `${path} cannot be written.`, 'Look at the detail, then try again.', detail);
  if (code === CANNOT_RELOAD)
    return fail(
      'udev-not-reloaded',
      `The rule is in ${path}, but udev could not be told.`,
      'Restart the machine, or start the udev daemon; then plug the handset in again.',
      detail,
    );
  return fail('not-elevated', 'The rule was not written: root was refused.', 'Try again, or write it as root.', {
    ...detail,
    retryable: true,
  });
}

/** Runs a program with this on its standard input. */
function feed([program = '', ...args]: readonly string[], text: string): Promise<{ code: number; said: string }> {
  return new Promise((resolve) => {
    const child = spawn(program, args, { stdio: ['pipe', 'ignore', 'pipe'] });
    let said = '';
    child.stderr.on('data', (bytes: Buffer) => (said = `${said}${bytes.toString('utf8')}`.slice(0, 2_000)));
    child.once('error', (error) => resolve({ code: -1, said: error.message }));
    child.once('close', (code) => resolve({ code: code ?? -1, said: said.trim() }));
    // It may have ended before it has read anything: its exit code says why.
    child.stdin.on('error', () => undefined);
    child.stdin.end(text);
  });
}
