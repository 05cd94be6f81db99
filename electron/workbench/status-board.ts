/** The status bar's facts: where the server listens, how many sessions, what waits; told when they change. */
import type { AppStatus, Settings } from '../../shared/contract/app.ts';
import type { HttpListener } from '../links/http/listener.ts';
import type { Failure } from '../../shared/result.ts';
import type { EventHub } from './event-hub.ts';
import type { OpenDoor } from './network-door.ts';
import type { SecureState } from './secure-door.ts';
import { VERSION } from './version.ts';

export interface StatusBoard {
  readonly status: () => AppStatus;
  /** Tells the windows when something differs from what they were told last. */
  tell(): void;
  /** Something is wrong with the workbench itself, e.g. a full disk: shown until it starts again. */
  problem(failure: Failure): void;
}

export interface BoardPorts {
  readonly events: EventHub;
  readonly settings: () => Settings;
  readonly host: AppStatus['host'];
  readonly dataFolder: string;
  readonly listener: () => HttpListener | undefined;
  readonly network: () => OpenDoor | undefined;
  readonly secure: () => SecureState | undefined;
  readonly sessions: () => number;
  readonly waitingRuns: () => number;
}

/** Makes the board. */
export function createStatusBoard(ports: BoardPorts): StatusBoard {
  let told = '';
  let problem: Failure | undefined;

  function status(): AppStatus {
    const listener = ports.listener();
    const address = listener?.address ?? '';
    const network = ports.network();
    const secure = ports.secure();
    return {
      version: VERSION,
      host: ports.host,
      dataFolder: ports.dataFolder,
      listener: {
        address,
        port: listener?.port ?? 0,
        url: listener?.url ?? '',
        scope: scopeOf(address),
        ...(network === undefined ? {} : { network }),
        ...(secure === undefined ? {} : { secure: secureStatus(secure) }),
      },
      sessions: ports.sessions(),
      waitingRuns: ports.waitingRuns(),
      settings: ports.settings(),
      ...(problem === undefined ? {} : { problem: `${problem.message} ${problem.next}` }),
    };
  }

  function tell(): void {
    const current = status();
    const text = JSON.stringify(current);
    if (text === told) return;
    told = text;
    ports.events.emit({ type: 'status', status: current });
  }

  return {
    status,
    tell,
    problem(failure): void {
      problem = failure;
      tell();
    },
  };
}

function secureStatus({
  url,
  networkURL,
  legacyFor,
  tooOld,
  certificate,
}: SecureState): NonNullable<AppStatus['listener']['secure']> {
  const { names, notAfter, fingerprint, authority } = certificate;
  return {
    url,
    ...(networkURL === undefined ? {} : { networkURL }),
    legacyFor: [...legacyFor],
    tooOld: [...tooOld],
    certificate: { names: [...names], notAfter, fingerprint, own: authority === undefined },
  };
}

function scopeOf(address: string): string {
  if (address === '127.0.0.1' || address === '::1' || address === 'localhost') return 'this machine only';
  if (address === '0.0.0.0' || address === '::') return 'every network interface';
  return `network interface with ${address}`;
}
