import { describe, expect, it } from 'vitest';
import type { SyncmlElement } from '../../../../shared/syncml/element.ts';
import type { Data } from '../../../../shared/syncml/message.ts';
import { readMessage } from '../../../../shared/syncml/message-reader.ts';

const UTF8 = new TextEncoder();

function element(name: string, content: Data | readonly SyncmlElement[] = ''): SyncmlElement {
  if (typeof content === 'string' || content instanceof Uint8Array) return { name, text: content, children: [] };
  return { name, text: '', children: content };
}

function message(...commands: readonly SyncmlElement[]) {
  const header = element('SyncHdr', [
    element('SessionID', UTF8.encode('2A')),
    element('MsgID', '1'),
    element('Source', [element('LocURI', 'IMEI:1')]),
  ]);
  const result = readMessage(element('SyncML', [header, element('SyncBody', commands)]));
  if (!result.ok) throw new Error(result.error.message);
  return result.value;
}

/** What only a binary codec hands over. */
describe('readMessage of elements with octets', () => {
  it('keeps octets in Data where Format says bin and reads them as text everywhere else', () => {
    const octets = UTF8.encode('{"a":1}');
    const bin = element('Meta', [element('Format', 'bin')]);
    const { hdr, commands } = message(
      element('Add', [
        element('CmdID', UTF8.encode('7')),
        element('Item', [element('Target', [element('LocURI', UTF8.encode('./A'))]), element('Data', octets)]),
        element('Item', [element('Data', octets), bin]),
      ]),
    ).message;
    expect(hdr.sessionId).toBe('2A');
    expect(commands).toMatchObject([
      { cmd: 'Add', cmdId: '7', items: [{ target: { locURI: './A' }, data: '{"a":1}' }, { data: octets }] },
    ]);
  });

  it('shows octets that are no text as base64', () => {
    const { commands } = message(
      element('Alert', [element('CmdID', '1'), element('Correlator', new Uint8Array([0xff, 0xfe]))]),
    ).message;
    expect(commands[0]).toMatchObject({ correlator: '//4=' });
  });

  it('turns elements inside Data into markup', () => {
    const tree = element('MgmtTree', [element('VerDTD', '1.2'), element('Node', [element('NodeName', 'a<b')])]);
    const { commands } = message(
      element('Add', [element('CmdID', '1'), element('Item', [element('Data', [tree])])]),
    ).message;
    expect(commands[0]).toMatchObject({
      items: [{ data: '<MgmtTree><VerDTD>1.2</VerDTD><Node><NodeName>a&lt;b</NodeName></Node></MgmtTree>' }],
    });
  });
});

describe('the notes of readMessage', () => {
  it('end after a hundred', () => {
    const { notes } = message(...Array.from({ length: 200 }, () => element('Get')));
    expect(notes).toHaveLength(100);
    expect(notes.at(-1)).toEqual({ at: 'SyncBody/Get[97]', what: 'CmdID is missing.' });
  });

  it('name the place inside a Sequence', () => {
    const status = element('Status', [element('CmdID', '2'), element('MsgRef', '1'), element('CmdRef', '1')]);
    const { notes } = message(
      element('Sequence', [element('CmdID', '1'), status, status, element('Atomic', [element('Chal')])]),
    );
    expect(notes.map(({ at }) => at)).toContain('SyncBody/Sequence[1]/Status[2]');
    expect(notes).toContainEqual({ at: 'SyncBody/Sequence[1]/Atomic[1]', what: 'CmdID is missing.' });
  });
});
