import type { Command } from 'commander';
import type { Handset } from '../../../shared/contract/handsets.ts';
import { addCommonOptions, type Cli, type CommonOptions, withWorkbench } from '../command.ts';
import type { ExitCode } from '../exit-codes.ts';
import { formatAgo, formatTable } from '../table.ts';
import type { World } from '../world.ts';

/** `scomo handsets`: who is here. */
export function addHandsets(program: Command, { world, action }: Cli): void {
  addCommonOptions(program.command('handsets'))
    .description('list the handsets with their state and link')
    .action(action((options: CommonOptions) => listHandsets(world, options)));
}

function listHandsets(world: World, options: CommonOptions): Promise<ExitCode> {
  return withWorkbench(world, options, { needsHandset: false }, async ({ client, report }) => {
    const handsets = await client.call('handsets.list', {});
    if (!handsets.ok) return report.failure(handsets.error);
    report.result(handsets.value, handsets.value.length === 0 ? nobody : table(handsets.value, world.now()));
    return 0;
  });
}

const nobody =
  'No handset has called yet. Point one at this workbench (`scomo admit <DevId>` says how), or start a virtual one with `scomo handset`.';

function table(handsets: readonly Handset[], now: number): string {
  return formatTable<Handset>(
    [
      { title: 'DevId', value: ({ devId }) => devId },
      { title: 'Name', value: ({ name, devId }) => (name === devId ? undefined : name) },
      { title: 'State', value: ({ state }) => state },
      { title: 'Link', value: ({ link, virtual }) => (virtual === undefined ? link : `${link}, virtual`) },
      { title: 'Last seen', value: ({ lastSeen }) => (lastSeen === undefined ? 'never' : formatAgo(lastSeen, now)) },
      { title: 'Proved itself', value: ({ authenticated }) => proofs[authenticated] },
      { title: 'Nodes', value: ({ nodes }) => String(nodes), align: 'right' },
      { title: 'Now', value: ({ activity, problem, refusedTls }) => activity?.what ?? problem ?? refused(refusedTls) },
    ],
    handsets,
  );
}

function refused(tls: Handset['refusedTls']): string | undefined {
  return tls === undefined ? undefined : `refused: it called over old TLS (\`scomo https --allow-legacy\`)`;
}

const proofs: Readonly<Record<Handset['authenticated'], string>> = {
  no: 'no',
  enrolment: 'enrolment',
  own: 'yes',
};
