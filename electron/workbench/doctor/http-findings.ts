/** What can keep a handset from calling over HTTP and HTTPS, in words: one row per code. */
import { command } from './copies.ts';
import type { FindingRow } from './finding-table.ts';

export interface AboutHttp {
  readonly url: string;
  readonly host: string;
  readonly port: number;
  /** Handsets it concerns, by name. */
  readonly handsets: string;
  /** Interfaces to choose from, e.g. `192.168.1.5 (eth0)`. */
  readonly choices: string;
  readonly firewall: string;
  readonly day: string;
  readonly names: string;
  readonly isOwn: boolean;
  /** How long ago it was. */
  readonly minutes: number;
}

const CONNECT = 'Open “Connect a real handset”';

/** How each firewall lets one port in. */
const OPENINGS: Readonly<Record<string, (port: number) => string>> = {
  ufw: (port) => `sudo ufw allow ${port}/tcp`,
  firewalld: (port) => `sudo firewall-cmd --add-port=${port}/tcp`,
  'Windows Defender Firewall': (port) =>
    `netsh advfirewall firewall add rule name="SCOMO Workbench" dir=in action=allow protocol=TCP localport=${port}`,
};

// oxfmt-ignore
export const HTTP_FINDINGS = {
  'entrance-silent': {
    weight: 'trouble',
    found: ({ url }) => `Nobody answers at ${url}, though the workbench listens there.`,
    missing: () => 'A way from this machine to itself: something between swallows the connection.',
    steps: { else: () => ['Look for a filter on this machine: a firewall, a VPN client, a security suite.', 'Start the workbench with another port (`--dm-port`).'] },
  },
  'local-only': {
    weight: 'trouble',
    found: ({ handsets }) => `${handsets} shall call over the network, but the DM server listens for this machine only.`,
    missing: () => 'An open door for handsets on the network.',
    steps: { else: ({ choices }) => [`${CONNECT} and let handsets call on the interface they can reach${choices === '' ? '' : `: ${choices}`}.`, 'Then let the handset start a session; the address it must call stands there as well.'] },
  },
  'interface-gone': {
    weight: 'trouble',
    found: ({ url, host }) => `Handsets shall call ${url}, but this machine does not have the address ${host} any more.`,
    missing: () => 'The network it was opened for; the cable was pulled, or the address changed.',
    steps: { else: ({ choices }) => [`${CONNECT}, close the door, and open it on an interface that is there${choices === '' ? '' : `: ${choices}`}.`, 'Type the new address into the handset.'] },
  },
  'interface-other': {
    weight: 'trouble',
    found: ({ handsets, host }) => `The door is open on ${host}, but ${handsets} last called from another network.`,
    missing: () => 'A door on the network that the handset is in.',
    steps: { else: ({ choices }) => [`${CONNECT} and choose the interface in the handset’s network: ${choices}.`] },
  },
  'firewall-on': {
    weight: 'remark',
    found: ({ firewall, port }) => `${firewall} is on; whether it lets TCP port ${port} in cannot be seen without being root.`,
    missing: () => 'Nothing, if handsets call already; else a rule for this port.',
    steps: { darwin: () => ['Allow incoming connections for the workbench: System Settings, Network, Firewall, Options.'], else: () => ['When no handset gets through, let the port in with the command below, and take the rule back afterwards.'] },
    copy: ({ firewall, port }) => { const open = OPENINGS[firewall]; return open === undefined ? [] : [command(open(port))]; },
  },
  'certificate-expired': {
    weight: 'trouble',
    found: ({ url, day }) => `The certificate at ${url} expired on ${day}.`,
    missing: () => 'A certificate that is good: handsets refuse this one.',
    steps: { else: ({ isOwn }) => isOwn ? ['Give a new certificate of your own, or go back to the private CA: `scomo https --private-ca`.'] : ['Check the clock of this machine; then switch HTTPS off and on: the certificate is made anew.'] },
  },
  'certificate-expiring': {
    weight: 'remark',
    found: ({ url, day }) => `The certificate at ${url} is good until ${day} only.`,
    missing: () => 'A certificate of your own that is good for longer; the private CA renews its own.',
    steps: { else: () => ['Get a new one, and give it with `scomo https --tls-cert FILE --tls-key FILE`.'] },
  },
  'certificate-not-yet': {
    weight: 'trouble',
    found: ({ url, day }) => `The certificate at ${url} is good from ${day} only.`,
    missing: () => 'A clock that is right, here or where it was made.',
    steps: { else: () => ['Check the clock of this machine and of the one that made the certificate.'] },
  },
  'certificate-other-name': {
    weight: 'trouble',
    found: ({ url, host, names }) => `Handsets call ${url}, but the certificate there is for ${names || 'nobody'}, not for ${host}.`,
    missing: () => 'A certificate with this name among its subject alternative names.',
    steps: { else: ({ isOwn }) => isOwn ? ['Let handsets call one of its names, or give a certificate that has this address.', 'Or go back to the private CA, which makes one for it: `scomo https --private-ca`.'] : ['Switch HTTPS off and on: the certificate is made anew for the present addresses.'] },
  },
  'certificate-unread': {
    weight: 'trouble',
    found: ({ url }) => `Nobody completes a TLS handshake at ${url}.`,
    missing: () => 'HTTPS that answers.',
    steps: { else: () => ['Switch HTTPS off and on; if that does not help, look at the detail.'] },
  },
  'old-tls-tried': {
    weight: 'trouble',
    found: ({ host, minutes, handsets }) => `Something at ${host} tried TLS 1.1 or older ${minutes === 1 ? 'a minute' : `${minutes} minutes`} ago and was refused${handsets === '' ? '' : `; ${handsets} last called from there`}.`,
    missing: () => 'TLS 1.2 or newer on that handset, or a person’s word that this one handset may use old TLS.',
    steps: { else: ({ handsets }) => ['Set the handset to TLS 1.2 or newer, where it can.', `Else allow legacy TLS for it: ${handsets === '' ? 'open “Connect a real handset”, HTTPS, Old handsets, and type its DevId' : '“Allow legacy TLS” in its menu'}, or \`scomo https --allow-legacy DEVID\`.`, 'Then let the handset call again.'] },
  },
  'old-tls-refused': {
    weight: 'trouble',
    found: ({ handsets }) => `${handsets} called over TLS 1.0 or 1.1 and was refused: its policy does not allow that.`,
    missing: () => 'TLS 1.2 or newer on the handset, or a policy that allows legacy TLS for it.',
    steps: { else: () => ['Set the handset to TLS 1.2 or newer, where it can.', 'Else allow legacy TLS for it: “Allow legacy TLS” in its menu, or `scomo https --allow-legacy DEVID`.'] },
  },
  'old-tls': {
    weight: 'remark',
    found: ({ handsets }) => `HTTPS takes TLS 1.0 and 1.1 as well, for ${handsets}.`,
    missing: () => 'Safety: these versions can be broken. They are for old test handsets only.',
    steps: { else: () => ['Take it back as soon as the old handset is done: “Forbid legacy TLS” in its menu, or `scomo https --forbid-legacy DEVID`.'] },
  },
} as const satisfies Readonly<Record<string, FindingRow<AboutHttp>>>;
