/** Serves the setup page and the CA certificate on every listener that handsets call. */
import type { IncomingMessage, ServerResponse } from 'node:http';
import type { Account } from '../../shared/contract/handsets.ts';
import type { Credentials } from '../storage/accounts.ts';
import { certificateFile } from './certificate-file.ts';
import type { SecureState } from './secure-door.ts';
import type { SetupCodes } from './setup-codes.ts';
import type { TraceRecorder } from './trace-recorder.ts';
import { SETUP_HEADERS, setupPage, type SetupFacts } from './setup-page.ts';

export interface SetupPorts {
  readonly codes: SetupCodes;
  readonly enrolment: () => Credentials;
  /** The account of a handset; undefined when the handset is gone. */
  account(devId: string): Account | undefined;
  readonly secure: () => SecureState | undefined;
  readonly recorder: TraceRecorder;
  readonly now: () => number;
}

/** Makes the function that answers for the setup page; false for requests that are not its own. */
export function createSetupService(ports: SetupPorts): (request: IncomingMessage, response: ServerResponse) => boolean {
  return (request, response) => {
    if (request.method !== 'GET' && request.method !== 'HEAD') return false;
    const [path = '', query = ''] = (request.url ?? '').split('?', 2);
    const certificate = /^\/setup\/ca\.(crt|pem)$/.exec(path)?.[1];
    if (certificate !== undefined) return answerCertificate(response, certificate === 'pem' ? 'pem' : 'der');
    if (path !== '/' && path !== '/setup') return false;
    // Asking for the head shows nothing to anybody, so it uses up no code.
    const code = request.method === 'HEAD' ? null : new URLSearchParams(query).get('code');
    const account = code === null ? 'hidden' : accountFor(code, request.socket.remoteAddress ?? '');
    send(response, 'text/html; charset=utf-8', Buffer.from(setupPage(facts(request, account))));
    return true;
  };

  function accountFor(code: string, address: string): SetupFacts['account'] {
    const redeemed = ports.codes.redeem(code);
    if (redeemed === undefined) return 'refused';
    const account = redeemed.devId === undefined ? ports.enrolment() : ports.account(redeemed.devId);
    if (account === undefined) return 'refused';
    noteShown(redeemed.devId, address);
    return account;
  }

  function noteShown(devId: string | undefined, address: string): void {
    ports.recorder.note({
      at: ports.now(),
      ...(devId === undefined ? {} : { devId }),
      kind: 'session',
      direction: 'out',
      bytes: 0,
      summary: `The setup page showed the ${devId === undefined ? 'enrolment account' : 'account'} to ${address}`,
    });
  }

  /** The addresses are those by which the page was reached: the listener has checked the Host. */
  function facts(request: IncomingMessage, account: SetupFacts['account']): SetupFacts {
    const { serverId, auth } = ports.enrolment();
    const secure = ports.secure();
    const host = request.headers.host ?? '';
    const { hostname } = new URL(`http://${host}`);
    const isSecure = 'encrypted' in request.socket;
    const secureURL = secure === undefined ? undefined : isSecure ? `https://${host}/dm` : onHost(secure.url, hostname);
    return {
      serverURL: isSecure ? (secureURL ?? '') : `http://${host}/dm`,
      ...(secureURL === undefined || isSecure ? {} : { secureURL }),
      serverId,
      auth,
      hasAuthority: secure?.certificate.authority !== undefined,
      ...(secure === undefined ? {} : { fingerprint: secure.certificate.fingerprint }),
      account,
    };
  }

  function answerCertificate(response: ServerResponse, form: 'pem' | 'der'): boolean {
    const certificate = ports.secure()?.certificate;
    if (certificate?.authority === undefined) return false;
    const { fileName, type, content } = certificateFile(certificate, form);
    response.setHeader('Content-Disposition', `attachment; filename="${fileName}"`);
    send(response, type, Buffer.from(content, 'base64'));
    return true;
  }
}

function onHost(url: string, hostname: string): string {
  const moved = new URL(url);
  moved.hostname = hostname;
  return moved.href;
}

/** Node leaves the body out of the answer to a HEAD. */
function send(response: ServerResponse, type: string, body: Buffer): void {
  response.writeHead(200, { ...SETUP_HEADERS, 'Content-Type': type, 'Content-Length': body.length });
  response.end(body);
}
