/** A handset with a package to fetch, and what tests of SCOMO do again and again. */
import { expect } from 'vitest';
import type { Alert } from '../../../shared/syncml/message.ts';
import { container, describeDownload, exec, get } from './commands.ts';
import { samplePackage } from './package-server.ts';
import { newHandset, newPackageServer, newServer } from './rig.ts';
import type { Dialog, ScriptedServer } from './scripted-server.ts';

export const DOWNLOAD = './SCM/Download';
export const DELIVERED = './SCM/Inventory/Delivered';
export const DEPLOYED = './SCM/Inventory/Deployed';

/** The report with this correlator, when it comes. */
export async function reportOf(server: ScriptedServer, correlator: string): Promise<Alert> {
  await expect
    .poll(() => server.reports.some((alert) => alert.correlator === correlator), { timeout: 5000 })
    .toBe(true);
  const report = server.reports.find((alert) => alert.correlator === correlator);
  if (report === undefined) throw new Error('It was there a moment ago');
  return report;
}

/** Everything below the SCOMO root that has a value, by its URI below the root. */
export async function inventory(dm: Dialog, root = './SCM'): Promise<Record<string, string>> {
  const { items } = await dm.send(get(`${root}?list=StructData`));
  return Object.fromEntries(
    items
      .filter(({ data, meta }) => data !== undefined && meta?.format !== 'null')
      .map(({ source, data }) => [source?.locURI.slice(root.length + 1) ?? '', String(data)]),
  );
}

/** Says something in the next session that the handset opens. */
export async function inSession<T>(server: ScriptedServer, say: (dm: Dialog) => Promise<T>): Promise<T> {
  return server.script(say);
}

/** A handset that polls quickly, and a package for it. */
export async function rig(
  more: Parameters<typeof newHandset>[1] = {},
  sample: Parameters<typeof samplePackage>[0] = {},
) {
  const server = await newServer();
  const packages = await newPackageServer(await samplePackage(sample));
  const handset = await newHandset(server, { poll: 0.1, ...more });
  return { server, packages, handset };
}

/** Downloads and installs the package as `pkg42`; answers when the report has come. */
export async function install(
  server: ScriptedServer,
  url: string,
  operation = 'DownloadInstall',
  name = 'pkg42',
): Promise<Alert> {
  const correlator = `${operation}-${name}-${url}`;
  await inSession(server, (dm) =>
    dm.send(
      container(
        'Sequence',
        ...describeDownload(name, url),
        exec(`${DOWNLOAD}/${name}/Operations/${operation}`, correlator),
      ),
    ),
  );
  return reportOf(server, correlator);
}

/** Executes an operation and answers its report. */
export async function operate(server: ScriptedServer, uri: string): Promise<Alert> {
  const answer = await inSession(server, (dm) => dm.send(exec(uri, uri)));
  expect(answer.code(1)).toBe('202');
  return reportOf(server, uri);
}
