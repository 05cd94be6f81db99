import { type Command, Option } from 'commander';
import { AUTHS, type AuthType } from '../../../shared/syncml/auth.ts';
import type { Account } from '../../../shared/contract/handsets.ts';
import { addCommonOptions, type Cli, type CommonOptions, withWorkbench } from '../command.ts';
import type { ExitCode } from '../exit-codes.ts';
import { formatFacts } from '../table.ts';
import type { World } from '../world.ts';

interface AdmitOptions extends CommonOptions {
  readonly user?: string;
  readonly password?: string;
  readonly serverId?: string;
  readonly serverPassword?: string;
  readonly auth?: AuthType;
  readonly serverAuth?: AuthType;
}

/** `scomo admit`: lets a handset in, before or after it has called for the first time. */
export function addAdmit(program: Command, { world, action }: Cli): void {
  addCommonOptions(program.command('admit'))
    .description('admit a handset, known or not yet, and print what to type into it')
    .argument('<DevId>', 'e.g. IMEI:490154203237518')
    .option('--user <name>', 'user name of the handset (generated when not given)')
    .option('--password <password>', 'password of the handset (generated when not given)')
    .option('--server-id <id>', 'name this workbench proves itself with (generated when not given)')
    .option('--server-password <password>', 'password this workbench proves itself with (generated when not given)')
    .addOption(new Option('--auth <type>', 'how the handset proves itself (md5)').choices(AUTHS))
    .addOption(new Option('--server-auth <type>', 'how this workbench proves itself (as --auth)').choices(AUTHS))
    .action(action((devId: string, options: AdmitOptions) => admit(world, devId, options)));
}

function admit(world: World, devId: string, options: AdmitOptions): Promise<ExitCode> {
  return withWorkbench(world, options, { needsHandset: true }, async ({ client, report }) => {
    const { user, password, serverId, serverPassword, auth, serverAuth } = options;
    const admitted = await client.call('handsets.admit', {
      devId,
      ...(user === undefined ? {} : { user }),
      ...(password === undefined ? {} : { password }),
      ...(serverId === undefined ? {} : { serverId }),
      ...(serverPassword === undefined ? {} : { serverPassword }),
      ...(auth === undefined ? {} : { auth }),
      ...(serverAuth === undefined ? {} : { serverAuth }),
    });
    if (!admitted.ok) return report.failure(admitted.error);
    report.result(admitted.value, accountText(admitted.value));
    return 0;
  });
}

/** What to type into the handset. */
function accountText(account: Account): string {
  return [
    `${account.devId} is admitted. Type this into its DM account:`,
    '',
    formatFacts([
      ['Server address', account.serverURL],
      ['Server ID', account.serverId],
      ['Server password', account.serverPassword],
      ['User name', account.user],
      ['User password', account.password],
      ['User proves with', account.auth],
      ['Server proves with', account.serverAuth],
    ]),
  ].join('\n');
}
