/** What composed commands look like as a message: made by the outbox itself, in both encodings. */
import { base64 } from '@scure/base';
import type { OctetRow, Preview } from '../../../shared/contract/console.ts';
import { flatten, onlyReads, type ConsoleCommand } from '../../../shared/console/command.ts';
import { warningsOf } from '../../../shared/console/warnings.ts';
import type { Result } from '../../../shared/result.ts';
import { CODECS, type Encoding } from '../../../shared/syncml/codec.ts';
import { mapOctets } from '../../../shared/syncml/wbxml/octet-map.ts';
import { buildMessage, numbered } from '../../server/outbox.ts';

export interface PreviewSurroundings {
  readonly devId: string;
  readonly serverURL: string;
  readonly serverId: string;
  readonly scomoRoot: string | undefined;
  readonly speaks: Encoding | undefined;
  readonly notes: readonly string[];
}

/**
 * The message as it goes out in the middle of a session: one Status for the header of the handset's message, then the
 * commands. Ids differ where the session stands elsewhere; a session's first message has more Statuses, our sizes and
 * our credential, which is never shown.
 */
export function previewOf(commands: readonly ConsoleCommand[], around: PreviewSurroundings): Preview {
  const { devId, serverURL, serverId, scomoRoot, speaks, notes } = around;

  function encoded(encoding: Encoding): Result<Uint8Array> {
    const header = { encoding, sessionId: '1', msgId: '2', devId, serverURL, serverId };
    let cmdId = 1;
    const ready = commands.map((draft) => numbered(draft, header.msgId, () => String((cmdId += 1))).command);
    const status = {
      msgRef: '2',
      cmdRef: '0',
      cmdName: 'SyncHdr',
      targetRefs: [serverURL],
      sourceRefs: [devId],
      data: '212',
      items: [],
    };
    return buildMessage(header, [status], ready, true).bytes;
  }

  const xml = encoded('xml');
  const wbxml = encoded('wbxml');
  return {
    commands: flatten(commands).length,
    onlyReads: onlyReads(commands),
    warnings: [...warningsOf(commands, { scomoRoot })],
    notes: [...notes],
    speaks: speaks ?? null,
    xml: xml.ok ? { octets: xml.value.length, text: CODECS.xml.format(xml.value) } : xml.error,
    wbxml: wbxml.ok
      ? { octets: wbxml.value.length, base64: base64.encode(wbxml.value), parts: mapOctets(wbxml.value).map(rowOf) }
      : wbxml.error,
  };
}

function rowOf({ from, to, depth, kind, says }: ReturnType<typeof mapOctets>[number]): OctetRow {
  return [from, to, depth, kind, says];
}
