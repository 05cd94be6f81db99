import { type Command, Option } from 'commander';
import { type Cli, readPort } from '../command.ts';
import { openCommandLineDoor } from '../command-line-door.ts';
import { dataFolder } from '../data-folder.ts';
import type { ExitCode } from '../exit-codes.ts';
import { openBrowser } from '../open-browser.ts';
import { DM_PORT } from '../reach-workbench.ts';
import { makeReport } from '../report.ts';
import { readCertificate } from '../read-certificate.ts';
import { readRunning } from '../running-file.ts';
import type { World } from '../world.ts';

interface ServeOptions {
  readonly port: number;
  readonly dmPort: number;
  readonly dmAddress?: string;
  readonly tlsPort?: number;
  readonly tlsCert?: string;
  readonly tlsKey?: string;
  readonly data?: string;
  readonly open?: boolean;
  readonly samples: boolean;
  readonly json?: true;
}

/** `scomo serve`: the workbench for a browser on this machine, until it is told to end. */
export function addServe(program: Command, { world, action }: Cli): void {
  program
    .command('serve')
    .description('run the workbench for a browser on this machine')
    .addOption(new Option('--host <host>').choices(['browser']).hideHelp())
    .option('--port <n>', 'port of the page; 0 takes a free one', readPort, 0)
    .option('--dm-port <n>', 'port that handsets call; 0 takes a free one', readPort, DM_PORT)
    .option('--dm-address <address>', 'address that handsets call (default: 127.0.0.1, this machine only)')
    .option('--tls-port <n>', 'port that handsets call over HTTPS (default: the one behind --dm-port)', readPort)
    .option('--tls-cert <file>', 'certificate to serve HTTPS with, PEM, its chain behind it')
    .option('--tls-key <file>', 'its private key, PEM')
    .option('--data <dir>', 'data folder (default: SCOMO_DATA, else the folder of the window)')
    .option('--open', 'open the page in a browser when there is a display')
    .option('--no-open', 'only print the address of the page')
    .option('--no-samples', 'do not put the sample packages into an empty library')
    .option('--json', 'print the READY line as JSON')
    .action(action((options: ServeOptions) => serve(world, options)));
}

async function serve(world: World, options: ServeOptions): Promise<ExitCode> {
  const report = makeReport(world, options.json === true);
  const folder = dataFolder(world, options.data);
  const running = await readRunning(folder);
  const own = await readCertificate(options);
  if (!own.ok) return report.failure(own.error);
  const opened = await world.openWorkbench({
    dataFolder: folder,
    dmPort: options.dmPort,
    ...(options.dmAddress === undefined ? {} : { dmAddress: options.dmAddress }),
    ...(options.tlsPort === undefined ? {} : { tlsPort: options.tlsPort }),
    ...(own.value === undefined ? {} : { tlsCertificate: own.value }),
    host: 'browser',
    handsetProgram: world.handsetProgram,
    samples: options.samples,
  });
  if (!opened.ok) {
    if (opened.error.code === 'data-folder-in-use' && running !== undefined)
      report.note(`It is served at ${running.url}/#t=${running.token}`);
    return report.failure(opened.error);
  }
  const workbench = opened.value;
  try {
    const door = await openCommandLineDoor({
      workbench,
      dataFolder: folder,
      pageFolder: world.pageFolder,
      port: options.port,
    });
    if (!door.ok) return report.failure(door.error);
    const { origin, token } = door.value.host;
    const address = `${origin}/#t=${token}`;
    report.result({ ready: address, dm: workbench.listener.url }, `READY ${address}`);
    report.note(`Handsets call ${workbench.listener.url}. End with Ctrl+C.`);
    if (options.open === true) openBrowser(world, door.value.host.invite());
    await untilEnding(world);
    await door.value.close();
    return 0;
  } finally {
    await workbench.close();
  }
}

function untilEnding({ ending }: World): Promise<void> {
  if (ending.aborted) return Promise.resolve();
  return new Promise((settle) => ending.addEventListener('abort', () => settle(), { once: true }));
}
