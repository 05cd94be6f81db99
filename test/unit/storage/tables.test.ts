import { expect, test } from 'vitest';
import type { PackageRecord } from '../../../electron/storage/packages.ts';
import { dataFolder, opened } from './data-folder.ts';
import { created, handset } from './records.ts';

const whole = handset('IMEI:35', {
  alias: 'Bench 3',
  man: 'Acme',
  mod: 'One',
  dmV: '1.2',
  lang: 'en',
  admitted: true,
  address: '127.0.0.1',
  notifyPort: 2948,
  firstSeen: 1,
  lastSeen: 2,
  authenticated: 'own',
  readMethod: 'StructData',
  scomoRoot: './SCM',
  scomoVersion: '1.0',
  holdSeconds: 20,
  virtual: { options: { extraNodes: 10, results: 'async' } },
  problem: 'silent',
});

test('a handset comes back as it was put, after a restart', () => {
  const folder = dataFolder();
  const first = opened(folder);
  first.handsets.put(handset('a'));
  first.handsets.put(whole);
  first.close();
  const again = opened(folder);
  expect(again.handsets.all()).toEqual([handset('a'), whole]);
  expect(again.handsets.get('IMEI:35')).toEqual(whole);
  expect(again.handsets.get('nobody')).toBeUndefined();
});

test('putting a handset again forgets what is absent and keeps account, tree and runs', () => {
  const storage = opened(dataFolder());
  const account = {
    devId: 'a',
    user: 'u',
    password: 'p',
    serverId: 's',
    serverPassword: 'q',
    auth: 'md5',
    serverAuth: 'md5',
  } as const;
  storage.handsets.put(handset('a', { problem: 'x', alias: 'y' }));
  storage.accounts.put(account);
  storage.trees.apply('a', 3, [{ uri: '.', format: 'node', readAt: 1 }], []);
  expect(storage.runs.appendEvent('r1', created('r1', 'a'))).toMatchObject({ ok: true });
  storage.handsets.put(handset('a', { alias: 'z' }));
  expect(storage.handsets.all()).toEqual([handset('a', { alias: 'z' })]);
  expect(storage.accounts.get('a')).toEqual(account);
  expect(storage.trees.load('a').version).toBe(3);
  expect(storage.runs.allRunIds()).toEqual(['r1']);
});

test('removing a handset takes its account, tree, runs and offers along and leaves other handsets alone', () => {
  const storage = opened(dataFolder());
  for (const devId of ['a', 'b']) {
    storage.handsets.put(handset(devId));
    storage.accounts.put({
      devId,
      user: 'u',
      password: 'p',
      serverId: 's',
      serverPassword: 'q',
      auth: 'basic',
      serverAuth: 'basic',
    });
    storage.trees.apply(devId, 1, [{ uri: './A', format: 'node', readAt: 1 }], []);
    storage.runs.appendEvent(`run-${devId}`, created(`run-${devId}`, devId));
    storage.offers.put({ token: devId, tokenDigest: `d${devId}`, runId: `run-${devId}`, devId, digest: 'x' });
  }
  storage.handsets.remove('a');
  expect(storage.handsets.all().map(({ devId }) => devId)).toEqual(['b']);
  expect(storage.accounts.get('a')).toBeUndefined();
  expect(storage.trees.load('a')).toEqual({ version: 0, nodes: [] });
  expect(storage.runs.allRunIds()).toEqual(['run-b']);
  expect(storage.runs.eventsOf('run-a')).toEqual([]);
  expect(storage.offers.ofPackage('x').map(({ devId }) => devId)).toEqual(['b']);
});

test('nonces are kept one by one, and an account without a handset is a bug', () => {
  const storage = opened(dataFolder());
  const account = {
    devId: 'a',
    user: 'u',
    password: 'p',
    serverId: 's',
    serverPassword: 'q',
    auth: 'md5',
    serverAuth: 'md5',
  } as const;
  expect(() => storage.accounts.put(account)).toThrow('handset first');
  storage.handsets.put(handset('a'));
  storage.accounts.put(account);
  storage.accounts.setClientNonce('a', 'AAA=');
  storage.accounts.setServerNonce('a', 'BBB=');
  expect(storage.accounts.get('a')).toEqual({ ...account, clientNonce: 'AAA=', serverNonce: 'BBB=' });
  storage.accounts.setClientNonce('a', undefined);
  expect(storage.accounts.get('a')).toEqual({ ...account, serverNonce: 'BBB=' });
  storage.accounts.setClientNonce('nobody', 'x');
  storage.accounts.remove('a');
  expect(storage.accounts.get('a')).toBeUndefined();
});

test('the enrolment credential and settings are there after a restart', () => {
  const folder = dataFolder();
  const first = opened(folder);
  const credentials = {
    user: 'u',
    password: 'p',
    serverId: 's',
    serverPassword: 'q',
    auth: 'basic',
    serverAuth: 'basic',
  } as const;
  expect(first.accounts.enrolment()).toBeUndefined();
  first.accounts.putEnrolment(credentials);
  first.settings.put('app', { theme: 'dark' });
  first.settings.put('app', { theme: 'light' });
  first.settings.put('gone', 1);
  first.settings.remove('gone');
  first.close();
  const again = opened(folder);
  expect(again.accounts.enrolment()).toEqual(credentials);
  expect(again.settings.get('app')).toEqual({ theme: 'light' });
  expect(again.settings.get('gone')).toBeUndefined();
});

test('a package comes back as it was put and is replaced by its digest', () => {
  const storage = opened(dataFolder());
  const stored: PackageRecord = {
    digest: 'd1',
    fileName: 'notes-2.1.zip',
    size: 5,
    pkgId: 'notes-2.1',
    name: 'notes',
    version: '2.1',
    pkgType: 'application/zip',
    envType: 'linux',
    components: [{ id: 'com.acme.notes', version: '2.1' }],
    addedAt: 9,
    described: 'manifest',
    sample: true,
    stamp: '5:1',
  };
  const { version: _version, envType: _envType, ...bare } = { ...stored, digest: 'd2', sample: false };
  storage.packages.put(stored);
  storage.packages.put(bare);
  expect(storage.packages.all()).toEqual([stored, bare]);
  storage.packages.put({ ...stored, name: 'Notes' });
  expect(storage.packages.get('d1')?.name).toBe('Notes');
  storage.packages.remove('d1');
  expect(storage.packages.get('d1')).toBeUndefined();
});

test('an offer is found by its token digest, by what it offers, and goes with its run', () => {
  const storage = opened(dataFolder());
  const offer = { token: 't', tokenDigest: 'h', runId: 'r', devId: 'a', digest: 'd' };
  storage.offers.put(offer);
  storage.offers.put({ ...offer, token: 't2', tokenDigest: 'h2', runId: 'r2' });
  expect(storage.offers.find('h')).toEqual(offer);
  expect(storage.offers.find('t')).toBeUndefined();
  expect(storage.offers.of('r', 'a', 'd')).toEqual(offer);
  expect(storage.offers.ofPackage('d')).toHaveLength(2);
  storage.offers.removeOfRun('r');
  expect(storage.offers.find('h')).toBeUndefined();
  expect(storage.offers.ofRun('r2')).toHaveLength(1);
});
