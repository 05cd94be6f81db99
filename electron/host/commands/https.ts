import { type Command, Option } from 'commander';
import type { AppStatus } from '../../../shared/contract/app.ts';
import type { Result } from '../../../shared/result.ts';
import { addCommonOptions, type Cli, type CommonOptions, withWorkbench } from '../command.ts';
import type { ExitCode } from '../exit-codes.ts';
import { type CertificateFiles, readCertificate } from '../read-certificate.ts';
import { saveMadeFile } from '../save-made-file.ts';
import { formatAgo, formatFacts } from '../table.ts';
import type { WorkbenchClient } from '../workbench-client.ts';
import type { World } from '../world.ts';

interface HttpsOptions extends CommonOptions, CertificateFiles {
  readonly allowLegacy?: string;
  readonly forbidLegacy?: string;
  readonly privateCa?: true;
  readonly caOut?: string;
}

/** `scomo https`: HTTPS for handsets on or off, and the certificate that they must trust. */
export function addHttps(program: Command, { world, action }: Cli): void {
  addCommonOptions(program.command('https'))
    .description('switch HTTPS for handsets on or off, or show how it stands')
    .argument('[on|off]')
    .option('--allow-legacy <DevId>', 'let this handset use TLS 1.0 and 1.1, which are not safe; for old ones only')
    .option('--forbid-legacy <DevId>', 'take that back')
    .option('--tls-cert <file>', 'serve with a certificate of your own from now on, PEM, its chain behind it')
    .option('--tls-key <file>', 'its private key, PEM')
    .addOption(
      new Option('--private-ca', 'go back to the private CA of the workbench').conflicts(['tlsCert', 'tlsKey']),
    )
    .option(
      '--ca-out <file>',
      'write the certificate that handsets must trust: DER when it ends in .crt or .der, else PEM',
    )
    .action(action((state: string | undefined, options: HttpsOptions) => https(world, state, options)));
}

function https(world: World, state: string | undefined, options: HttpsOptions): Promise<ExitCode> {
  return withWorkbench(world, options, { needsHandset: true }, async ({ client, report }) => {
    if (state !== undefined && state !== 'on' && state !== 'off')
      return report.failure({
        code: 'usage',
        message: `HTTPS is on or off, not ${state}.`,
        next: 'Say `scomo https on` or `scomo https off`.',
        retryable: false,
      });
    const done = await change(client, state, options);
    if (!done.ok) return report.failure(done.error);
    if (options.caOut !== undefined) {
      const form = /\.(?:crt|cer|der)$/i.test(options.caOut) ? 'der' : 'pem';
      const made = await client.call('reach.certificate', { form });
      const saved = made.ok ? await saveMadeFile(options.caOut, made.value) : made;
      if (!saved.ok) return report.failure(saved.error);
      report.note(`${options.caOut} is the certificate that handsets must trust.`);
    }
    const { secure } = done.value.listener;
    report.result(secure ?? { on: false }, secure === undefined ? 'HTTPS is off.' : secureText(secure, world.now()));
    return 0;
  });
}

async function change(
  client: WorkbenchClient,
  state: 'on' | 'off' | undefined,
  { allowLegacy, forbidLegacy, privateCa, ...files }: HttpsOptions,
): Promise<Result<AppStatus>> {
  const own = await readCertificate(files);
  if (!own.ok) return own;
  if (own.value !== undefined) {
    const used = await client.call('reach.useCertificate', own.value);
    if (!used.ok) return used;
  }
  if (privateCa === true) {
    const dropped = await client.call('reach.dropCertificate', {});
    if (!dropped.ok) return dropped;
  }
  for (const [devId, allowed] of [
    [allowLegacy, true],
    [forbidLegacy, false],
  ] as const) {
    const set = devId === undefined ? undefined : await client.call('handsets.setLegacyTls', { devId, allowed });
    if (set?.ok === false) return set;
  }
  return state === undefined ? client.call('app.status', {}) : client.call('reach.setSecure', { on: state === 'on' });
}

type Secure = NonNullable<AppStatus['listener']['secure']>;

function secureText({ url, networkURL, legacyFor, tooOld, certificate }: Secure, now: number): string {
  const facts: (readonly [string, string])[] = [
    ['Handsets call', networkURL === undefined ? url : `${url} and ${networkURL}`],
    ['TLS', legacyFor.length === 0 ? '1.2 and 1.3' : `1.2 and 1.3; 1.0 and 1.1 for ${legacyFor.join(', ')}`],
    ...tooOld.map(
      ({ address, at }) => ['Refused', `${address}, ${formatAgo(at, now)}: nothing newer than TLS 1.1`] as const,
    ),
    ['Certificate', certificate.own ? 'your own' : 'of the private CA of this workbench'],
    ['For', certificate.names.join(', ')],
    ['Good until', new Date(certificate.notAfter).toISOString().slice(0, 10)],
    ['Fingerprint', certificate.fingerprint],
  ];
  return formatFacts(facts);
}
