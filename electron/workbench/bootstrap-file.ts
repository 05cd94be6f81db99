/** The account of a handset as a bootstrap file, in the form that a person asked for (facts 2.10). */
import type { Input, Output } from '../../shared/contract/contract.ts';
import type { Account } from '../../shared/contract/handsets.ts';
import type { BootstrapAccount } from '../../shared/dm/bootstrap/account.ts';
import { CP_WBXML, CP_XML } from '../../shared/dm/bootstrap/cp-document.ts';
import { cpProfile } from '../../shared/dm/bootstrap/cp-profile.ts';
import { encodeCpWbxml } from '../../shared/dm/bootstrap/cp-wbxml-writer.ts';
import { encodeCpXml } from '../../shared/dm/bootstrap/cp-xml.ts';
import { encodeDmProfile } from '../../shared/dm/bootstrap/dm-profile.ts';
import {
  type Bootstrap,
  contentTypeOf,
  DM_WBXML,
  encodeAsPush,
  encodeWithHeader,
} from '../../shared/dm/bootstrap/envelope.ts';
import { proveBootstrap, type Sec } from '../../shared/dm/bootstrap/proof.ts';
import { splitIntoSMS } from '../../shared/dm/push-sms.ts';
import { ok, type Result } from '../../shared/result.ts';
import { fileNameOf, hexLines, madeFile } from './made-file.ts';

type Wanted = Input<'reach.bootstrap'>;

/** What the handset shows as the name of the account. */
const ACCOUNT_NAME = 'SCOMO Workbench';

/** Errors: those of the encoders, and `proof-key`. */
export function bootstrapFile(account: Account, wanted: Wanted): Result<Output<'reach.bootstrap'>> {
  const encoded = encode(account, wanted);
  if (!encoded.ok) return encoded;
  const proven = prove(encoded.value, wanted);
  if (!proven.ok) return proven;
  const bootstrap = proven.value;
  const content = inForm(bootstrap, wanted.form);
  if (!content.ok) return content;
  const name = `${fileNameOf(account.devId)}.${wanted.profile}${ENDINGS[wanted.form] ?? `.${wanted.profile === 'dm' ? 'wbxml' : wanted.encoding}`}`;
  const typed = bootstrap.proof?.typed;
  return ok({
    ...madeFile(name, wanted.form === 'document' ? bootstrap.type : (TYPES[wanted.form] ?? ''), content.value),
    header: `Content-Type: ${contentTypeOf(bootstrap)}`,
    ...(typed === undefined ? {} : { typed }),
  });
}

/** How a file name ends and what its media type is, where that is not the document's own. */
const ENDINGS: Readonly<Partial<Record<Wanted['form'], string>>> = {
  header: '.bootstrap',
  push: '.push.bin',
  sms: '.sms.txt',
};
const TYPES: Readonly<Partial<Record<Wanted['form'], string>>> = {
  header: 'application/octet-stream',
  push: 'application/octet-stream',
  sms: 'text/plain',
};

function encode(account: Account, { profile, encoding, apn }: Wanted): Result<Bootstrap> {
  const given = bootstrapAccount(account);
  if (profile === 'dm') {
    const message = encodeDmProfile(given, account.devId, encoding);
    return message.ok ? ok({ type: DM_WBXML, document: message.value }) : message;
  }
  const document = cpProfile(given, apn === undefined ? {} : { apn });
  if (encoding === 'wbxml') {
    const wbxml = encodeCpWbxml(document);
    return wbxml.ok ? ok({ type: CP_WBXML, document: wbxml.value }) : wbxml;
  }
  const xml = encodeCpXml(document);
  return xml.ok ? ok({ type: CP_XML, document: new TextEncoder().encode(xml.value) }) : xml;
}

function bootstrapAccount(account: Account): BootstrapAccount {
  const { serverURL, serverId, serverPassword, user, password, auth, serverAuth } = account;
  return {
    serverId,
    serverURL,
    name: ACCOUNT_NAME,
    client: { type: auth, name: user, secret: password },
    server: { type: serverAuth, name: serverId, secret: serverPassword },
  };
}

/** With the proof that was asked for, or that the given key suggests. */
function prove(bootstrap: Bootstrap, { profile, sec, pin, imsi }: Wanted): Result<Bootstrap> {
  const how = sec ?? suggested(pin, imsi);
  if (how === undefined) return ok(bootstrap);
  const key = { ...(pin === undefined ? {} : { pin }), ...(imsi === undefined ? {} : { imsi }) };
  const proof = proveBootstrap(profile, how, key, bootstrap.document);
  return proof.ok ? ok({ ...bootstrap, proof: proof.value }) : proof;
}

function suggested(pin: string | undefined, imsi: string | undefined): Sec | undefined {
  if (pin !== undefined) return imsi === undefined ? 'USERPIN' : 'USERNETWPIN';
  return imsi === undefined ? undefined : 'NETWPIN';
}

function inForm(bootstrap: Bootstrap, form: Wanted['form']): Result<Buffer> {
  switch (form) {
    case 'document':
      return ok(Buffer.from(bootstrap.document));
    case 'header':
      return ok(Buffer.from(encodeWithHeader(bootstrap)));
    case 'push':
      return ok(Buffer.from(encodeAsPush(bootstrap)));
    case 'sms': {
      const messages = splitIntoSMS(encodeAsPush(bootstrap));
      return messages.ok ? ok(hexLines(messages.value)) : messages;
    }
  }
}
