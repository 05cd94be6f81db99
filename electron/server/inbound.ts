/** What the server answers to each command a handset may send (facts 2.1, 2.5, 2.6): a table of rules, no state. */
import type { Command, Item } from '../../shared/syncml/message.ts';
import type { HandsetAlert } from './session-events.ts';

export interface Answer {
  /** Status to send, or undefined where none is due. */
  readonly code: string | undefined;
  readonly alerts: readonly HandsetAlert[];
  readonly aborted: boolean;
}

/**
 * Judges one command of a proven handset. A handset may send Replace of its DevInfo, Results, Status and Alert;
 * everything else is answered 406 and not executed: the workbench has no tree of its own.
 */
export function answerCommand(command: Command): Answer {
  switch (command.cmd) {
    case 'Alert':
      return answerAlert(command.data ?? '', command.items, command.correlator);
    case 'Replace':
      return { code: command.items.every(isDevInfo) ? '200' : '405', alerts: [], aborted: false };
    case 'Status':
    case 'Results':
      return { code: undefined, alerts: [], aborted: false };
    case 'Add':
    case 'Delete':
    case 'Copy':
    case 'Get':
    case 'Exec':
    case 'Atomic':
    case 'Sequence':
    case 'Other':
      return { code: '406', alerts: [], aborted: false };
  }
}

function answerAlert(data: string, items: readonly Item[], correlator: string | undefined): Answer {
  switch (data.trim()) {
    case '1200':
    case '1201':
    case '1222':
    case '1225':
      return { code: '200', alerts: [], aborted: false };
    case '1223':
      return { code: '200', alerts: [], aborted: true };
    case '1224':
      return {
        code: '200',
        alerts: itemsOrOne(items).map((item) => handsetAlert(1224, item, correlator)),
        aborted: false,
      };
    case '1226':
      return {
        code: '200',
        alerts: itemsOrOne(items).map((item) => handsetAlert(1226, item, correlator)),
        aborted: false,
      };
    default:
      return { code: '406', alerts: [], aborted: false };
  }
}

/** An alert without Items, which should have one (facts 2.5, 2.6), still says that something happened. */
function itemsOrOne(items: readonly Item[]): readonly Item[] {
  return items.length === 0 ? [{}] : items;
}

function handsetAlert(code: 1224 | 1226, item: Item, correlator: string | undefined): HandsetAlert {
  const meta = item.meta;
  return {
    code,
    data:
      typeof item.data === 'string' ? item.data : item.data === undefined ? '' : new TextDecoder().decode(item.data),
    ...(correlator === undefined ? {} : { correlator }),
    ...(item.source === undefined ? {} : { source: item.source.locURI }),
    ...(item.target === undefined ? {} : { target: item.target.locURI }),
    ...(meta?.type === undefined ? {} : { type: meta.type }),
    ...(meta?.format === undefined ? {} : { format: meta.format }),
    ...(meta?.mark === undefined ? {} : { mark: meta.mark }),
  };
}

/** The DevInfo that a Replace brings, by its URI without `./DevInfo/`; undefined when it brings none. */
export function devInfoOf(command: Command): ReadonlyMap<string, string> | undefined {
  if (command.cmd !== 'Replace') return undefined;
  const values = new Map<string, string>();
  for (const item of command.items) {
    const name = devInfoName(item);
    if (name !== undefined && typeof item.data === 'string') values.set(name, item.data);
  }
  return values.size > 0 ? values : undefined;
}

function isDevInfo(item: Item): boolean {
  return devInfoName(item) !== undefined;
}

/** As nearly all of them write it. */
const DEV_INFO = './DevInfo/';

function devInfoName(item: Item): string | undefined {
  const uri = item.source?.locURI ?? item.target?.locURI ?? '';
  if (uri.startsWith(DEV_INFO) && uri.length > DEV_INFO.length) return uri.slice(DEV_INFO.length);
  return /^(?:\.\/)?DevInfo\/(.+)$/i.exec(uri)?.[1];
}
