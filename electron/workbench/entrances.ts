/**
 * Where handsets come in: the listener for this machine, which is always open; the door for the network, which a
 * person opens for a while; and HTTPS beside each of them, once a person has switched it on.
 */
import { join } from 'node:path';
import type { Failure, Result } from '../../shared/result.ts';
import { DEFAULT_LIMITS } from '../../shared/syncml/message.ts';
import type { WakeAddress } from '../links/link.ts';
import { type HttpListener, type ListenerPorts, openHttpListener } from '../links/http/listener.ts';
import { openCertificateFolder } from '../links/tls/certificate-folder.ts';
import { TLS_TOO_OLD, type TlsOptions } from '../links/tls/tls-options.ts';
import type { Clock } from '../server/clock.ts';
import type { HandsetRecord } from '../storage/handsets.ts';
import type { Storage } from '../storage/storage.ts';
import { createNetworkDoor, type NetworkDoor } from './network-door.ts';
import type { WorkbenchOptions } from './port.ts';
import { createSecureDoor, type SecureDoor, type SecureSettings } from './secure-door.ts';
import { askForLegacy } from './tls-policy.ts';

export interface Entrances {
  readonly network: NetworkDoor;
  readonly secure: SecureDoor;
  /** Opens the listener for this machine; fails as it does. */
  open(): Promise<Result<HttpListener>>;
  /** Opens HTTPS when it was on. What goes wrong is told, and keeps nobody from working over HTTP. */
  openSecurely(): Promise<void>;
  listener(): HttpListener | undefined;
  wake(to: WakeAddress, notification: Uint8Array): Promise<Result<void>>;
  /** What a handset of this machine must call. */
  localURL(): string;
  /** What any handset must call: on the network while the door is open. */
  serverURL(): string;
  /** Where this handset finds its packages: as it calls, and where it can reach us. */
  urlFor(handset: HandsetRecord | undefined): string;
  close(): Promise<void>;
}

export interface EntrancePorts {
  readonly options: WorkbenchOptions;
  readonly storage: Storage;
  /** What every listener does with its requests. */
  readonly requests: ListenerPorts;
  /** One opened or closed. */
  changed(): void;
  problem(failure: Failure): void;
  readonly now: () => number;
}

/** Makes them; none is open yet. */
export function createEntrances(ports: EntrancePorts, clock: Clock): Entrances {
  const { options, storage } = ports;
  let local: HttpListener | undefined;

  function listen(address: string, port: number): Promise<Result<HttpListener>> {
    return openHttpListener({ address, port, maxBody: DEFAULT_LIMITS.maxBytes }, ports.requests);
  }

  function listenSecurely(
    address: string,
    port: number,
    tls: TlsOptions,
    tooOld: (address: string) => void,
  ): Promise<Result<HttpListener>> {
    return openHttpListener(
      { address, port, maxBody: DEFAULT_LIMITS.maxBytes, tls },
      {
        ...ports.requests,
        refused(refusal) {
          if (refusal.failure.code === TLS_TOO_OLD) tooOld(refusal.address);
          ports.requests.refused(refusal);
        },
      },
    );
  }

  const network = createNetworkDoor(
    {
      listen: (address) => listen(address, local?.port ?? options.dmPort),
      changed: () => {
        ports.changed();
        void secure.follow().then(told);
      },
    },
    clock,
  );
  const secure = createSecureDoor(
    {
      certificates: openCertificateFolder(join(storage.folder, 'tls'), ports.now),
      port: () => options.tlsPort ?? (options.dmPort === 0 ? 0 : options.dmPort + 1),
      addresses: () => [local?.address, network.state()?.address].filter((one) => one !== undefined),
      listen: listenSecurely,
      legacyFor: () => askForLegacy(storage.handsets.all()),
      kept: () => ({ on: false, ...(storage.settings.get('https') as Partial<SecureSettings>) }),
      keep: (settings) => storage.settings.put('https', settings),
      changed: ports.changed,
      problem: ports.problem,
    },
    clock,
  );

  function told(result: Result<void>): void {
    if (!result.ok) ports.problem(result.error);
  }

  const localURL = (): string => local?.url ?? '';
  const serverURL = (): string => network.state()?.url ?? localURL();

  return {
    network,
    secure,
    async open() {
      const opened = await listen(options.dmAddress ?? '127.0.0.1', options.dmPort);
      if (opened.ok) local = opened.value;
      return opened;
    },
    async openSecurely() {
      if (options.tlsCertificate !== undefined) told(await secure.useCertificate(options.tlsCertificate));
      told(await secure.follow());
    },
    listener: () => local,
    wake(to, notification) {
      if (local === undefined) throw new Error('The listener is not there yet.');
      return local.wake(to, notification);
    },
    localURL,
    serverURL,
    urlFor(handset) {
      const { link, httpAddress: address, tls = '' } = handset ?? {};
      const isLocal = address === undefined ? link === 'http' : address.startsWith('127.') || address === '::1';
      const safe = tls === '' ? undefined : secure.state();
      if (isLocal) return safe?.url ?? localURL();
      return safe?.networkURL ?? safe?.url ?? serverURL();
    },
    async close() {
      await network.close();
      await secure.close();
      await local?.close();
    },
  };
}
