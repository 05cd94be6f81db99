import * as fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { isUfwOn } from '../../../../electron/links/machine/firewall.ts';
import { programsIn } from '../../../../electron/links/machine/holders.ts';
import { groupsIn } from '../../../../electron/links/machine/person.ts';
import { rightsText } from '../../../../electron/links/machine/port-file.ts';

const name = fc.stringMatching(/^[a-z_][a-z0-9_-]{0,20}$/);

describe('/etc/group', () => {
  const group = fc.record({ name, id: fc.nat({ max: 0xffff_fffe }), members: fc.array(name, { maxLength: 4 }) });

  it('is read as it is written, whatever stands between the groups', () => {
    const noise = fc.constantFrom('', '# a comment', 'no colons', 'name:x:not-a-number:', ':x:5:nobody', 'a:b:1:c:d');
    fc.assert(
      fc.property(fc.array(fc.tuple(group, noise)), (rows) => {
        const text = rows.flatMap(([{ name, id, members }, line]) => [`${name}:x:${id}:${members.join(',')}`, line]);
        expect(groupsIn(text.join('\n'))).toEqual(rows.map(([each]) => each));
      }),
    );
  });

  it('never throws', () => {
    fc.assert(
      fc.property(fc.string({ maxLength: 300 }), (text) => {
        expect(Array.isArray(groupsIn(text))).toBe(true);
      }),
    );
  });
});

describe('what lsof writes', () => {
  it('is read as pairs of process and name', () => {
    const program = fc.record({ pid: fc.nat({ max: 4_194_304 }), name: fc.stringMatching(/^[A-Za-z][\w .-]{0,14}$/) });
    fc.assert(
      fc.property(fc.array(program), (programs) => {
        const text = programs.map(({ pid, name }) => `p${pid}\nc${name}\nf3\n`).join('');
        expect(programsIn(text)).toEqual(programs);
      }),
    );
  });

  it('never throws', () => {
    fc.assert(
      fc.property(fc.string({ maxLength: 300 }), (text) => {
        expect(Array.isArray(programsIn(text))).toBe(true);
      }),
    );
  });
});

describe('the rights of a file', () => {
  it.each([
    [0o660, 'rw-rw----'],
    [0o000, '---------'],
    [0o777, 'rwxrwxrwx'],
    [0o020620, 'rw--w----'],
  ])('%o is %s', (mode, text) => {
    expect(rightsText(mode)).toBe(text);
  });
});

describe('the settings of ufw', () => {
  it.each([
    ['ENABLED=yes', true],
    ['# ENABLED=yes\nENABLED=no', false],
    ['LOGLEVEL=low\n ENABLED = "yes"\n', true],
    ['', false],
  ])('%j: on is %s', (text, isOn) => {
    expect(isUfwOn(text)).toBe(isOn);
  });
});
