import { expect, test } from 'vitest';
import { add, addNode, alert, copy, exec, get, remove, replace } from './commands.ts';
import { ask, codesOf } from './ask.ts';
import { newHandset, newServer } from './rig.ts';
import type { Draft } from './scripted-server.ts';

const SETTINGS = './Vendor/Settings';

test.each([
  ['Add of an interior node', addNode(`${SETTINGS}/N`), '200'],
  ['Add of a leaf', add(`${SETTINGS}/L`, 'x'), '200'],
  ['Add of what exists', addNode(SETTINGS), '418'],
  ['Add without a parent', add(`${SETTINGS}/None/L`, 'x'), '404'],
  ['Add below a leaf', add('./DevInfo/Man/L', 'x'), '405'],
  ['Add where the server may not', add('./DevInfo/L', 'x'), '405'],
  ['Add of a value that is none of its format', add(`${SETTINGS}/L`, 'twelve', { format: 'int' }), '415'],
  ['Add of an unknown format', add(`${SETTINGS}/L`, 'x', { format: 'colour' }), '415'],
  ['Add of a TNDS object', add(`${SETTINGS}/T`, '', { type: 'application/vnd.syncml.dmtnds+xml' }), '415'],
  ['Add with a name that is too long', addNode(`${SETTINGS}/${'n'.repeat(128)}`), '414'],
  ['Add of a query', add(`${SETTINGS}/L?prop=Name`, 'x'), '405'],
  ['Replace of what is missing', replace(`${SETTINGS}/None`, 'x'), '404'],
  ['Replace of an interior node', replace(SETTINGS, 'x'), '405'],
  ['Replace of a read-only leaf', replace('./DevInfo/Man', 'x'), '405'],
  ['Replace of an unknown property', replace(`${SETTINGS}?prop=Colour`, 'x'), '406'],
  ['Replace of a read-only property', replace(`${SETTINGS}?prop=Format`, 'x'), '405'],
  ['Renaming a permanent node', replace(`${SETTINGS}?prop=Name`, 'x'), '405'],
  ['Delete of a permanent node', remove(SETTINGS), '405'],
  ['Delete of the root', remove('.'), '405'],
  ['Delete of what is missing', remove(`${SETTINGS}/None`), '404'],
  ['Copy of a leaf', copy('./DevInfo/Man', `${SETTINGS}/Man`), '200'],
  ['Copy of an interior node', copy('./DevInfo', `${SETTINGS}/Info`), '405'],
  ['Copy of what is missing', copy('./DevInfo/None', `${SETTINGS}/None`), '404'],
  ['Copy over a read-only leaf', copy('./DevInfo/Man', './DevInfo/Mod'), '405'],
  ['Exec of what cannot be executed', exec('./DevInfo/Man'), '405'],
  ['Exec of what is missing', exec('./SCM/Download/X/Operations/Download'), '404'],
  ['Get of what is missing', get('./None'), '404'],
  ['Get upwards', get('./SCM/../DevInfo/Man'), '404'],
  ['Get of what can only be written', get('./DMAcc/Server/AppAuth/Client/AAuthSecret'), '405'],
  ['Get of an unknown property', get('./DevInfo?prop=Colour'), '406'],
  ['Get of the Size of an interior node', get('./DevInfo?prop=Size'), '406'],
  ['Get of an unknown list', get('./DevInfo?list=Tree'), '406'],
  ['Alert that no person can answer', alert('1199'), '406'],
  ['Search, which DM does not use', { cmd: 'Other', name: 'Search' } satisfies Draft, '406'],
])('%s: %s', async (_, command, code) => {
  expect(await codesOf(command)).toEqual([code]);
});

test('Get of interior nodes gives the child list, empty when there are none', async () => {
  const [answer] = await ask([[get('./SCM', SETTINGS)]]);

  expect(answer?.items).toMatchObject([
    {
      source: { locURI: './SCM' },
      data: 'Download/Inventory',
      meta: { format: 'node', type: 'urn:oma:mo:oma-scomo:1.0' },
    },
    { source: { locURI: SETTINGS }, data: '', meta: { format: 'node' } },
  ]);
});

test('properties can be read', async () => {
  const properties = ['ACL', 'Format', 'Name', 'Size', 'Type', 'VerNo', 'TStamp'];
  const [answer] = await ask([
    [get(...properties.map((name) => `./DevInfo/Man?prop=${name}`), './SCM?prop=Type', '.?prop=ACL')],
  ]);

  const values = new Map(answer?.items.map(({ source, data }) => [source?.locURI, data]));
  expect(Object.fromEntries(values)).toEqual({
    './DevInfo/Man?prop=ACL': '',
    './DevInfo/Man?prop=Format': 'chr',
    './DevInfo/Man?prop=Name': 'Man',
    './DevInfo/Man?prop=Size': '4',
    './DevInfo/Man?prop=Type': 'text/plain',
    './DevInfo/Man?prop=VerNo': '0',
    './DevInfo/Man?prop=TStamp': expect.stringMatching(/^\d{8}T\d{6}Z$/) as string,
    './SCM?prop=Type': 'urn:oma:mo:oma-scomo:1.0',
    '.?prop=ACL': 'Add=*&Delete=*&Exec=*&Get=*&Replace=*',
  });
});

test('?list=Struct gives every node without values, ?list=StructData with them', async () => {
  const [answer] = await ask([[get('./DevInfo?list=Struct'), get('./DevInfo?list=StructData')]]);

  const [structure, data] = answer?.results ?? [];
  expect(structure?.targetRef).toBe('./DevInfo?list=Struct');
  expect(structure?.items.map(({ source, data }) => [source?.locURI, data])).toEqual([
    ['./DevInfo', undefined],
    ['./DevInfo/DevId', undefined],
    ['./DevInfo/Man', undefined],
    ['./DevInfo/Mod', undefined],
    ['./DevInfo/DmV', undefined],
    ['./DevInfo/Lang', undefined],
    ['./DevInfo/Ext', undefined],
    ['./DevInfo/Ext/NotifyPort', undefined],
  ]);
  expect(data?.items[0]).toEqual({
    source: { locURI: './DevInfo' },
    meta: { format: 'node', type: 'urn:oma:mo:oma-dm-devinfo:1.0' },
  });
  expect(data?.items[2]).toEqual({ source: { locURI: './DevInfo/Man' }, data: 'Acme' });
});

test('nodes that nobody may read are left out of a list', async () => {
  const [answer] = await ask([[get('./DMAcc?list=StructData')]]);

  const names = answer?.items.map(({ source }) => source?.locURI.split('/').at(-1));
  expect(names).toContain('AAuthName');
  expect(names).not.toContain('AAuthSecret');
  expect(JSON.stringify(answer?.messages)).not.toContain('geheim');
});

test('a handset that refuses lists answers 406 for each, and still gives child lists', async () => {
  const commands = [get('.?list=Struct'), get('./SCM?list=StructData'), get('./SCM')];
  const [answer] = await ask([commands], { refuseList: true });

  expect(answer?.statuses.slice(1).map(({ data }) => data)).toEqual(['406', '406', '200']);
});

test('octets travel as base64 and stay what they are', async () => {
  const octets = Buffer.from([0, 1, 2, 255, 254]);
  const [, read] = await ask([
    [add(`${SETTINGS}/B`, octets, { format: 'b64', type: 'application/octet-stream' })],
    [get(`${SETTINGS}/B`, `${SETTINGS}/B?prop=Format`, `${SETTINGS}/B?prop=Size`)],
  ]);

  expect(read?.items[0]).toMatchObject({ meta: { format: 'b64', type: 'application/octet-stream' } });
  expect(Buffer.from(String(read?.items[0]?.data), 'base64')).toEqual(octets);
  expect(read?.items.slice(1).map(({ data }) => data)).toEqual(['bin', '5']);
});

test('a renamed node keeps its children, and a taken name is 418', async () => {
  const [, renamed, read] = await ask([
    [addNode(`${SETTINGS}/A`), add(`${SETTINGS}/A/L`, 'x'), addNode(`${SETTINGS}/B`)],
    [replace(`${SETTINGS}/A?prop=Name`, 'B'), replace(`${SETTINGS}/A?prop=Name`, 'C')],
    [get(`${SETTINGS}/C/L`), get(`${SETTINGS}/A`)],
  ]);

  expect(renamed?.statuses.slice(1).map(({ data }) => data)).toEqual(['418', '200']);
  expect(read?.value(`${SETTINGS}/C/L`)).toBe('x');
  expect(read?.code(2)).toBe('404');
});

test('settings are kept over a restart', async () => {
  const server = await newServer();
  const done = server.script((dm) => dm.send(addNode(`${SETTINGS}/A`), add(`${SETTINGS}/A/L`, 'x & y')));
  const handset = await newHandset(server);
  await done;
  await handset.stop();

  const read = server.script((dm) => dm.send(get(`${SETTINGS}/A/L`)));
  await newHandset(server, { state: handset.folder });

  expect((await read).value(`${SETTINGS}/A/L`)).toBe('x & y');
});
