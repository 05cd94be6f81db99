/**
 * The page that says what to type into a handset, for a technician who opens it in the handset's own browser: plain
 * HTML without a script, readable on a small screen, in the dark and on paper. What anybody on the network may see
 * stands on it; passwords only for whoever has the one-time code of the window.
 */
import { createHash } from 'node:crypto';
import type { Account } from '../../shared/contract/handsets.ts';
import { CODECS } from '../../shared/syncml/codec.ts';

export interface SetupFacts {
  readonly serverURL: string;
  readonly secureURL?: string;
  readonly serverId: string;
  /** How the handset proves itself when it introduces itself. */
  readonly auth: Account['auth'];
  /** A handset must trust a certificate first: it is at `/setup/ca.crt`. */
  readonly hasAuthority: boolean;
  /** SHA-256, to compare with what the handset shows. */
  readonly fingerprint?: string;
  /** `given`: shown to whoever had the code. `refused`: the code was wrong, used or too old. */
  readonly account: 'hidden' | 'refused' | Pick<Account, 'user' | 'password' | 'serverId' | 'serverPassword' | 'auth'>;
}

const STYLE = `
:root{color-scheme:light dark;--text:#1b2026;--soft:#55606c;--line:#c9d0d8;--back:#fff;--tint:#f2f5f8;--warn:#8a4b00}
@media (prefers-color-scheme:dark){:root{--text:#e6e9ed;--soft:#a2abb6;--line:#3a434d;--back:#14181d;--tint:#1d232a;--warn:#f0b45c}}
*{box-sizing:border-box}
body{margin:0 auto;padding:16px;max-width:680px;background:var(--back);color:var(--text);font:16px/1.5 system-ui,sans-serif}
h1{margin:0 0 4px;font-size:22px;line-height:1.25}
h2{margin:28px 0 6px;font-size:17px}
p{margin:0 0 10px;color:var(--soft)}
table{width:100%;border-collapse:collapse;border:1px solid var(--line)}
th,td{padding:8px 12px;border-top:1px solid var(--line);text-align:left;vertical-align:top}
th{width:38%;font-weight:600}
td{font-family:ui-monospace,monospace;overflow-wrap:anywhere;white-space:pre-line;-webkit-user-select:all;user-select:all}
form{display:flex;flex-wrap:wrap;gap:8px;align-items:end}
label{flex:1 1 200px}
input,button{width:100%;min-height:44px;padding:8px 12px;border:1px solid var(--soft);border-radius:6px;background:var(--tint);color:inherit;font:inherit}
button{width:auto;font-weight:600}
a{color:inherit}
.warn{color:var(--warn)}
@media (max-width:460px){th,td{display:block;width:100%}td{padding-top:0;border-top:0}}
@media print{body{max-width:none;padding:0}form{display:none}}
`;

const STYLE_HASH = createHash('sha256').update(STYLE).digest('base64');

/** Headers of every answer here: nothing is loaded from anywhere, nothing is kept, nobody may frame it. */
export const SETUP_HEADERS: Readonly<Record<string, string>> = {
  'Content-Security-Policy': `default-src 'none'; style-src 'sha256-${STYLE_HASH}'; form-action 'self'; base-uri 'none'; frame-ancestors 'none'`,
  'Cache-Control': 'no-store',
  'Referrer-Policy': 'no-referrer',
  'X-Content-Type-Options': 'nosniff',
  'Cross-Origin-Resource-Policy': 'same-origin',
};

const AUTHS: Readonly<Record<Account['auth'], string>> = {
  none: 'none',
  basic: 'basic (syncml:auth-basic)',
  md5: 'MD5 digest (syncml:auth-md5)',
  mac: 'MAC (syncml:auth-MAC, x-syncml-hmac)',
};

/** The whole document. */
export function setupPage(facts: SetupFacts): string {
  const { serverURL, secureURL, serverId, auth, account } = facts;
  return `<!doctype html>
<html lang="en">
<head>
<meta charset="utf-8">
<meta name="viewport" content="width=device-width, initial-scale=1">
<title>Handset settings – SCOMO Workbench</title>
<style>${STYLE}</style>
</head>
<body>
<h1>Settings for this handset</h1>
<p>Type these into the device management (DM) account of the handset. Then let it look for updates.</p>
<h2>Server</h2>
${table([
  ...addressRows(serverURL, ''),
  ...(secureURL === undefined ? [] : addressRows(secureURL, ' with HTTPS')),
  ['Server ID', serverId],
  ['Protocol', 'OMA DM 1.2'],
  ['Content types', `${CODECS.wbxml.contentType} or ${CODECS.xml.contentType}`],
  ['Authentication', `${AUTHS[auth]}; others when its account here says so`],
])}
${secureURL === undefined ? '' : trust(facts)}
<h2>User name and passwords</h2>
${typeof account === 'string' ? codeForm(account) : credentials(account)}
</body>
</html>
`;
}

function addressRows(url: string, how: string): readonly Row[] {
  const { protocol, hostname, port, pathname } = new URL(url);
  return [
    [`Server address${how}`, url],
    [
      `Host, port, path${how}`,
      `${hostname}, ${port === '' ? (protocol === 'https:' ? '443' : '80') : port}, ${pathname}`,
    ],
  ];
}

function trust({ hasAuthority, fingerprint }: SetupFacts): string {
  if (!hasAuthority) return '';
  return `<h2>Certificate for HTTPS</h2>
<p>The handset must trust the private CA of this workbench first: <a href="/setup/ca.crt">CA certificate</a> (DER), or <a href="/setup/ca.pem">the same as PEM</a>. Compare its SHA-256 fingerprint with the one in the window of the workbench:</p>
${table([['Fingerprint', inLines(fingerprint ?? '')]])}`;
}

/** Eight octets in a line, as many as the screen of a handset has room for. */
function inLines(fingerprint: string): string {
  return fingerprint.match(/(?:..:?){1,8}/g)?.join('\n') ?? '';
}

function codeForm(account: 'hidden' | 'refused'): string {
  const refused =
    account === 'refused'
      ? '<p class="warn" role="alert">This code is wrong, used or too old. Ask for a new one in the window.</p>\n'
      : '';
  return `${refused}<p>They are shown once to whoever has the code from the window of the workbench: “Connect a real handset”, “Show a code”.</p>
<form action="/setup" method="get"><label>Code<br><input name="code" required maxlength="20" autocomplete="off" autocapitalize="none" spellcheck="false"></label><button type="submit">Show</button></form>`;
}

function credentials({
  user,
  password,
  serverId,
  serverPassword,
  auth,
}: Exclude<SetupFacts['account'], string>): string {
  return `<p class="warn">Shown once: this page is empty of them when it is loaded again.</p>
${table([
  ['User name', user],
  ['Password', password],
  ['Server ID', serverId],
  ['Server password', serverPassword],
  ['Authentication', AUTHS[auth]],
])}`;
}

type Row = readonly [label: string, value: string];

function table(rows: readonly Row[]): string {
  const cells = rows.map(([label, value]) => `<tr><th scope="row">${escape(label)}</th><td>${escape(value)}</td></tr>`);
  return `<table>${cells.join('\n')}</table>`;
}

const ESCAPES: Readonly<Record<string, string>> = { '&': '&amp;', '<': '&lt;', '>': '&gt;', '"': '&quot;' };

function escape(text: string): string {
  return text.replaceAll(/[&<>"]/g, (character) => ESCAPES[character] ?? character);
}
