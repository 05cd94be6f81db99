import { describe, expect, it } from 'vitest';
import { formatXml } from '../../../../shared/syncml/xml.ts';

function format(xml: string): string {
  return formatXml(new TextEncoder().encode(xml));
}

function cred(meta: string): string {
  return `<SyncML><Cred>${meta}<Data>c2VjcmV0OnB3</Data></Cred></SyncML>`;
}

describe('formatXml', () => {
  it('indents elements and keeps values on their line', () => {
    expect(format('<?xml version="1.0"?><a x="1"><b>1 &lt; 2</b><c/><d></d>\n<!-- e --></a>')).toBe(
      ['<?xml version="1.0"?>', '<a x="1">', '  <b>1 &lt; 2</b>', '  <c/>', '  <d></d>', '  <!-- e -->', '</a>'].join(
        '\n',
      ),
    );
  });

  it('replaces the indentation that a handset sent', () => {
    expect(format('<a>\n\t\t<b>\n<c>1</c>\n</b></a>\n')).toBe('<a>\n  <b>\n    <c>1</c>\n  </b>\n</a>');
  });

  it('leaves text between elements, CDATA and quoted > alone', () => {
    const xml = '<a q=">">text <b>bold</b> <![CDATA[<x>]]></a>';
    expect(format(xml)).toBe(xml);
  });

  it('hides a password and nothing else', () => {
    expect(format(cred('<Meta><Type>syncml:auth-basic</Type></Meta>'))).toContain('<Data>••••</Data>');
    expect(format(cred(''))).toContain('<Data>••••</Data>');
    expect(format(cred('<Meta><Type>syncml:auth-md5</Type></Meta>'))).toContain('<Data>c2VjcmV0OnB3</Data>');
    expect(format('<s:Cred><s:Data x="y">abc</s:Data></s:Cred>')).toContain('<s:Data x="y">••••</s:Data>');
    expect(format('<Item><Data>abc</Data></Item>')).toContain('abc');
  });

  it('shows what is no XML as it came, without the password', () => {
    expect(format('not <xml')).toBe('not <xml');
    expect(format(`${cred('')}<`)).toBe('<SyncML><Cred><Data>••••</Data></Cred></SyncML><');
    expect(formatXml(new Uint8Array([0x3c, 0xff]))).toBe('<\uFFFD');
  });
});
