/**
 * HTTPS for handsets: a second listener beside every plain one, on a port of its own, once a person has switched it on.
 * It serves with the certificate of the certificate folder, which is renewed before it expires and when an address
 * comes that it is not for. Everything that changes listeners happens one after the other.
 */
import { createTurns } from '../../shared/in-turn.ts';
import { fail, ok, type Failure, type Result } from '../../shared/result.ts';
import type { HttpListener } from '../links/http/listener.ts';
import type { CertificateFolder, ServerCertificate } from '../links/tls/certificate-folder.ts';
import type { CertificateAndKey } from '../links/tls/certificate-maker.ts';
import type { TlsOptions } from '../links/tls/tls-options.ts';
import type { Clock } from '../server/clock.ts';
import { createOldCallers, type OldCaller } from './old-callers.ts';

export interface SecureSettings {
  readonly on: boolean;
}

export interface SecureState {
  /** What a handset of this machine must call. */
  readonly url: string;
  /** What one on the network must call, while it may. */
  readonly networkURL?: string;
  /** The handsets for which TLS 1.0 and 1.1 are taken. */
  readonly legacyFor: readonly string[];
  readonly tooOld: readonly OldCaller[];
  readonly certificate: ServerCertificate;
}

export interface SecureDoor {
  /** Opens, changes or closes it, and keeps that for the next start. Fails as a listener and a certificate do. */
  set(settings: SecureSettings): Promise<Result<void>>;
  /** The addresses where handsets may call, or their policies, have changed. */
  follow(): Promise<Result<void>>;
  /** Serves with a person's own certificate; undefined goes back to the private authority. */
  useCertificate(own: CertificateAndKey | undefined): Promise<Result<void>>;
  /** A handset got in over HTTPS from this address. */
  heard(address: string): void;
  state(): SecureState | undefined;
  close(): Promise<void>;
}

export interface SecureDoorPorts {
  readonly certificates: CertificateFolder;
  /** Wanted port; 0 takes a free one. */
  readonly port: () => number;
  /** Where handsets may call now: this machine's own address, then one on the network. */
  readonly addresses: () => readonly string[];
  /** `tooOld` takes the addresses of those that know nothing newer than TLS 1.1. */
  listen(
    address: string,
    port: number,
    tls: TlsOptions,
    tooOld: (address: string) => void,
  ): Promise<Result<HttpListener>>;
  /** The handsets whose policy asks for legacy TLS. */
  readonly legacyFor: () => readonly string[];
  readonly kept: () => SecureSettings;
  keep(settings: SecureSettings): void;
  /** It opened, closed or serves with another certificate. */
  changed(): void;
  /** It goes on with the certificate that it has, and why that could not be renewed. */
  problem(failure: Failure): void;
}

/** How often the certificate is looked at, milliseconds. */
const LOOK_EVERY_MS = 6 * 3_600_000;
/** Names that the certificate is for besides the addresses. */
const ALWAYS = ['localhost', '127.0.0.1'];

const OFF: SecureSettings = { on: false };

/** Makes a closed door; `follow` opens it when it was open before. */
export function createSecureDoor(ports: SecureDoorPorts, clock: Clock): SecureDoor {
  const listeners = new Map<string, HttpListener>();
  const oldCallers = createOldCallers(clock.now, ports.changed);
  let serving: { readonly certificate: ServerCertificate; readonly legacyFor: readonly string[] } | undefined;
  const inTurn = createTurns();
  let stopTimer = (): void => undefined;

  async function arrange({ on }: SecureSettings): Promise<Result<void>> {
    stopTimer();
    if (!on) {
      await closeAll();
      return ok(undefined);
    }
    // First, so that what goes wrong below is tried again.
    stopTimer = clock.after(LOOK_EVERY_MS, () => void inTurn(lookAgain));
    const addresses = ports.addresses();
    const certificate = await ports.certificates.current([...new Set([...ALWAYS, ...addresses.filter(isNameable)])]);
    if (!certificate.ok) return certificate;
    const legacyFor = ports.legacyFor();
    const tls: TlsOptions = { ...certificate.value, legacy: legacyFor.length > 0 };
    await closeOthers(addresses);
    for (const listener of listeners.values()) listener.renew(tls);
    const opened = await openMissing(addresses, tls);
    if (!opened.ok) return opened;
    serving = { certificate: certificate.value, legacyFor };
    ports.changed();
    return ok(undefined);
  }

  async function lookAgain(): Promise<void> {
    const arranged = await arrange(ports.kept());
    if (!arranged.ok) ports.problem(arranged.error);
  }

  async function openMissing(addresses: readonly string[], tls: TlsOptions): Promise<Result<void>> {
    for (const address of addresses) {
      if (listeners.has(address)) continue;
      const port = [...listeners.values()][0]?.port ?? ports.port();
      const listening = await ports.listen(address, port, tls, oldCallers.refused);
      if (!listening.ok) return listening;
      listeners.set(address, listening.value);
    }
    return ok(undefined);
  }

  async function closeOthers(addresses: readonly string[]): Promise<void> {
    const others = [...listeners].filter(([address]) => !addresses.includes(address));
    for (const [address] of others) listeners.delete(address);
    await Promise.all(others.map(([, listener]) => listener.close()));
  }

  async function closeAll(): Promise<void> {
    const wasOpen = serving !== undefined;
    serving = undefined;
    await closeOthers([]);
    if (wasOpen) ports.changed();
  }

  return {
    set: (settings) =>
      inTurn(async () => {
        const arranged = await arrange(settings);
        if (arranged.ok) ports.keep(settings);
        else if (serving === undefined) await arrange(OFF);
        return arranged;
      }),
    follow: () => inTurn(() => arrange(ports.kept())),
    useCertificate: (own) =>
      inTurn(async () => {
        if (own === undefined) await ports.certificates.dropOwn();
        else {
          const taken = await ports.certificates.useOwn(own);
          if (!taken.ok) return taken;
        }
        return arrange(ports.kept());
      }),
    heard: oldCallers.heard,
    state() {
      const [own, network] = ports.addresses();
      const url = own === undefined ? undefined : listeners.get(own)?.url;
      if (serving === undefined || url === undefined) return undefined;
      const networkURL = network === undefined ? undefined : listeners.get(network)?.url;
      return { url, ...serving, tooOld: oldCallers.list(), ...(networkURL === undefined ? {} : { networkURL }) };
    },
    close: () =>
      inTurn(async () => {
        stopTimer();
        await arrange(OFF);
      }),
  };
}

/** No certificate is for "every address". */
function isNameable(address: string): boolean {
  return address !== '0.0.0.0' && address !== '::';
}

/** Why there is no certificate to give away. */
export function secureOff(): Result<never> {
  return fail('secure-off', 'HTTPS is off.', 'Switch it on first: “Connect a real handset”, or `scomo https on`.');
}
