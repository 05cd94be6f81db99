import { type Command, Option } from 'commander';
import { SECS } from '../../../shared/dm/bootstrap/proof.ts';
import type { Input } from '../../../shared/contract/contract.ts';
import { addCommonOptions, type Cli, type CommonOptions, withWorkbench } from '../command.ts';
import type { ExitCode } from '../exit-codes.ts';
import { saveMadeFile } from '../save-made-file.ts';
import type { World } from '../world.ts';

type Wanted = Input<'reach.bootstrap'>;

interface BootstrapOptions
  extends CommonOptions, Pick<Wanted, 'profile' | 'encoding' | 'sec' | 'pin' | 'imsi' | 'apn'> {
  readonly form?: Wanted['form'];
  readonly out: string;
}

/** `scomo bootstrap`: the account of a handset as a file that sets the handset up. */
export function addBootstrap(program: Command, { world, action }: Cli): void {
  addCommonOptions(program.command('bootstrap'))
    .description('write the account of an admitted handset to a bootstrap file; it holds the passwords')
    .argument('<DevId>')
    .requiredOption('--out <file>', 'where to write it; only its owner can read it')
    .addOption(
      new Option('--profile <profile>', 'cp: OMA Client Provisioning (w7). dm: DM profile (TNDS to the Inbox)')
        .choices(['cp', 'dm'])
        .default('cp'),
    )
    .addOption(
      new Option('--encoding <encoding>', 'of the document (cp), or of the TNDS in the message (dm)')
        .choices(['xml', 'wbxml'])
        .default('wbxml'),
    )
    .addOption(
      new Option(
        '--form <form>',
        'document alone, with a Content-Type header before it, as WAP push, or that for SMS in hexadecimal (default: header when there is a proof, else document)',
      ).choices(['document', 'header', 'push', 'sms']),
    )
    .option('--pin <pin>', 'prove it with a PIN that the user of the handset types')
    .option('--imsi <digits>', 'prove it with the IMSI of the SIM; with --pin with both')
    .addOption(new Option('--sec <sec>', 'another kind of proof').choices([...SECS]))
    .option('--apn <name>', 'access point to connect with (cp only)')
    .action(action((devId: string, options: BootstrapOptions) => bootstrap(world, devId, options)));
}

function bootstrap(world: World, devId: string, options: BootstrapOptions): Promise<ExitCode> {
  return withWorkbench(world, options, { needsHandset: true }, async ({ client, report }) => {
    const made = await client.call('reach.bootstrap', wantedOf(devId, options));
    if (!made.ok) return report.failure(made.error);
    const saved = await saveMadeFile(options.out, made.value);
    if (!saved.ok) return report.failure(saved.error);
    const { header, typed } = made.value;
    const { size } = saved.value;
    report.result(
      { file: options.out, size, header, ...(typed === undefined ? {} : { typed }) },
      [
        `${options.out}: ${size} octets. Whoever has it has the passwords of ${devId}.`,
        header,
        ...(typed === undefined ? [] : [`The user of the handset types ${typed} when it asks.`]),
      ].join('\n'),
    );
    return 0;
  });
}

function wantedOf(devId: string, { profile, encoding, form, sec, pin, imsi, apn }: BootstrapOptions): Wanted {
  const isProven = [sec, pin, imsi].some((each) => each !== undefined);
  return {
    devId,
    profile,
    encoding,
    form: form ?? (isProven ? 'header' : 'document'),
    ...(sec === undefined ? {} : { sec }),
    ...(pin === undefined ? {} : { pin }),
    ...(imsi === undefined ? {} : { imsi }),
    ...(apn === undefined ? {} : { apn }),
  };
}
