/** A virtual handset at the end of a cable: its program as a child, which ends when we do. */
import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { createInterface } from 'node:readline';
import { fail, ok, type Failure, type Result } from '../../shared/result.ts';
import type { World } from './world.ts';

export interface HandsetChild {
  readonly devId: string;
  /** Switches it off. */
  stop(): Promise<void>;
}

/** Starts it with these options and waits until it is ready. Fails as it fails, or with `virtual-handset-not-started`. */
export async function startHandsetChild(
  { handsetProgram: { command, args, env }, stderr }: Pick<World, 'handsetProgram' | 'stderr'>,
  options: Readonly<Record<string, unknown>>,
): Promise<Result<HandsetChild>> {
  const child = spawn(command, [...args, '--options-stdin'], {
    stdio: ['pipe', 'pipe', 'ignore'],
    env: { ...process.env, ...env },
  });
  // A child that has ended does not read: the reason is in what it said.
  child.stdin.on('error', () => undefined);
  child.stdin.write(`${JSON.stringify({ ...options, json: true })}\n`);
  const closed = once(child, 'close').catch((error: Error) => error.message);
  const ready = Promise.withResolvers<Result<string>>();
  createInterface({ input: child.stdout }).on('line', (line) => {
    const [, said] = /^READY (.*)/.exec(line) ?? [];
    if (said !== undefined) return ready.resolve(ok((JSON.parse(said) as { devId: string }).devId));
    if (!line.startsWith('{')) return;
    const event = JSON.parse(line) as { readonly event: string; readonly message?: string; readonly failure?: Failure };
    if (event.event === 'trouble') stderr.write(`${event.message}\n`);
    if (event.failure !== undefined) ready.resolve({ ok: false, error: event.failure });
  });
  void closed.then((how) => ready.resolve(notStarted(String(how))));
  const stop = async (): Promise<void> => {
    child.stdin.end();
    await closed;
  };
  const devId = await ready.promise;
  if (devId.ok) return ok({ devId: devId.value, stop });
  await stop();
  return devId;
}

function notStarted(how: string): Result<never> {
  return fail(
    'virtual-handset-not-started',
    'The program of the virtual handset did not start.',
    'Build the workbench again: npm run build.',
    { detail: how },
  );
}
