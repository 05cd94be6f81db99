import { describe, expect, it } from 'vitest';
import { createOperation, isThere, type NodeWrite, writeLeaf } from '../../../electron/server/leaf-writer.ts';
import { talk } from './answering-handset.ts';

const LEAF = { uri: './SCM/Download/P/PkgURL', value: 'http://h/p/1' };

describe('writing a leaf', () => {
  it.each<readonly [NodeWrite['cmd'], Readonly<Record<string, string>>, readonly string[]]>([
    ['Add', { Add: '200' }, ['Add 200']],
    ['Add', { Add: '418', Replace: '200' }, ['Add 418', 'Replace 200']],
    ['Replace', { Replace: '404', Add: '200' }, ['Replace 404', 'Add 200']],
    ['Replace', { Replace: '404', Add: '418' }, ['Replace 404', 'Add 418']],
    ['Add', { Add: '425', Replace: '200' }, ['Add 425']],
    ['Replace', { Replace: '405' }, ['Replace 405']],
    ['Add', {}, ['Add undefined']],
  ])('begins with %s, and goes the other way at most once: %j', async (cmd, codes, expected) => {
    const before: string[] = [];
    const { value } = await talk(
      (dm) => writeLeaf(dm, LEAF, cmd, (write) => void before.push(write.cmd)),
      (command) => codes[command.cmd],
    );
    const written = value.ok ? value.value.map((one) => `${one.cmd} ${one.code}`) : [];
    expect(written).toEqual(expected);
    expect(before).toEqual(expected.map((one) => one.split(' ')[0]));
  });
});

describe('making an operation node', () => {
  const uri = './SCM/Download/P/Operations/DownloadInstall';

  it('adds the interior node, then the leaf of format null; what is there already is as good', async () => {
    const { value, sent } = await talk(
      (dm) => createOperation(dm, uri, () => undefined),
      (command) => ('items' in command && command.items[0]?.target?.locURI === uri ? '200' : '418'),
    );
    expect(value.ok && value.value.map((one) => [one.uri, one.format, isThere(one.code)])).toEqual([
      ['./SCM/Download/P/Operations', 'node', true],
      [uri, 'null', true],
    ]);
    expect(sent.map((command) => 'items' in command && command.items[0]?.meta?.format)).toEqual(['node', 'null']);
  });

  it('stops where the handset does not let it', async () => {
    const { value, sent } = await talk(
      (dm) => createOperation(dm, uri, () => undefined),
      () => '405',
    );
    expect(value).toMatchObject({ ok: true, value: [{ code: 405 }] });
    expect(sent).toHaveLength(1);
  });
});
