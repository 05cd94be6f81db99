import { describe, expect, it } from 'vitest';
import { completionAlert, formatAlertData, parseAlertData, reportsOf } from '../../../../shared/scomo/alert.ts';
import type { Alert } from '../../../../shared/syncml/message.ts';
import { decodeXml, encodeXml } from '../../../../shared/syncml/xml.ts';

const DONE = { resultCode: 1200, identifier: 'com.acme.notes' };

describe('the Data of a completion alert', () => {
  it.each([
    ['bare', '<ResultCode>1200</ResultCode><Identifier>com.acme.notes</Identifier>'],
    ['the other way round', '<Identifier>com.acme.notes</Identifier><ResultCode>1200</ResultCode>'],
    ['with blanks and line ends', ' <ResultCode>\n 1200 </ResultCode>\r\n<Identifier> com.acme.notes </Identifier> '],
    ['escaped', '&lt;ResultCode&gt;1200&lt;/ResultCode&gt;&lt;Identifier&gt;com.acme.notes&lt;/Identifier&gt;'],
    [
      'escaped twice',
      '&amp;lt;ResultCode&amp;gt;1200&amp;lt;/ResultCode&amp;gt;&amp;lt;Identifier&amp;gt;com.acme.notes&amp;lt;/Identifier&amp;gt;',
    ],
    [
      'escaped in numbers',
      '&#60;ResultCode&#x3E;1200&#60;/ResultCode&#62;&#60;Identifier&#62;com.acme.notes&#60;/Identifier&#62;',
    ],
    ['with its CDATA brackets', '<![CDATA[<ResultCode>1200</ResultCode><Identifier>com.acme.notes</Identifier>]]>'],
    ['with CDATA inside', '<ResultCode>1200</ResultCode><Identifier><![CDATA[com.acme.notes]]></Identifier>'],
    ['with a root', '<Data><ResultCode>1200</ResultCode><Identifier>com.acme.notes</Identifier></Data>'],
    [
      'with a prefix and attributes',
      '<s:ResultCode xmlns:s="x">1200</s:ResultCode><s:Identifier a="1">com.acme.notes</s:Identifier>',
    ],
    ['in lower case', '<resultcode>1200</resultcode><identifier>com.acme.notes</identifier>'],
    ['cut off', '<ResultCode>1200</ResultCode><Identifier>com.acme.notes'],
  ])('%s', (_, data) => {
    expect(parseAlertData(data)).toEqual(DONE);
  });

  it('as octets', () => {
    expect(
      parseAlertData(new TextEncoder().encode('<ResultCode>1200</ResultCode><Identifier>com.acme.notes</Identifier>')),
    ).toEqual(DONE);
  });

  it.each([
    ['without identifier', '<ResultCode>1405</ResultCode>', { resultCode: 1405 }],
    ['with an empty identifier', '<ResultCode>1405</ResultCode><Identifier></Identifier>', { resultCode: 1405 }],
    ['a number alone', ' 1401 ', { resultCode: 1401 }],
    [
      'an identifier with escaped characters',
      '<ResultCode>1200</ResultCode><Identifier>a&amp;b &lt;c&gt;</Identifier>',
      { resultCode: 1200, identifier: 'a&b <c>' },
    ],
    ['a code that is no number', '<ResultCode>ok</ResultCode>', undefined],
    ['an empty text', '', undefined],
    ['words', 'done', undefined],
    ['an identifier alone', '<Identifier>x</Identifier>', undefined],
    ['an open bracket', '<', undefined],
    ['broken references', '<ResultCode>&#99999999;&#x0;&x;</ResultCode>', undefined],
  ])('%s', (_, data, parsed) => {
    expect(parseAlertData(data)).toEqual(parsed);
  });

  it('nothing at all', () => {
    expect(parseAlertData(undefined)).toBeUndefined();
  });

  it('is written so that it reads back', () => {
    expect(parseAlertData(formatAlertData(1200, 'a<b>&c'))).toEqual({ resultCode: 1200, identifier: 'a<b>&c' });
    expect(formatAlertData(1405, undefined)).toBe('<ResultCode>1405</ResultCode>');
  });
});

describe('a whole alert', () => {
  const source = './SCM/Download/pkg42/Operations/DownloadInstall';
  const target = { uri: './SCM/Inventory/Deployed/C1', identifier: 'com.acme.notes' };

  it('goes through the XML codec and says what was done', () => {
    const alert: Alert = {
      cmdId: '2',
      ...completionAlert({ version: '1.0', correlator: 'run-1', source, resultCode: 1200, targets: [target] }),
    };
    const hdr = {
      verDTD: '1.2',
      verProto: 'DM/1.2',
      sessionId: '1',
      msgId: '1',
      target: { locURI: 'http://s' },
      source: { locURI: 'IMEI:1' },
    };
    const encoded = encodeXml({ hdr, commands: [alert], final: true });
    if (!encoded.ok) throw new Error(encoded.error.message);
    const decoded = decodeXml(encoded.value);
    if (!decoded.ok) throw new Error(decoded.error.message);
    const [read] = decoded.value.message.commands;
    expect(read?.cmd === 'Alert' && reportsOf(read)).toEqual([
      {
        kind: 'operation-complete',
        type: 'urn:oma:at:scomo:1.0:OperationComplete',
        correlator: 'run-1',
        source,
        operation: 'DownloadInstall',
        target: './SCM/Inventory/Deployed/C1',
        resultCode: 1200,
        identifier: 'com.acme.notes',
      },
    ]);
  });

  it.each([
    ['escaped', '&lt;ResultCode&gt;1405&lt;/ResultCode&gt;&lt;Identifier&gt;a&amp;amp;b&lt;/Identifier&gt;'],
    ['CDATA', '<![CDATA[<ResultCode>1405</ResultCode><Identifier>a&amp;b</Identifier>]]>'],
    ['bare', '<ResultCode>1405</ResultCode><Identifier>a&amp;b</Identifier>'],
  ])('arrives %s over the XML codec', (_, data) => {
    const type = '<Type xmlns="syncml:metinf">urn:oma:at:scomo:1.0:OperationComplete</Type>';
    const item = `<Item><Source><LocURI>${source}</LocURI></Source><Meta>${type}</Meta><Data>${data}</Data></Item>`;
    const hdr =
      '<SyncHdr><VerDTD>1.2</VerDTD><VerProto>DM/1.2</VerProto><SessionID>1</SessionID><MsgID>1</MsgID><Target><LocURI>s</LocURI></Target><Source><LocURI>d</LocURI></Source></SyncHdr>';
    const alert = `<Alert><CmdID>1</CmdID><Data>1226</Data><Correlator>c</Correlator>${item}</Alert>`;
    const xml = `<SyncML xmlns="SYNCML:SYNCML1.2">${hdr}<SyncBody>${alert}<Final/></SyncBody></SyncML>`;
    const decoded = decodeXml(new TextEncoder().encode(xml));
    const commands = decoded.ok ? decoded.value.message.commands : [];
    const reports = commands.flatMap((command) => (command.cmd === 'Alert' ? reportsOf(command) : []));
    expect(reports).toMatchObject([{ resultCode: 1405, identifier: 'a&b', correlator: 'c' }]);
  });

  it('has one Item per component, and one without target after a failure', () => {
    const two = completionAlert({
      version: '1.0',
      source,
      resultCode: 1200,
      targets: [target, { ...target, identifier: 'b' }],
    });
    expect(reportsOf({ cmdId: '1', ...two }).map(({ identifier }) => identifier)).toEqual(['com.acme.notes', 'b']);
    const none = completionAlert({ version: '1.1', source, resultCode: 1405, targets: [] });
    expect(none.items[0]?.meta?.mark).toBe('warning');
    expect(reportsOf({ cmdId: '1', ...none })).toMatchObject([
      { resultCode: 1405, type: 'urn:oma:at:scomo:1.1:OperationComplete' },
    ]);
    expect(reportsOf({ cmdId: '1', ...none })[0]).not.toHaveProperty('correlator');
  });

  it('of another enabler or another code is none of ours', () => {
    const ours = completionAlert({ version: '1.0', source, resultCode: 1200, targets: [] });
    expect(reportsOf({ cmdId: '1', ...ours, data: '1224' })).toEqual([]);
    const meta = { type: 'org.openmobilealliance.dm.firmwareupdate.update' };
    expect(reportsOf({ cmdId: '1', cmd: 'Alert', data: '1226', items: [{ meta, data: '200' }] })).toEqual([]);
  });

  it('of a draft client is understood, its misspelt operation too', () => {
    const meta = {
      type: 'org.openmobilealliance.dm.softwarecomponent.OperationComplete',
      format: 'text/plain',
      mark: 'warning',
    };
    const item = {
      source: { locURI: 'SCOMO/Inventory/Deployed/P1/Operations/Deactive' },
      meta,
      data: '<ResultCode>1200</ResultCode><Identifier>P1</Identifier>',
    };
    expect(reportsOf({ cmdId: '1', cmd: 'Alert', data: '1226', items: [item] })).toMatchObject([
      {
        operation: 'Deactivate',
        source: './SCOMO/Inventory/Deployed/P1/Operations/Deactive',
        identifier: 'P1',
        resultCode: 1200,
      },
    ]);
  });

  it('a request of the handset has no result', () => {
    const meta = { type: 'urn:oma:at:scomo:1.1:userrequest' };
    expect(reportsOf({ cmdId: '1', cmd: 'Alert', data: '1226', items: [{ meta, data: '' }] })).toEqual([
      { kind: 'client-initiated', type: meta.type },
    ]);
  });
});
