/**
 * The worked example of the protocol facts (chapter 6), with its omissions filled in: one installation from the first
 * contact to its result. `M:` stands for the namespace syncml:metinf, as in the facts.
 */

const SERVER = 'https://dm.example/dm';
const DEVICE = 'IMEI:351234567890123';
const DEV_INFO = { DevId: DEVICE, Man: 'Acme', Mod: 'A1', DmV: '1.0.0', Lang: 'en-GB' };

const devInfo = Object.entries(DEV_INFO)
  .map(
    ([name, value]) =>
      `<Item><Source><LocURI>./DevInfo/${name}</LocURI></Source>` +
      `<Meta><M:Format>chr</M:Format><M:Type>text/plain</M:Type></Meta><Data>${value}</Data></Item>`,
  )
  .join('\n');

const cred =
  '<Cred><Meta><M:Format>b64</M:Format><M:Type>syncml:auth-md5</M:Type></Meta><Data>Zz6EivR3yeaaENcRN6lpAQ==</Data></Cred>';
const chal =
  '<Chal><Meta><M:Format>b64</M:Format><M:Type>syncml:auth-md5</M:Type><M:NextNonce>S3kxMFpWcFFuY2U=</M:NextNonce></Meta></Chal>';
const sizes = '<Meta><M:MaxMsgSize>16384</M:MaxMsgSize><M:MaxObjSize>1048576</M:MaxObjSize></Meta>';

/** 6.1 */
const clientPackage1 = fromHandset(
  1,
  sizes,
  `<Alert><CmdID>1</CmdID><Data>1200</Data></Alert><Replace><CmdID>2</CmdID>${devInfo}</Replace>`,
);

/** 6.2 */
export const serverChallenge = fromServer(
  1,
  '',
  `<Status><CmdID>1</CmdID><MsgRef>1</MsgRef><CmdRef>0</CmdRef><Cmd>SyncHdr</Cmd>
  <TargetRef>${SERVER}</TargetRef><SourceRef>${DEVICE}</SourceRef>${chal}<Data>407</Data></Status>
  ${status(2, 1, 1, 'Alert', 407)}${status(3, 1, 2, 'Replace', 407)}`,
);

/** 6.3 */
const clientPackage1Again = fromHandset(
  2,
  cred + sizes,
  `${status(1, 1, 0, 'SyncHdr', 200)}<Alert><CmdID>2</CmdID><Data>1200</Data></Alert>
  <Replace><CmdID>3</CmdID>${devInfo}</Replace>`,
);

/** 6.4 */
const serverPackage2 = fromServer(
  2,
  cred,
  `<Status><CmdID>1</CmdID><MsgRef>2</MsgRef><CmdRef>0</CmdRef><Cmd>SyncHdr</Cmd>${chal}<Data>212</Data></Status>
  ${status(2, 2, 2, 'Alert', 200)}${status(3, 2, 3, 'Replace', 200)}
  <Get><CmdID>4</CmdID><Item><Target><LocURI>./SCM?prop=Type</LocURI></Target></Item></Get>
  <Get><CmdID>5</CmdID><Item><Target><LocURI>./SCM/Inventory/Deployed?list=StructData</LocURI></Target></Item></Get>`,
);

/** 6.5 */
export const clientPackage3 = fromHandset(
  3,
  '',
  `${status(1, 2, 0, 'SyncHdr', 212)}
  <Status><CmdID>2</CmdID><MsgRef>2</MsgRef><CmdRef>4</CmdRef><Cmd>Get</Cmd><TargetRef>./SCM?prop=Type</TargetRef><Data>200</Data></Status>
  <Results><CmdID>3</CmdID><MsgRef>2</MsgRef><CmdRef>4</CmdRef>
    <Item><Source><LocURI>./SCM?prop=Type</LocURI></Source><Data>urn:oma:mo:oma-scomo:1.0</Data></Item></Results>
  ${status(4, 2, 5, 'Get', 200)}
  <Results><CmdID>5</CmdID><MsgRef>2</MsgRef><CmdRef>5</CmdRef>
   <Item><Source><LocURI>./SCM/Inventory/Deployed</LocURI></Source><Meta><M:Format>node</M:Format></Meta></Item>
   <Item><Source><LocURI>./SCM/Inventory/Deployed/C1</LocURI></Source><Meta><M:Format>node</M:Format></Meta></Item>
   <Item><Source><LocURI>./SCM/Inventory/Deployed/C1/ID</LocURI></Source><Data>com.acme.notes</Data></Item>
   <Item><Source><LocURI>./SCM/Inventory/Deployed/C1/Version</LocURI></Source><Data>2.0</Data></Item>
   <Item><Source><LocURI>./SCM/Inventory/Deployed/C1/State</LocURI></Source><Meta><M:Format>int</M:Format></Meta><Data>20</Data></Item>
  </Results>`,
);

/** 6.6 */
export const serverAddsDownload = fromServer(
  3,
  '',
  `${status(1, 3, 0, 'SyncHdr', 200)}<Sequence><CmdID>2</CmdID>
  <Add><CmdID>3</CmdID><Item><Target><LocURI>./SCM/Download/pkg42</LocURI></Target><Meta><M:Format>node</M:Format></Meta></Item></Add>
  ${addLeaf(4, 'PkgID', 'acme-notes-2.1')}${addLeaf(5, 'PkgURL', 'https://dl.example/p/42.dd')}
  <Alert><CmdID>6</CmdID><Data>1101</Data><Item><Data>MAXDT=60&amp;DR=1</Data></Item><Item><Data>Install Notes 2.1?</Data></Item></Alert>
  <Exec><CmdID>7</CmdID><Correlator>job-4711</Correlator><Item><Target><LocURI>./SCM/Download/pkg42/Operations/DownloadInstall</LocURI></Target></Item></Exec>
  </Sequence>`,
);

/** 6.7 */
const clientAccepts = fromHandset(
  4,
  '',
  status(1, 3, 0, 'SyncHdr', 200) +
    status(2, 3, 2, 'Sequence', 200) +
    [3, 4, 5].map((cmd) => status(cmd, 3, cmd, 'Add', 200)).join('') +
    status(6, 3, 6, 'Alert', 200) +
    status(7, 3, 7, 'Exec', 202),
);

/** 6.8 */
export const resultAlert = fromHandset(
  1,
  sizes,
  `<Alert><CmdID>1</CmdID><Data>1201</Data></Alert><Replace><CmdID>2</CmdID>${devInfo}</Replace>
  <Alert><CmdID>3</CmdID><Data>1226</Data><Correlator>job-4711</Correlator>
  <Item><Source><LocURI>./SCM/Download/pkg42/Operations/DownloadInstall</LocURI></Source>
   <Target><LocURI>./SCM/Inventory/Deployed/C1</LocURI></Target>
   <Meta><M:Format>text/plain</M:Format><M:Type>urn:oma:at:scomo:1.0:OperationComplete</M:Type><M:Mark>informational</M:Mark></Meta>
   <Data>&lt;ResultCode&gt;1200&lt;/ResultCode&gt;&lt;Identifier&gt;com.acme.notes&lt;/Identifier&gt;</Data></Item></Alert>`,
);

/** All of them, by name. */
export const workedExample = {
  clientPackage1,
  serverChallenge,
  clientPackage1Again,
  serverPackage2,
  clientPackage3,
  serverAddsDownload,
  clientAccepts,
  resultAlert,
};

function fromHandset(msgId: number, header: string, body: string): string {
  const source = `<Source><LocURI>${DEVICE}</LocURI><LocName>dev123</LocName></Source>`;
  return message(msgId, `<Target><LocURI>${SERVER}</LocURI></Target>${source}${header}`, body);
}

function fromServer(msgId: number, header: string, body: string): string {
  const source = `<Source><LocURI>${SERVER}</LocURI><LocName>dm.example</LocName></Source>`;
  return message(msgId, `<Target><LocURI>${DEVICE}</LocURI></Target>${source}${header}`, body);
}

function message(msgId: number, header: string, body: string): string {
  const xml = `<?xml version="1.0" encoding="UTF-8"?>
<SyncML xmlns="SYNCML:SYNCML1.2"><SyncHdr>
 <VerDTD>1.2</VerDTD><VerProto>DM/1.2</VerProto><SessionID>2A</SessionID><MsgID>${msgId}</MsgID>
 ${header}
</SyncHdr><SyncBody>
 ${body}
 <Final/>
</SyncBody></SyncML>`;
  return xml.replace(/<M:(\w+)>/g, '<$1 xmlns="syncml:metinf">').replace(/<\/M:(\w+)>/g, '</$1>');
}

function status(cmdId: number, msgRef: number, cmdRef: number, cmd: string, code: number): string {
  return (
    `<Status><CmdID>${cmdId}</CmdID><MsgRef>${msgRef}</MsgRef><CmdRef>${cmdRef}</CmdRef>` +
    `<Cmd>${cmd}</Cmd><Data>${code}</Data></Status>`
  );
}

function addLeaf(cmdId: number, name: string, value: string): string {
  return (
    `<Add><CmdID>${cmdId}</CmdID><Item><Target><LocURI>./SCM/Download/pkg42/${name}</LocURI></Target>` +
    `<Meta><M:Format>chr</M:Format><M:Type>text/plain</M:Type></Meta><Data>${value}</Data></Item></Add>`
  );
}
