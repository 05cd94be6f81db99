/** Where the command line starts: the signals that end it, and the exit code it ends with. */
import { openWorkbench } from '../workbench/workbench.ts';
import { runCli } from './program.ts';
import { processWorld } from './world.ts';

/** How long ending cleanly may take, milliseconds. */
const END_LIMIT = 15_000;

/** After the work is done, whatever still holds the process may do so for this long, milliseconds. */
const LINGER = 3_000;

const ending = new AbortController();
ending.signal.addEventListener('abort', () => setTimeout(() => process.exit(130), END_LIMIT).unref());
for (const signal of ['SIGINT', 'SIGTERM', 'SIGHUP'] as const)
  process.on(signal, () => {
    // Whoever asks twice does not want to wait.
    if (ending.signal.aborted) process.exit(130);
    ending.abort(signal);
  });
if (process.env['SCOMO_PARENT_PIPE'] === '1') {
  process.once('disconnect', () => ending.abort('disconnect'));
  process.channel?.unref();
}
// `scomo trace | head` has seen enough.
process.stdout.on('error', (error: NodeJS.ErrnoException) => {
  if (error.code === 'EPIPE') process.exit(0);
  throw error;
});

process.exitCode = await runCli(process.argv.slice(2), processWorld(openWorkbench, import.meta.dirname, ending.signal));
setTimeout(() => process.exit(), LINGER).unref();
