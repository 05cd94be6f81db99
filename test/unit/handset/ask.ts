/** One question to a fresh handset, for tests that need nothing else. */
import type { HandsetOptions } from '../../../electron/handset/options.ts';
import { newHandset, newServer } from './rig.ts';
import type { Draft, Package } from './scripted-server.ts';

/** Sends one package per list of commands, in one session, and answers what came back. */
export async function ask(
  packages: readonly (readonly Draft[])[],
  options: Partial<HandsetOptions> = {},
): Promise<Package[]> {
  const server = await newServer();
  const answers = server.script(async (dm) => {
    const received: Package[] = [];
    for (const commands of packages) received.push(await dm.send(...commands));
    return received;
  });
  await newHandset(server, options);
  return answers;
}

/** Codes of the commands of the last package, in order. */
export async function codesOf(...commands: readonly Draft[]): Promise<string[]> {
  const [answer] = await ask([commands]);
  return answer?.statuses.slice(1).map(({ data }) => data) ?? [];
}
