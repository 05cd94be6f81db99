/** An account as Client Provisioning document: APPLICATION w7, with NAPDEF when an access point is given (facts 2.10). */
import { AUTH_WORDS, type BootstrapAccount, type BootstrapNetwork, portIn, type Proving } from './account.ts';
import { type Characteristic, characteristic, type ProvisioningDocument } from './cp-document.ts';

const NAP_ID = 'NAP1';
/** What TO-NAPID says when no access point is given: the way to the internet that the handset has. */
const ANY_NETWORK = 'INTERNET';

/** The document; version 1.1 is the one that has APPLICATION. */
export function cpProfile(account: BootstrapAccount, { apn }: BootstrapNetwork = {}): ProvisioningDocument {
  const { serverId, name, serverURL, client, server } = account;
  const port = portIn(serverURL) ?? (/^https:/i.test(serverURL) ? '443' : '80');
  return {
    version: '1.1',
    characteristics: [
      ...(apn === undefined ? [] : [accessPoint(apn, name)]),
      characteristic(
        'APPLICATION',
        [
          ['APPID', 'w7'],
          ['PROVIDER-ID', serverId],
          ['NAME', name],
          ['TO-NAPID', apn === undefined ? ANY_NETWORK : NAP_ID],
        ],
        [
          characteristic('APPADDR', [['ADDR', serverURL]], [characteristic('PORT', [['PORTNBR', port]])]),
          ...proving('APPSRV', client),
          ...proving('CLIENT', server),
        ],
      ),
    ],
  };
}

function proving(level: 'APPSRV' | 'CLIENT', { type, name, secret }: Proving): readonly Characteristic[] {
  if (type === 'none') return [];
  return [
    characteristic('APPAUTH', [
      ['AAUTHLEVEL', level],
      ['AAUTHTYPE', AUTH_WORDS[type]],
      ['AAUTHNAME', name],
      ['AAUTHSECRET', secret],
    ]),
  ];
}

function accessPoint(apn: string, name: string): Characteristic {
  return characteristic('NAPDEF', [
    ['NAPID', NAP_ID],
    ['NAME', name],
    ['BEARER', 'GSM-GPRS'],
    ['NAP-ADDRESS', apn],
    ['NAP-ADDRTYPE', 'APN'],
  ]);
}
