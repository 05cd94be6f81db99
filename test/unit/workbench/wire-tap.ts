/** Listens on the wire between a handset and the workbench, and remembers what either side proved itself with. */
import { createServer, request } from 'node:http';
import type { AddressInfo } from 'node:net';
import { CODECS, encodingOf } from '../../../shared/syncml/codec.ts';

export interface Tap {
  /** Where a handset has to call so that it is heard. */
  readonly url: string;
  /** Credentials and MACs as they travelled, of both sides. */
  readonly heard: Set<string>;
  close(): Promise<void>;
}

/** Opens one in front of the workbench's listener. */
export async function openTap(port: number): Promise<Tap> {
  const heard = new Set<string>();

  function hear(bytes: Buffer, hmac: unknown): void {
    const mac = /mac\s*=\s*"?([^",\s]+)/.exec(typeof hmac === 'string' ? hmac : '')?.[1];
    if (mac !== undefined) heard.add(mac);
    const read = bytes.length === 0 ? undefined : CODECS[encodingOf(bytes)].decode(bytes);
    const cred = read?.ok === true ? read.value.message.hdr.cred?.data : undefined;
    if (cred !== undefined) heard.add(typeof cred === 'string' ? cred : Buffer.from(cred).toString('base64'));
  }

  const server = createServer((asked, answer) => {
    const { method, headers, url: path } = asked;
    // The listener answers only to its own name.
    const onward = request(
      { host: '127.0.0.1', port, method, headers: { ...headers, host: `127.0.0.1:${port}` }, path },
      (told) => {
        const parts: Buffer[] = [];
        told.on('data', (part: Buffer) => parts.push(part));
        told.on('end', () => {
          const bytes = Buffer.concat(parts);
          hear(bytes, told.headers['x-syncml-hmac']);
          answer.writeHead(told.statusCode ?? 502, told.headers).end(bytes);
        });
      },
    );
    const parts: Buffer[] = [];
    asked.on('data', (part: Buffer) => parts.push(part));
    asked.on('end', () => {
      const bytes = Buffer.concat(parts);
      hear(bytes, headers['x-syncml-hmac']);
      onward.end(bytes);
    });
    onward.on('error', () => answer.destroy());
    answer.on('close', () => onward.destroy());
  });
  await new Promise<void>((open) => server.listen(0, '127.0.0.1', open));
  return {
    url: `http://127.0.0.1:${(server.address() as AddressInfo).port}/dm`,
    heard,
    close: () =>
      new Promise((closed) => {
        server.close(() => closed());
        server.closeAllConnections();
      }),
  };
}
