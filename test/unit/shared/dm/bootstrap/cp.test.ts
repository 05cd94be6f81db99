import { describe, expect, it } from 'vitest';
import { cpProfile } from '../../../../../shared/dm/bootstrap/cp-profile.ts';
import { CP_LIMITS } from '../../../../../shared/dm/bootstrap/cp-document.ts';
import { decodeCpWbxml } from '../../../../../shared/dm/bootstrap/cp-wbxml-reader.ts';
import { encodeCpWbxml } from '../../../../../shared/dm/bootstrap/cp-wbxml-writer.ts';
import { decodeCpXml, encodeCpXml } from '../../../../../shared/dm/bootstrap/cp-xml.ts';
import { ACCOUNT, DOCUMENT, hex, must, octets } from './account.ts';

function codeOf(result: { readonly ok: boolean; readonly error?: { readonly code: string } }): string {
  return result.error?.code ?? 'ok';
}

describe('an account as Client Provisioning document', () => {
  it('is APPLICATION w7 with the address, its port and both credentials', () => {
    expect(must(encodeCpXml(cpProfile(ACCOUNT)))).toBe(`<?xml version="1.0" encoding="UTF-8"?>
<!DOCTYPE wap-provisioningdoc PUBLIC "-//WAPFORUM//DTD PROV 1.0//EN" "http://www.wapforum.org/DTD/prov.dtd">
<wap-provisioningdoc version="1.1">
  <characteristic type="APPLICATION">
    <parm name="APPID" value="w7"/>
    <parm name="PROVIDER-ID" value="scomo-workbench"/>
    <parm name="NAME" value="SCOMO Workbench"/>
    <parm name="TO-NAPID" value="INTERNET"/>
    <characteristic type="APPADDR">
      <parm name="ADDR" value="http://192.0.2.1:8990/dm"/>
      <characteristic type="PORT">
        <parm name="PORTNBR" value="8990"/>
      </characteristic>
    </characteristic>
    <characteristic type="APPAUTH">
      <parm name="AAUTHLEVEL" value="APPSRV"/>
      <parm name="AAUTHTYPE" value="DIGEST"/>
      <parm name="AAUTHNAME" value="handset-1"/>
      <parm name="AAUTHSECRET" value="a&quot;b&lt;c&gt;&amp;é"/>
    </characteristic>
    <characteristic type="APPAUTH">
      <parm name="AAUTHLEVEL" value="CLIENT"/>
      <parm name="AAUTHTYPE" value="DIGEST"/>
      <parm name="AAUTHNAME" value="scomo-workbench"/>
      <parm name="AAUTHSECRET" value="srvpwd"/>
    </characteristic>
  </characteristic>
</wap-provisioningdoc>
`);
  });

  it('names an access point when one is given, and no credential where nobody proves anything', () => {
    const nobody = { type: 'none', name: '', secret: '' } as const;
    const { characteristics } = cpProfile({ ...ACCOUNT, client: nobody, server: nobody }, { apn: 'net' });
    expect(characteristics.map(({ type }) => type)).toEqual(['NAPDEF', 'APPLICATION']);
    expect(characteristics[1]?.characteristics.map(({ type }) => type)).toEqual(['APPADDR']);
    expect(characteristics[1]?.parms).toContainEqual({ name: 'TO-NAPID', value: 'NAP1' });
  });

  it('gives the port of the scheme when the address has none', () => {
    const portOf = (serverURL: string): string | undefined =>
      cpProfile({ ...ACCOUNT, serverURL }).characteristics[0]?.characteristics[0]?.characteristics[0]?.parms[0]?.value;
    expect(['http://a/dm', 'https://a/dm', 'https://[2001:db8::1]:8443/dm', 'http://a:81'].map(portOf)).toEqual([
      '80',
      '443',
      '8443',
      '81',
    ]);
  });
});

describe('the WBXML of a Client Provisioning document', () => {
  it('uses the tokens of both pages for names, whole values and types', () => {
    const { characteristics } = cpProfile(ACCOUNT);
    const [application] = characteristics;
    const small = {
      version: '1.0',
      characteristics: [{ type: 'APPLICATION', parms: application?.parms.slice(0, 1) ?? [], characteristics: [] }],
    };
    expect(hex(must(encodeCpWbxml(small)))).toBe('030B6A00C54601C600015501873600000603773700010101');
  });

  it('is read back, and so is the XML, to the same document', () => {
    expect(decodeCpWbxml(must(encodeCpWbxml(DOCUMENT)))).toEqual({ ok: true, value: DOCUMENT });
    expect(decodeCpXml(must(encodeCpXml(DOCUMENT)))).toEqual({ ok: true, value: DOCUMENT });
  });

  it('is read with values on page 1, from the string table, as opaque, as entity, and in pieces', () => {
    const forms = [
      // name=ADDR on page 1, then value on page 1.
      '030B6A00 C54601 C6000155 01 87 34 06 03 61 00 01 01 01',
      // The same from the string table.
      '030B6A0261 00 C54601 C6000155 01 87 34 06 83 00 01 01 01',
      // As opaque, as entity, and as two texts of which one is empty.
      '030B6A00 C54601 C6000155 01 87 34 06 C3 01 61 01 01 01',
      '030B6A00 C54601 C6000155 01 87 34 06 02 61 01 01 01',
      '030B6A00 C54601 C6000155 01 87 34 06 03 00 03 61 00 01 01 01',
    ];
    for (const form of forms)
      expect(decodeCpWbxml(octets(form))).toEqual({
        ok: true,
        value: {
          version: '1.0',
          characteristics: [{ type: 'APPLICATION', parms: [{ name: 'ADDR', value: 'a' }], characteristics: [] }],
        },
      });
  });

  it('keeps tokens that nobody knows under their number', () => {
    const read = decodeCpWbxml(octets('030B6A00 C54601 C6 50 EE 01 87 7A 06 03 61 00 01 01 01'));
    expect(read).toMatchObject({
      value: { characteristics: [{ type: '0xee', parms: [{ name: '0x7a', value: 'a' }] }] },
    });
  });

  it('is refused at every cut and with tags that it cannot have', () => {
    const whole = must(encodeCpWbxml(DOCUMENT));
    const codes = new Set<string>();
    for (let length = 0; length < whole.length; length++) codes.add(codeOf(decodeCpWbxml(whole.subarray(0, length))));
    expect([...codes].toSorted()).toEqual(['cp-malformed', 'wbxml-truncated', 'wbxml-version']);
    const wrong = [
      '030B6A00 45 48 01 01',
      '030B6A00 46 01',
      '030B6A00 45 45 01 01',
      '030B6A00 45 47 01 01',
      '030B6A00 01',
    ];
    for (const form of wrong) expect(codeOf(decodeCpWbxml(octets(form)))).toBe('cp-malformed');
  });

  it('is refused when it is too large, too deep, or cannot be written', () => {
    expect(codeOf(decodeCpWbxml(new Uint8Array(CP_LIMITS.octets + 1)))).toBe('cp-too-large');
    expect(codeOf(decodeCpWbxml(octets(`030B6A0045${'46'.repeat(40)}`)))).toBe('cp-too-large');
    expect(codeOf(decodeCpWbxml(octets(`030B6A0045${'06'.repeat(5000)}01`)))).toBe('cp-too-large');
    const withNul = { version: '1.0', characteristics: [{ type: 'a\0b', parms: [], characteristics: [] }] };
    expect(codeOf(encodeCpWbxml(withNul))).toBe('cp-not-encodable');
    expect(codeOf(encodeCpXml(withNul))).toBe('cp-not-encodable');
  });
});

describe('the XML of a Client Provisioning document', () => {
  it('is read without a document type, with prefixes, comments, single quotes and entities', () => {
    const xml = `\uFEFF<?xml version='1.0'?><!-- <characteristic type="NO"/> -->
      <p:wap-provisioningdoc><p:characteristic type='A &amp; B'><parm value='x &#62; "y"' name="N"></parm>
      <characteristic type="EMPTY"/></p:characteristic></p:wap-provisioningdoc>`;
    expect(decodeCpXml(xml)).toEqual({
      ok: true,
      value: {
        version: '1.0',
        characteristics: [
          {
            type: 'A & B',
            parms: [{ name: 'N', value: 'x > "y"' }],
            characteristics: [{ type: 'EMPTY', parms: [], characteristics: [] }],
          },
        ],
      },
    });
  });

  it.each([
    ['<!DOCTYPE x [<!ENTITY a "b">]><wap-provisioningdoc/>', 'xml-doctype'],
    ['<wap-provisioningdoc>', 'xml-malformed'],
    ['<other/>', 'cp-malformed'],
    ['<wap-provisioningdoc><x/></wap-provisioningdoc>', 'cp-malformed'],
    [`<wap-provisioningdoc>${'<characteristic type="A">'.repeat(40)}`, 'xml-too-deep'],
    [`<wap-provisioningdoc>${'<parm/>'.repeat(5000)}</wap-provisioningdoc>`, 'cp-too-large'],
    ['x'.repeat(CP_LIMITS.octets + 1), 'cp-too-large'],
  ])('refuses %.60s', (xml, code) => {
    expect(codeOf(decodeCpXml(xml))).toBe(code);
  });
});
