import { expect, test } from 'vitest';
import { ask, codesOf } from './ask.ts';
import { add, addNode, alert, container, copy, exec, get, remove, replace } from './commands.ts';
import { newHandset, newServer } from './rig.ts';

const SETTINGS = './Vendor/Settings';

test('a Sequence is executed in order; an ordinary failure does not end it', async () => {
  const sequence = container(
    'Sequence',
    add(`${SETTINGS}/A`, '1'),
    add(`${SETTINGS}/A`, '2'),
    replace(`${SETTINGS}/A`, '3'),
    get(`${SETTINGS}/A`),
  );
  const [answer] = await ask([[sequence]]);

  expect(answer?.statuses.slice(1).map(({ cmdName, data }) => [cmdName, data])).toEqual([
    ['Sequence', '200'],
    ['Add', '200'],
    ['Add', '418'],
    ['Replace', '200'],
    ['Get', '200'],
  ]);
  expect(answer?.value(`${SETTINGS}/A`)).toBe('3');
});

test('a refusal by the person ends a Sequence: 304, and 215 for the rest', async () => {
  const sequence = container(
    'Sequence',
    add(`${SETTINGS}/A`, '1'),
    alert('1101', '', 'Go on?'),
    remove(`${SETTINGS}/A`),
  );
  const [answer, read] = await ask([[sequence, get('./DevInfo/Man')], [get(`${SETTINGS}/A`)]], { confirm: 'reject' });

  expect(answer?.statuses.slice(1).map(({ cmdName, data }) => [cmdName, data])).toEqual([
    ['Sequence', '200'],
    ['Add', '200'],
    ['Alert', '304'],
    ['Delete', '215'],
    ['Get', '200'],
  ]);
  expect(read?.value(`${SETTINGS}/A`)).toBe('1');
});

test('an Atomic that succeeds does everything', async () => {
  const atomic = container(
    'Atomic',
    addNode(`${SETTINGS}/A`),
    add(`${SETTINGS}/A/L`, '1'),
    replace(`${SETTINGS}/A/L`, '2'),
  );
  const [answer, read] = await ask([[atomic], [get(`${SETTINGS}/A/L`)]]);

  expect(answer?.statuses.slice(1).map(({ data }) => data)).toEqual(['200', '200', '200', '200']);
  expect(read?.value(`${SETTINGS}/A/L`)).toBe('2');
});

test('an Atomic that fails undoes everything: 507, 216 for what was done, 215 for what was not', async () => {
  const atomic = container(
    'Atomic',
    replace(`${SETTINGS}/Keep`, 'changed'),
    remove(`${SETTINGS}/Gone`),
    add(`${SETTINGS}/New`, '1'),
    copy('./DevInfo/Man', `${SETTINGS}/Copy`),
    add('./DevInfo/Man', 'no'),
    add(`${SETTINGS}/Never`, '1'),
  );
  const before = [add(`${SETTINGS}/Keep`, 'as it was'), addNode(`${SETTINGS}/Gone`), add(`${SETTINGS}/Gone/L`, 'here')];
  const list = get(`${SETTINGS}?list=StructData`);
  const [, original, answer, after] = await ask([before, [list], [atomic], [list]]);

  expect(answer?.statuses.slice(1).map(({ cmdName, data }) => [cmdName, data])).toEqual([
    ['Atomic', '507'],
    ['Replace', '216'],
    ['Delete', '216'],
    ['Add', '216'],
    ['Copy', '216'],
    ['Add', '418'],
    ['Add', '215'],
  ]);
  expect(after?.items).toEqual(original?.items);
});

test.each([
  ['Get', get('./DevInfo/Man')],
  ['Exec', exec('./SCM')],
  ['Atomic', container('Atomic', addNode(`${SETTINGS}/B`))],
])('%s has no place in an Atomic: 500, and the Atomic is 507', async (_, command) => {
  const codes = await codesOf(container('Atomic', addNode(`${SETTINGS}/A`), command, addNode(`${SETTINGS}/C`)));

  expect(codes).toEqual(['507', '216', '500', '215']);
});

test.each([
  ['says no', 'reject', '304'],
  ['does not answer', 'ignore', '408'],
] as const)('a person who %s undoes an Atomic too', async (_, confirm, code) => {
  const atomic = container('Atomic', add(`${SETTINGS}/A`, '1'), alert('1101', '', 'Really?'), remove(`${SETTINGS}/A`));
  const [answer, read] = await ask([[atomic], [get(SETTINGS)]], { confirm });

  expect(answer?.statuses.slice(1).map(({ data }) => data)).toEqual(['507', '216', code, '215']);
  expect(read?.value(SETTINGS)).toBe('');
});

test('a refusal by the person undoes an Atomic', async () => {
  const atomic = container(
    'Atomic',
    add(`${SETTINGS}/A`, '1'),
    alert('1101', '', 'Really?'),
    add(`${SETTINGS}/B`, '1'),
  );
  const [answer, read] = await ask([[atomic], [get(SETTINGS)]], { confirm: 'cancel' });

  expect(answer?.statuses.slice(1).map(({ data }) => data)).toEqual(['507', '216', '214', '215']);
  expect(read?.value(SETTINGS)).toBe('');
});

test('an Atomic whose statuses do not fit into a message is undone: 517', async () => {
  const server = await newServer({ maxMsgSize: 5000 });
  const adds = Array.from({ length: 40 }, (_, index) => add(`${SETTINGS}/N${index}`, 'x'));
  const answers = server.script(async (dm) => [
    await dm.send(container('Atomic', ...adds)),
    await dm.send(get(SETTINGS)),
  ]);
  await newHandset(server);

  const [answer, read] = await answers;
  expect(answer?.statuses.find(({ cmdName }) => cmdName === 'Atomic')?.data).toBe('517');
  expect(read?.value(SETTINGS)).toBe('');
});

test.each([
  ['1100', 'accept', '200', []],
  ['1101', 'accept', '200', []],
  ['1101', 'cancel', '214', []],
  ['1101', 'ignore', '200', []],
  ['1102', 'ignore', '200', ['1']],
  ['1103', 'accept', '200', ['1']],
  ['1104', 'reject', '214', []],
] as const)('alert %s is answered by a person who would %s: %s', async (code, confirm, status, texts) => {
  const [answer] = await ask([[alert(code, 'MAXDT=10&DR=1', 'A question', 'first', 'second')]], { confirm });

  expect(answer?.code(1)).toBe(status);
  expect(answer?.statuses[1]?.items.map(({ data }) => data)).toEqual(texts);
});
