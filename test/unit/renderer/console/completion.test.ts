import { describe, expect, it } from 'vitest';
import { completionsAt, type TreeNames } from '../../../../renderer/features/console/completion.ts';
import { highlight } from '../../../../renderer/features/console/highlight.ts';

const NODES = ['./DevInfo', './DevDetail', './SCM', './DevInfo/Man', './DevInfo/Mod', './DevInfo/odd name'];

const tree: TreeNames = {
  children: (uri, prefix, limit) =>
    NODES.filter((node) => {
      const at = node.lastIndexOf('/');
      const parent = node.slice(0, at);
      return (
        (parent === uri || (uri === '.' && parent === '.')) &&
        node
          .slice(at + 1)
          .toLowerCase()
          .startsWith(prefix.toLowerCase())
      );
    })
      .slice(0, limit)
      .map((uri) => ({ uri, remark: '' })),
};

/** `|` is the caret; what is offered, by what it inserts. */
function offered(marked: string): readonly string[] {
  const caret = marked.indexOf('|');
  const text = marked.replace('|', '');
  return completionsAt(text, caret, tree)?.options.map(({ insert }) => insert) ?? [];
}

describe('what is offered at the caret', () => {
  it('commands where one begins: on a new line, behind ; and {', () => {
    for (const text of ['de|', 'get .\n  de|', 'get .; de|', 'sequence { de|'])
      expect(offered(text)).toEqual(['delete ']);
    expect(offered('|')).toContain('get ');
  });

  it('nodes of the tree, level by level, in any case', () => {
    expect(offered('get |')).toEqual(['./DevInfo', './DevDetail', './SCM']);
    expect(offered('get ./dev|')).toEqual(['./DevInfo', './DevDetail']);
    expect(offered('get ./DevInfo/|')).toEqual(['./DevInfo/Man', './DevInfo/Mod', '"./DevInfo/odd name"']);
    expect(offered('get ./SCM ./DevInfo/M|')).toEqual(['./DevInfo/Man', './DevInfo/Mod']);
  });

  it('lists and properties behind a question mark, where they can be asked for', () => {
    expect(offered('get ./SCM?l|')).toEqual(['./SCM?list=StructData', './SCM?list=Struct', './SCM?list=TNDS']);
    expect(offered('replace ./SCM?prop=A|')).toEqual(['./SCM?prop=ACL']);
    expect(offered('delete ./SCM?|')).toEqual([]);
  });

  it('formats and options behind the node of a value, the next node behind a comma', () => {
    expect(offered('add ./SCM bo|')).toEqual(['bool ']);
    expect(offered('exec ./SCM cor|')).toEqual(['correlator=']);
    expect(offered('add ./a "x", ./D|')).toEqual(['./DevInfo', './DevDetail']);
    expect(offered('copy ./SCM |')).toEqual(['to ']);
    expect(offered('copy ./SCM to ./S|')).toEqual(['./SCM']);
  });

  it('the alerts that a server sends', () => {
    expect(offered('alert 110|')).toEqual(['1100 ', '1101 ', '1102 ', '1103 ', '1104 ']);
    expect(offered('alert 1101 "MAX|"')).toEqual([]);
  });

  it('nothing inside texts and comments', () => {
    expect(offered('add ./SCM "ge|t"')).toEqual([]);
    expect(offered('# de|')).toEqual([]);
  });

  it('says which part of the text it replaces', () => {
    expect(completionsAt('get ./DevIn more', 8, tree)).toMatchObject({ from: 4, to: 11, typed: './De' });
  });
});

describe('the colours', () => {
  it('lose no character', () => {
    for (const text of ['get ./a # x\n  wrong "y', 'add ./a int 7; }', '<Get>\n  <Item/>\n</Get>', '', ' \n'])
      expect(
        highlight(text)
          .map((piece) => piece.text)
          .join(''),
      ).toBe(text);
  });

  it('tell commands from what is none', () => {
    expect(highlight('get ./a\ngot ./b').map(({ kind, text }) => `${kind} ${text}`)).toEqual([
      'command get',
      'plain  ',
      'uri ./a',
      'punctuation \n',
      'wrong got',
      'plain  ',
      'uri ./b',
    ]);
  });
});
