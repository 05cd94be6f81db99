import { type Command, Option } from 'commander';
import type { NodeProperties, TreeRow } from '../../../shared/contract/tree.ts';
import { parseFormat } from '../../../shared/dm/format.ts';
import type { TndsNode } from '../../../shared/dm/tnds.ts';
import { writeTnds } from '../../../shared/dm/tnds-writer.ts';
import { checkURI, isBelow, lastSegment, sameURI, segments } from '../../../shared/dm/uri.ts';
import { type Failure, fail, ok, type Result } from '../../../shared/result.ts';
import { addCommonOptions, type Cli, type CommonOptions, orEnd, readCount, withWorkbench } from '../command.ts';
import type { ExitCode } from '../exit-codes.ts';
import { formatFacts, formatTable, plain } from '../table.ts';
import type { WorkbenchClient } from '../workbench-client.ts';
import type { World } from '../world.ts';

interface TreeOptions extends CommonOptions {
  readonly all?: true;
  readonly refresh?: true;
  readonly properties?: true;
  readonly tnds?: true;
  /** Seconds. */
  readonly timeLimit: number;
}

/** `scomo tree`: the management tree as it was last read, and the properties of a node as they are now. */
export function addTree(program: Command, { world, action }: Cli): void {
  addCommonOptions(program.command('tree'))
    .description('show the management tree of a handset: the SCOMO object, a sub-tree or all of it')
    .argument('<DevId>')
    .argument('[uri]', 'the node to begin at (default: the SCOMO object)')
    .option('--all', 'the whole tree')
    .option('--refresh', 'read it from the handset first')
    .option('--properties', 'read the properties of the node from the handset, with what this server may do')
    .addOption(new Option('--tnds', 'print it as a TNDS document, the XML of DM 1.2').conflicts(['properties', 'json']))
    .option('--time-limit <seconds>', 'how long to wait for the handset', readCount, 60)
    .action(
      action((devId: string, uri: string | undefined, options: TreeOptions) => showTree(world, devId, uri, options)),
    );
}

/** The part of the mirror that was asked for. */
interface Part {
  readonly root: string;
  readonly rows: readonly TreeRow[];
}

function showTree(world: World, devId: string, uri: string | undefined, options: TreeOptions): Promise<ExitCode> {
  return withWorkbench(world, options, { needsHandset: true }, async ({ client, report }) => {
    const limited = <T>(work: Promise<Result<T>>): Promise<Result<T>> =>
      orEnd(world, client, work, options.timeLimit * 1000);
    const asked = options.all === true ? ok('.') : uri === undefined ? ok(undefined) : checkURI(uri);
    if (!asked.ok) return report.failure(asked.error);
    const known = options.refresh === true ? undefined : await partOf(client, devId, asked.value);
    if (known?.ok === false) return report.failure(known.error);
    if (known === undefined || known.value.rows.length === 0) {
      report.note(`Reading the tree of ${devId} …`);
      const read = await limited(client.call('tree.read', { devId, ...scopeOf(asked.value) }));
      if (!read.ok) return report.failure(read.error);
    }
    const part = known?.ok === true && known.value.rows.length > 0 ? known : await partOf(client, devId, asked.value);
    if (!part.ok) return report.failure(part.error);
    const { root, rows } = part.value;
    if (rows.length === 0) return report.failure(notThere(root));
    if (options.tnds === true) {
      const document = writeTnds(rows.map(tndsNodeOf), root);
      if (!document.ok) return report.failure(document.error);
      report.result(undefined, document.value);
      return 0;
    }
    if (options.properties !== true) {
      report.result({ root, nodes: rows.map(nodeOf) }, treeText(part.value));
      return 0;
    }
    const properties = await limited(client.call('tree.properties', { devId, uri: root }));
    if (!properties.ok) return report.failure(properties.error);
    report.result(
      { root, nodes: rows.map(nodeOf), properties: properties.value },
      `${treeText(part.value)}\n\n${propertiesText(properties.value)}`,
    );
    return 0;
  });
}

function scopeOf(
  uri: string | undefined,
): { readonly scope: 'scomo' | 'all' } | { readonly scope: 'subtree'; readonly uri: string } {
  if (uri === undefined) return { scope: 'scomo' };
  return uri === '.' ? { scope: 'all' } : { scope: 'subtree', uri };
}

async function partOf(client: WorkbenchClient, devId: string, uri: string | undefined): Promise<Result<Part>> {
  const snapshot = await client.call('tree.snapshot', { devId });
  if (!snapshot.ok) return snapshot;
  const root = uri ?? snapshot.value.scomoRoot;
  if (root === undefined) return ok({ root: '.', rows: [] });
  const rows = snapshot.value.rows.filter(([at]) => sameURI(at, root) || isBelow(at, root));
  // A root that only stands above what was read has not been read itself.
  const isRead = rows.some(([, , , , readAt]) => readAt > 0);
  return ok({ root, rows: isRead ? rows : [] });
}

function notThere(root: string): Failure {
  return fail('not-there', `The handset has no node ${root}.`, 'Look at the whole tree with --all --refresh.').error;
}

function nodeOf([uri, format, value, type, readAt]: TreeRow): Readonly<Record<string, unknown>> {
  return { uri, format, value, type, readAt };
}

function tndsNodeOf([uri, format, value, type]: TreeRow): TndsNode {
  return {
    uri,
    format: parseFormat(format),
    ...(type === null ? {} : { type }),
    ...(value === null ? {} : { value }),
  };
}

/** One line per node, indented by its depth below the root of the part. */
function treeText({ root, rows }: Part): string {
  const depth = segments(root).length;
  return rows
    .map(([uri, format, value, type]) => {
      const indent = '  '.repeat(segments(uri).length - depth);
      const name = uri === root ? uri : lastSegment(uri);
      const says = format === 'node' ? (type === null ? '' : `  [${type}]`) : ` = ${value ?? '(not read)'}`;
      return plain(`${indent}${name}${says}`);
    })
    .join('\n');
}

function propertiesText({ uri, properties, serverId, rights }: NodeProperties): string {
  const facts = properties.map(({ name, value, refusal }): readonly [string, string] => [
    name,
    refusal === undefined ? plain(value ?? '') || '(empty)' : `– ${refusal.code} ${refusal.word}`,
  ]);
  const table = formatTable<NodeProperties['rights'][number]>(
    [
      { title: 'Command', value: ({ command }) => command },
      { title: 'Allowed', value: ({ allowed }) => allowed },
      { title: 'Why', value: ({ words }) => words },
    ],
    rights,
  );
  return `Properties of ${plain(uri)}\n${formatFacts(facts)}\n\nWhat this server (${plain(serverId)}) may do here\n${table}`;
}
