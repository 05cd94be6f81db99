import { expect, it } from 'vitest';
import type { HttpListener } from '../../../electron/links/http/listener.ts';
import type { ServerCertificate } from '../../../electron/links/tls/certificate-folder.ts';
import { createSecureDoor } from '../../../electron/workbench/secure-door.ts';
import { fail, type Failure, ok, type Result } from '../../../shared/result.ts';
import { standingClock } from '../standing-clock.ts';

const HOURS_6 = 6 * 3_600_000;

it('looks at its certificate again after it could not be renewed, and says so meanwhile', async () => {
  const clock = standingClock(1_000);
  const certificate: ServerCertificate = { certificate: '', key: '', names: [], notAfter: 2_000, fingerprint: '' };
  const answers: Result<ServerCertificate>[] = [];
  const problems: Failure[] = [];
  let asked = 0;
  const listener: HttpListener = {
    kind: 'http',
    address: '127.0.0.1',
    port: 1,
    url: 'https://127.0.0.1:1/dm',
    wake: () => Promise.resolve(ok(undefined)),
    renew: () => undefined,
    close: () => Promise.resolve(),
  };
  const door = createSecureDoor(
    {
      certificates: {
        current: () => {
          asked += 1;
          return Promise.resolve(answers.shift() ?? ok(certificate));
        },
        useOwn: () => Promise.resolve(ok(undefined)),
        dropOwn: () => Promise.resolve(),
      },
      port: () => 0,
      addresses: () => ['127.0.0.1'],
      listen: () => Promise.resolve(ok(listener)),
      legacyFor: () => [],
      kept: () => ({ on: true }),
      keep: () => undefined,
      changed: () => undefined,
      problem: (failure) => problems.push(failure),
    },
    clock,
  );
  const wait = async (): Promise<void> => {
    clock.advance(HOURS_6);
    await new Promise((settle) => setImmediate(settle));
  };
  expect((await door.set({ on: true })).ok).toBe(true);
  answers.push(fail('certificate-unwritable', 'It cannot be kept.', 'Make room.'));
  await wait();
  expect([asked, problems.map(({ code }) => code)]).toEqual([2, ['certificate-unwritable']]);
  await wait();
  expect([asked, problems.length]).toEqual([3, 1]);
  await door.close();
  await wait();
  expect(asked).toBe(3);
});
