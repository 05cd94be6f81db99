import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { setTimeout as sleep } from 'node:timers/promises';
import { afterEach, beforeEach, expect, it } from 'vitest';
import { type HttpListener, openHttpListener } from '../../../../electron/links/http/listener.ts';
import { servedCertificate, whyNoAnswer } from '../../../../electron/links/machine/answers.ts';
import { openCertificateFolder } from '../../../../electron/links/tls/certificate-folder.ts';
import type { Failure } from '../../../../shared/result.ts';
import { must } from '../../shared/dm/bootstrap/account.ts';

let folder: string;
let listener: HttpListener;
let refused: Failure[];

beforeEach(async () => {
  folder = mkdtempSync(join(tmpdir(), 'scomo-tls-'));
  refused = [];
  const tls = {
    ...must(await openCertificateFolder(join(folder, 'tls'), () => Date.now()).current(['127.0.0.1'])),
    legacy: false,
  };
  listener = must(
    await openHttpListener(
      { address: '127.0.0.1', port: 0, maxBody: 1_000, tls },
      {
        exchange: () => Promise.reject(new Error('Nobody says anything here.')),
        deliver: () => false,
        refused: ({ failure }) => void refused.push(failure),
      },
    ),
  );
});

afterEach(async () => {
  await listener.close();
  rmSync(folder, { recursive: true, force: true });
});

it('reads the certificate of a listener, which sees nobody who hangs up on it', async () => {
  for (let time = 0; time < 5; time += 1)
    expect(await servedCertificate('127.0.0.1', listener.port)).toMatchObject({ names: ['127.0.0.1'] });
  await sleep(100);
  expect(refused).toEqual([]);
});

it('says why nobody answers', async () => {
  await listener.close();
  expect(await whyNoAnswer('127.0.0.1', listener.port)).toContain('ECONNREFUSED');
  expect(await servedCertificate('127.0.0.1', listener.port)).toContain('ECONNREFUSED');
});
