/**
 * What an alert means that a handset sent and that no run here waited for: what happened, and what a technician does
 * next. Generic alerts (1226) and client events (1224), facts 1.1, 1.7, 2.6.
 */
import { firmwareAlertWords, firmwareResultWord } from '../dm/fumo.ts';
import { lastSegment, normalizeURI, parentOf } from '../dm/uri.ts';
import { parseAlertData } from './alert.ts';
import { scomoAlertKindOf } from './mo.ts';
import { isResultSuccess, resultWord } from './result-codes.ts';

/** One Item of an alert, as the handset sent it. */
export interface AlertItem {
  readonly code: 1224 | 1226;
  readonly type?: string;
  readonly source?: string;
  readonly target?: string;
  readonly data: string;
}

export interface AlertWords {
  readonly kind: 'operation' | 'request' | 'firmware' | 'client-event' | 'other';
  /** e.g. `Remove ended: Done`. */
  readonly title: string;
  readonly meaning: string;
  readonly next: string;
  readonly tone: 'ok' | 'failed' | 'neutral';
}

/** `late`: the run that waited for it has given up. */
export function alertWords(alert: AlertItem, fate: 'nobody' | 'late'): AlertWords {
  if (alert.code === 1224) return clientEvent(alert);
  const firmware = firmwareAlertWords(alert.type);
  if (firmware !== undefined) return firmwareEvent(alert, firmware);
  switch (scomoAlertKindOf(alert.type)) {
    case 'operation-complete':
      return operation(alert, fate);
    case 'client-initiated':
      return request(alert);
    case undefined:
      return {
        kind: 'other',
        title: 'Generic alert',
        meaning: `The handset reports something of another kind: ${alert.type ?? 'it names no type'}.`,
        next: 'Look up the type in the documents of the maker.',
        tone: 'neutral',
      };
  }
}

function operation(alert: AlertItem, fate: 'nobody' | 'late'): AlertWords {
  const data = parseAlertData(alert.data);
  const name =
    alert.source === undefined || alert.source === '' ? 'An operation' : lastSegment(normalizeURI(alert.source));
  const about = data?.identifier ?? entryOf(alert);
  const of = about === undefined ? '' : ` of ${about}`;
  const result = data === undefined ? 'without a result code' : resultWord(data.resultCode);
  return {
    kind: 'operation',
    title: `${name}${of}: ${result}`,
    meaning:
      fate === 'late'
        ? 'The handset reports an operation of this workbench, after the step had stopped waiting for it.'
        : 'The handset reports the end of an operation that nobody here has started.',
    next:
      fate === 'late'
        ? 'Retry the step: it reads back first and sends nothing twice. When its run is over, look at the inventory.'
        : 'The inventory was read again: look at the components, and ask who else manages this handset.',
    tone: data === undefined ? 'neutral' : isResultSuccess(data.resultCode) ? 'ok' : 'failed',
  };
}

function request({ type = '' }: AlertItem): AlertWords {
  const text = type.toLowerCase();
  const who = text.includes('user') ? 'The person who holds the handset' : 'The handset';
  const isKnown = text.includes('user') || text.includes('device') || text.includes('request');
  return {
    kind: 'request',
    title: isKnown ? `${who} asks whether there is an update` : 'The handset asks for something',
    meaning: isKnown
      ? 'A server answers by describing a download: nothing happens by itself.'
      : `A request of the software component object: ${type}.`,
    next: 'Push a package if there is a newer one for this handset.',
    tone: 'neutral',
  };
}

function firmwareEvent({ data }: AlertItem, words: string): AlertWords {
  const result = firmwareResultWord(data);
  return {
    kind: 'firmware',
    title: result === undefined ? words : `${words}: ${result}`,
    meaning: 'An alert of the firmware update object. The workbench shows firmware, it does not update it.',
    next: 'Use the firmware server of the handset.',
    tone: 'neutral',
  };
}

/** Client events whose type is known. */
const CLIENT_EVENTS: readonly (readonly [type: string, words: string])[] = [
  ['com.microsoft/mdm/loginstatus', 'Says whether a user is logged in'],
];

function clientEvent({ type, data }: AlertItem): AlertWords {
  const known = CLIENT_EVENTS.find(([name]) => name === type?.trim().toLowerCase())?.[1];
  return {
    kind: 'client-event',
    title: known ?? `Client event ${type ?? 'without a type'}`,
    meaning: data === '' ? 'The handset tells this on its own, without data.' : 'The handset tells this on its own.',
    next: 'Nothing has to be done, unless the documents of the maker say so.',
    tone: 'neutral',
  };
}

/** The name of the node that was worked on. */
function entryOf({ source, target }: AlertItem): string | undefined {
  if (target !== undefined && target !== '') return lastSegment(normalizeURI(target));
  const operations = source === undefined || source === '' ? undefined : parentOf(normalizeURI(source));
  const entry = operations === undefined ? undefined : parentOf(operations);
  return entry === undefined || entry === '.' ? undefined : lastSegment(entry);
}
