import { type Command, InvalidArgumentError, Option } from 'commander';
import { PUSH_PORT } from '../../../shared/dm/wap-push.ts';
import { addCommonOptions, type Cli, type CommonOptions, withWorkbench } from '../command.ts';
import type { ExitCode } from '../exit-codes.ts';
import type { Report } from '../report.ts';
import { saveMadeFile } from '../save-made-file.ts';
import type { WorkbenchClient } from '../workbench-client.ts';
import type { World } from '../world.ts';

interface Address {
  readonly host: string;
  readonly port: number;
}

interface NotifyOptions extends CommonOptions {
  readonly send?: Address;
  readonly export?: string;
  readonly form?: 'raw' | 'push' | 'sms';
  readonly ui: 'background' | 'informative' | 'user-interaction';
  readonly keep?: true;
}

/** `scomo notify`: wakes a handset with package 0, or writes package 0 to a file. */
export function addNotify(program: Command, { world, action }: Cli): void {
  addCommonOptions(program.command('notify'))
    .description('send a handset a notification (package 0), or write one to a file')
    .argument('<DevId>')
    .option('--send <host[:port]>', `send it there by UDP (port ${PUSH_PORT} when none is given)`, readAddress)
    .option('--keep', 'with --send: wake the handset there from now on')
    .addOption(new Option('--export <file>', 'write it to a file instead').conflicts(['send', 'keep']))
    .addOption(
      new Option(
        '--form <form>',
        'raw, push (WAP push; the default), or sms (hexadecimal, one SMS a line; files only)',
      ).choices(['raw', 'push', 'sms']),
    )
    .addOption(
      new Option('--ui <mode>', 'with --export: what the handset shows its user')
        .choices(['background', 'informative', 'user-interaction'])
        .default('background'),
    )
    .action(action((devId: string, options: NotifyOptions) => notify(world, devId, options)));
}

function notify(world: World, devId: string, options: NotifyOptions): Promise<ExitCode> {
  return withWorkbench(world, options, { needsHandset: true }, async ({ client, report }) => {
    if (options.export !== undefined) return exportTo(options.export, devId, options, client, report);
    if (options.send !== undefined) return sendTo(options.send, devId, options, client, report);
    const woken = await client.call('handsets.wake', { devId });
    if (!woken.ok) return report.failure(woken.error);
    report.result({ devId }, `A notification is on its way to ${devId}.`);
    return 0;
  });
}

async function exportTo(
  path: string,
  devId: string,
  { form = 'push', ui }: NotifyOptions,
  client: WorkbenchClient,
  report: Report,
): Promise<ExitCode> {
  const made = await client.call('reach.notification', { devId, form, uiMode: ui });
  if (!made.ok) return report.failure(made.error);
  const saved = await saveMadeFile(path, made.value);
  if (!saved.ok) return report.failure(saved.error);
  const { size } = saved.value;
  report.result({ file: path, size, type: made.value.type }, `${path}: ${size} octets, ${made.value.type}.`);
  return 0;
}

async function sendTo(
  to: Address,
  devId: string,
  { form = 'push', keep }: NotifyOptions,
  client: WorkbenchClient,
  report: Report,
): Promise<ExitCode> {
  if (form === 'sms')
    return report.failure({
      code: 'usage',
      message: 'This workbench sends no SMS.',
      next: 'Write it to a file with --export and send that with your modem or message centre.',
      retryable: false,
    });
  const sent = await client.call('reach.notify', { devId, form, ...to });
  if (!sent.ok) return report.failure(sent.error);
  const kept = keep === true ? await client.call('reach.setWake', { devId, form, ...to }) : undefined;
  if (kept?.ok === false) return report.failure(kept.error);
  const { host, port } = sent.value;
  report.result(
    { devId, host, port, form, kept: kept !== undefined },
    `A notification is on its way to ${host}:${port}${kept === undefined ? '' : ', and all later ones will go there'}.`,
  );
  return 0;
}

/** `host`, `host:port` or `[IPv6]:port`; for commander. */
function readAddress(text: string): Address {
  const [, bracketed, plain, digits] = /^(?:\[([^\]]+)\]|([^:\s]+))(?::(\d{1,5}))?$/.exec(text) ?? [];
  const host = bracketed ?? plain;
  const port = digits === undefined ? PUSH_PORT : Number(digits);
  if (host === undefined || port < 1 || port > 65_535)
    throw new InvalidArgumentError('It is a host, or host:port; an IPv6 address stands in brackets.');
  return { host, port };
}
