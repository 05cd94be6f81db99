/** From how handsets may call over HTTP and HTTPS to what keeps them from it. */
import { BlockList, isIP } from 'node:net';
import type { Finding } from '../../../shared/contract/doctor.ts';
import type { EntranceFacts, Facts, Interface } from './facts.ts';
import { writeFinding } from './finding-table.ts';
import { type AboutHttp, HTTP_FINDINGS } from './http-findings.ts';

type HttpCode = keyof typeof HTTP_FINDINGS;

/** A certificate of a person's own that is good for less than this is worth a remark, milliseconds. */
const SOON_MS = 30 * 86_400_000;

/** What keeps handsets on HTTP from calling. */
export function diagnoseHttp(facts: Facts): readonly Finding[] {
  const { listener, platform } = facts;
  const base: AboutHttp = {
    url: listener.url,
    host: listener.address,
    port: listener.port,
    handsets: '',
    choices: facts.interfaces.map(({ name, address }) => `${address} (${name})`).join(', '),
    firewall: facts.firewall?.name ?? '',
    day: '',
    names: '',
    isOwn: listener.secure?.certificate.own === true,
    minutes: 0,
  };
  const write = (code: HttpCode, about: Partial<AboutHttp>, detail?: string): Finding => {
    const all = { ...base, ...about };
    return writeFinding(code, HTTP_FINDINGS[code], all, { about: all.url, detail }, platform);
  };
  return [
    ...facts.entrances.flatMap((entrance) => ofEntrance(entrance, facts, write)),
    ...ofDoor(facts, write),
    ...ofOldTls(facts, write),
  ];
}

type Write = (code: HttpCode, about: Partial<AboutHttp>, detail?: string) => Finding;

function ofEntrance(entrance: EntranceFacts, { now, listener }: Facts, write: Write): readonly Finding[] {
  const { url, isThere, whyNot, certificate } = entrance;
  const { hostname, port } = new URL(url);
  const host = hostname.replace(/^\[|\]$/g, '');
  const about = { url, host, port: Number(port) };
  if (!isThere) return [write('interface-gone', about)];
  if (whyNot !== undefined) return [write('entrance-silent', about, whyNot)];
  if (certificate === undefined) return [];
  if (typeof certificate === 'string') return [write('certificate-unread', about, certificate)];
  const { notBefore, notAfter, names } = certificate;
  const isExpired = notAfter < now;
  const codes: readonly (HttpCode | false)[] = [
    isExpired && 'certificate-expired',
    notBefore > now && 'certificate-not-yet',
    !isExpired && notAfter - now < SOON_MS && listener.secure?.certificate.own === true && 'certificate-expiring',
    !isAmong(host, names) && 'certificate-other-name',
  ];
  return codes
    .filter((code) => code !== false)
    .map((code) => {
      const day = new Date(code === 'certificate-not-yet' ? notBefore : notAfter).toISOString().slice(0, 10);
      return write(code, { ...about, day, names: names.join(', ') });
    });
}

/** A certificate may be for all names of a domain: `*.example` (RFC 9525 §6.3). */
function isAmong(host: string, names: readonly string[]): boolean {
  const wanted = host.toLowerCase();
  return names.some((each) => {
    const name = each.toLowerCase();
    if (name === wanted) return true;
    return isIP(wanted) === 0 && name.startsWith('*.') && wanted.slice(wanted.indexOf('.') + 1) === name.slice(2);
  });
}

/** Who may use old TLS, who would have to, and who came with nothing else. */
function ofOldTls({ listener, handsets, now }: Facts, write: Write): readonly Finding[] {
  const { secure } = listener;
  const named = handsets.filter(({ refusedTls }) => refusedTls !== undefined);
  const refused =
    named.length === 0 ? [] : [write('old-tls-refused', { url: namesOf(named), handsets: namesOf(named) })];
  if (secure === undefined) return refused;
  const { url, legacyFor, tooOld } = secure;
  const allowed = handsets.filter(({ devId }) => legacyFor.includes(devId));
  return [
    ...refused,
    ...tooOld.map(({ address, at }) => {
      const likely = handsets.filter((one) => one.link === 'http' && one.address === address && !isLoopback(address));
      const minutes = Math.max(1, Math.round((now - at) / 60_000));
      return write('old-tls-tried', { url, host: address, handsets: namesOf(likely), minutes });
    }),
    ...(allowed.length === 0 ? [] : [write('old-tls', { url, handsets: namesOf(allowed) })]),
  ];
}

function ofDoor(facts: Facts, write: Write): readonly Finding[] {
  const { listener, handsets, interfaces, firewall } = facts;
  const remote = handsets.filter(({ link, virtual }) => link === 'http' && virtual === undefined);
  const isLocal = isLoopback(listener.address) && listener.network === undefined;
  const expected = remote.filter(
    ({ state, address }) => state === 'expected' || (address !== undefined && !isLoopback(address)),
  );
  if (isLocal) {
    const waiting = expected.filter(({ state }) => state === 'expected' || state === 'silent');
    return waiting.length === 0 ? [] : [write('local-only', { handsets: namesOf(waiting) })];
  }
  const door = listener.network;
  const elsewhere = door === undefined ? [] : remote.filter((one) => isElsewhere(one, door.address, interfaces));
  return [
    ...(door === undefined || elsewhere.length === 0
      ? []
      : [write('interface-other', { url: door.url, host: door.address, handsets: namesOf(elsewhere) })]),
    ...(firewall?.isOn === true ? [write('firewall-on', { url: door?.url ?? listener.url })] : []),
  ];
}

/** It is silent, and was in a network of another interface of ours. What comes over a router may call any of them. */
function isElsewhere(
  { state, address }: Facts['handsets'][number],
  open: string,
  interfaces: readonly Interface[],
): boolean {
  if (state !== 'silent' || address === undefined || isIP(address) !== 4) return false;
  const near = interfaces.find(({ cidr }) => isIn(address, cidr));
  return near !== undefined && near.address !== open;
}

function isIn(address: string, cidr: string): boolean {
  const [network = '', bits = ''] = cidr.split('/');
  if (isIP(network) !== 4 || !/^\d{1,2}$/.test(bits)) return false;
  const list = new BlockList();
  list.addSubnet(network, Number(bits));
  return list.check(address);
}

function namesOf(handsets: readonly { readonly name: string }[]): string {
  const names = handsets.slice(0, 3).map(({ name }) => name);
  const more = handsets.length - names.length;
  return `${names.join(', ')}${more === 0 ? '' : ` and ${more} more`}`;
}

function isLoopback(address: string): boolean {
  return address.startsWith('127.') || address === '::1' || address === 'localhost';
}
