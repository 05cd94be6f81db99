import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { createSetupCodes } from '../../../electron/workbench/setup-codes.ts';
import { setupPage } from '../../../electron/workbench/setup-page.ts';
import { must, openBench, type Bench } from './bench.ts';

let bench: Bench;

beforeAll(async () => {
  bench = await openBench();
}, 60_000);

afterAll(() => bench.close());

function page(path: string, init: RequestInit = {}): Promise<Response> {
  return fetch(new URL(path, bench.workbench.listener.url), init);
}

async function secrets(): Promise<readonly string[]> {
  const { password, serverPassword } = must(await bench.workbench.call('handsets.enrolment', {}));
  return [password, serverPassword];
}

describe('the setup page', () => {
  it('says what anybody may know, and no password, with nothing that could run', async () => {
    for (const path of ['/', '/setup']) {
      const answer = await page(path);
      const html = await answer.text();
      expect(answer.status).toBe(200);
      expect(answer.headers.get('content-security-policy')).toMatch(/^default-src 'none'; style-src 'sha256-/);
      expect(answer.headers.get('cache-control')).toBe('no-store');
      const { host } = new URL(bench.workbench.listener.url);
      for (const said of [
        `http://${host}/dm`,
        'scomo-workbench',
        'application/vnd.syncml.dm+wbxml',
        'MD5 digest (syncml:auth-md5)',
      ])
        expect(html).toContain(said);
      expect(html).not.toMatch(/<script|javascript:|\son\w+=/i);
      for (const secret of await secrets()) expect(html).not.toContain(secret);
    }
  });

  it('shows the enrolment account once to whoever has the code', async () => {
    const { code, url, until } = must(await bench.workbench.call('reach.setupCode', {}));
    expect(url).toBe(new URL('/setup', bench.workbench.listener.url).href);
    expect(until).toBeGreaterThan(Date.now());
    const head = await page(`/setup?code=${code}`, { method: 'HEAD' });
    expect([head.status, await head.text()]).toEqual([200, '']);
    const shown = await (await page(`/setup?code=${code.toUpperCase()}`)).text();
    for (const secret of await secrets()) expect(shown).toContain(secret);
    const again = await (await page(`/setup?code=${code}`)).text();
    expect(again).toContain('This code is wrong, used or too old.');
    for (const secret of await secrets()) expect(again).not.toContain(secret);
    const { entries } = must(await bench.workbench.call('trace.list', { limit: 50 }));
    expect(entries.map(({ summary }) => summary)).toContain('The setup page showed the enrolment account to 127.0.0.1');
    expect(JSON.stringify(entries)).not.toContain(code);
  });

  it('shows the account of the handset that the code was made for', async () => {
    const devId = 'IMEI:100000000000200';
    const account = must(await bench.workbench.call('handsets.admit', { devId }));
    const { code } = must(await bench.workbench.call('reach.setupCode', { devId }));
    const html = await (await page(`/?code=${code}`)).text();
    expect(html).toContain(account.user);
    expect(html).toContain(account.password);
    expect(await bench.workbench.call('reach.setupCode', { devId: 'IMEI:0' })).toMatchObject({
      error: { code: 'handset-unknown' },
    });
  });

  it('is for callers that mean this listener, and is no door for other web pages', async () => {
    expect((await page('/setup', { headers: { Origin: 'https://elsewhere.example' } })).status).toBe(403);
    expect((await page('/setup/ca.crt')).status).toBe(404);
    expect((await page('/setup', { method: 'PUT' })).status).toBe(404);
  });

  it('gives the CA certificate once HTTPS is on, and both addresses', async () => {
    must(await bench.workbench.call('reach.setSecure', { on: true }));
    const { secure } = must(await bench.workbench.call('app.status', {})).listener;
    const html = await (await page('/')).text();
    expect(html).toContain(secure?.url);
    // In lines: a screen of a handset is narrow.
    expect(html.replaceAll('\n', '')).toContain(secure?.certificate.fingerprint);
    const der = await page('/setup/ca.crt');
    expect(der.headers.get('content-type')).toBe('application/x-x509-ca-cert');
    const made = must(await bench.workbench.call('reach.certificate', { form: 'der' }));
    expect(Buffer.from(await der.arrayBuffer()).toString('base64')).toBe(made.content);
    expect(await (await page('/setup/ca.pem')).text()).toMatch(/^-----BEGIN CERTIFICATE-----/);
  });

  it('escapes what a person has chosen', () => {
    const html = setupPage({
      serverURL: 'http://127.0.0.1:1/dm',
      serverId: '<b>"&',
      auth: 'mac',
      hasAuthority: false,
      account: { user: '<script>', password: '"x"', serverId: 's', serverPassword: '&amp;', auth: 'basic' },
    });
    expect(html).toContain('&lt;b&gt;&quot;&amp;');
    expect(html).toContain('&lt;script&gt;');
    expect(html).toContain('&amp;amp;');
    expect(html).not.toContain('<script>');
  });
});

describe('a setup code', () => {
  it('ends after ten minutes, with the next code, and after five wrong guesses', () => {
    let time = 0;
    const codes = createSetupCodes(() => time);
    expect(codes.redeem('')).toBeUndefined();
    const first = codes.issue(undefined);
    expect(first.code).toMatch(/^[a-z2-9]{4}-[a-z2-9]{4}$/);
    const second = codes.issue('IMEI:1');
    expect(codes.redeem(first.code)).toBeUndefined();
    expect(codes.redeem(second.code.replace('-', ' ').toUpperCase())).toEqual({ devId: 'IMEI:1' });
    expect(codes.redeem(second.code)).toBeUndefined();
    const third = codes.issue(undefined);
    for (let guess = 0; guess < 5; guess++) expect(codes.redeem('aaaa-aaaa')).toBeUndefined();
    expect(codes.redeem(third.code)).toBeUndefined();
    const fourth = codes.issue(undefined);
    time = 10 * 60_000 + 1;
    expect(codes.redeem(fourth.code)).toBeUndefined();
  });
});
