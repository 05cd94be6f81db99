import { spawn } from 'node:child_process';
import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join, resolve } from 'node:path';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { readBootstrapAccount } from '../../../electron/handset/bootstrap/account-reader.ts';
import { readBootstrapOptions } from '../../../electron/handset/bootstrap/bootstrap-options.ts';
import { cpProfile } from '../../../shared/dm/bootstrap/cp-profile.ts';
import { encodeCpXml } from '../../../shared/dm/bootstrap/cp-xml.ts';
import { encodeDmProfile } from '../../../shared/dm/bootstrap/dm-profile.ts';
import { encodeAsPush, encodeWithHeader, type Bootstrap } from '../../../shared/dm/bootstrap/envelope.ts';
import { proveBootstrap } from '../../../shared/dm/bootstrap/proof.ts';
import { ACCOUNT, must } from '../shared/dm/bootstrap/account.ts';

let folder: string;

beforeAll(() => {
  folder = mkdtempSync(join(tmpdir(), 'scomo-bootstrap-'));
});

afterAll(() => rmSync(folder, { recursive: true, force: true }));

const FOUND = {
  serverId: 'scomo-workbench',
  serverURL: 'http://192.0.2.1:8990/dm',
  client: { type: 'DIGEST', name: 'handset-1', secret: 'a"b<c>&é' },
  server: { type: 'DIGEST', name: 'scomo-workbench', secret: 'srvpwd' },
};

function xml(document: string): Uint8Array {
  return new TextEncoder().encode(document);
}

function file(name: string, content: Uint8Array | string): string {
  const path = join(folder, name);
  writeFileSync(path, content);
  return path;
}

describe('the account in a bootstrap file', () => {
  it('is the same in every profile, encoding and form', () => {
    const cp: Bootstrap = {
      type: 'text/vnd.wap.connectivity-xml',
      document: xml(must(encodeCpXml(cpProfile(ACCOUNT, { apn: 'net' })))),
    };
    const dm = (tnds: 'xml' | 'wbxml'): Bootstrap => ({
      type: 'application/vnd.syncml.dm+wbxml',
      document: must(encodeDmProfile(ACCOUNT, 'IMEI:1', tnds)),
    });
    for (const bootstrap of [cp, dm('xml'), dm('wbxml')])
      for (const bytes of [bootstrap.document, encodeWithHeader(bootstrap), encodeAsPush(bootstrap)])
        expect(must(readBootstrapAccount(bytes, {}))).toEqual(FOUND);
  });

  it('is taken from a proven file only with the right PIN', () => {
    const document = must(encodeDmProfile(ACCOUNT, 'IMEI:1', 'wbxml'));
    const proof = must(proveBootstrap('dm', 'USERPIN', { pin: '4711' }, document));
    const bytes = encodeAsPush({ type: 'application/vnd.syncml.dm+wbxml', proof, document });
    expect(readBootstrapAccount(bytes, { pin: '4711' })).toMatchObject({ ok: true });
    expect(readBootstrapAccount(bytes, { pin: '4712' })).toMatchObject({ error: { code: 'proof-wrong' } });
    expect(readBootstrapAccount(bytes, {})).toMatchObject({ error: { code: 'proof-key' } });
  });

  it('is found among other applications, with its address in either place and its port beside it', () => {
    const document = `<wap-provisioningdoc>
      <characteristic type="APPLICATION"><parm name="APPID" value="w4"/><parm name="ADDR" value="http://mms"/></characteristic>
      <characteristic type="APPLICATION"><parm name="APPID" value="w7"/><parm name="PROVIDER-ID" value="s"/>
        <characteristic type="APPADDR"><parm name="ADDR" value="http://dm.example/dm"/>
          <characteristic type="PORT"><parm name="PORTNBR" value="8080"/></characteristic></characteristic>
      </characteristic></wap-provisioningdoc>`;
    expect(must(readBootstrapAccount(xml(document), {}))).toEqual({
      serverId: 's',
      serverURL: 'http://dm.example:8080/dm',
    });
    const bare = `<wap-provisioningdoc><characteristic type="APPLICATION"><parm name="APPID" value="w7"/>
      <parm name="PROVIDER-ID" value="s"/><parm name="ADDR" value="http://dm.example/dm"/></characteristic></wap-provisioningdoc>`;
    expect(must(readBootstrapAccount(xml(bare), {})).serverURL).toBe('http://dm.example/dm');
  });

  it('is missed with a reason when there is none', () => {
    expect(readBootstrapAccount(xml('<wap-provisioningdoc/>'), {})).toMatchObject({
      error: { code: 'bootstrap-no-account' },
    });
    expect(readBootstrapAccount(xml('nothing'), {})).toMatchObject({ error: { code: 'bootstrap-unknown' } });
  });
});

describe('starting from a bootstrap file', () => {
  it('says what is wrong with the file', () => {
    expect(readBootstrapOptions({ path: join(folder, 'none') })).toMatchObject({
      error: { code: 'bootstrap-unreadable' },
    });
    const strange = must(encodeCpXml(cpProfile(ACCOUNT))).replace('DIGEST', 'SECURID');
    expect(readBootstrapOptions({ path: file('strange.xml', strange) })).toMatchObject({
      error: { code: 'bootstrap-auth', detail: 'client SECURID, server DIGEST' },
    });
  });

  it('takes over how each direction is proven, and that nobody proves anything', () => {
    const nobody = { type: 'none', name: '', secret: '' } as const;
    const mixed = must(
      encodeCpXml(cpProfile({ ...ACCOUNT, client: { ...ACCOUNT.client, type: 'mac' }, server: nobody })),
    );
    expect(readBootstrapOptions({ path: file('mixed.xml', mixed) })).toMatchObject({
      ok: true,
      value: { auth: 'mac', serverAuth: 'none', user: 'handset-1', serverId: 'scomo-workbench' },
    });
  });

  it('ends with wrong usage and one sentence when the PIN is wrong', async () => {
    const document = must(encodeDmProfile(ACCOUNT, 'IMEI:1', 'wbxml'));
    const proof = must(proveBootstrap('dm', 'USERPIN', { pin: '4711' }, document));
    const path = file('proven.bin', encodeWithHeader({ type: 'application/vnd.syncml.dm+wbxml', proof, document }));
    const child = spawn(process.execPath, [
      resolve(import.meta.dirname, '../../../electron/handset/main.ts'),
      `--bootstrap=${path}`,
      '--pin=1234',
      `--state=${join(folder, 'state')}`,
    ]);
    let said = '';
    child.stderr.on('data', (bytes: Buffer) => (said += bytes.toString('utf8')));
    const code = await new Promise((ended) => child.once('close', ended));
    expect(code).toBe(64);
    expect(said).toContain('The proof of the bootstrap document is wrong.');
  });
});
