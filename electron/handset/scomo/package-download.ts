/**
 * Fetches what PkgURL leads to: the package itself, or a download descriptor that says where the package is, how large
 * it is, and where the outcome is to be reported before the package is used (facts 5.1–5.4).
 */
import { readDescriptor } from './download-descriptor.ts';
import { type Download, downloadPackage } from './download.ts';
import { type NotifyCode, reportDownload } from './install-notify.ts';
import { type Attempt, refuse, type Refusal } from './result.ts';

/** Downloads; the value is the size in octets. Fails like `downloadPackage`, and with 1402 for a bad descriptor. */
export async function fetchPackage(download: Download): Promise<Attempt<number>> {
  const first = await downloadPackage(download);
  if (!first.ok || first.descriptor === undefined) return first;
  const { text, url } = first.descriptor;
  const descriptor = readDescriptor(text, url);
  if (!descriptor.ok) {
    await report(download, descriptor.installNotifyURI, descriptor.refused);
    return refuse(1402, `The download descriptor is refused with ${descriptor.refused}`);
  }
  const { objectURI, size, installNotifyURI } = descriptor.value;
  const fetched = await downloadPackage({ ...download, url: objectURI });
  const refusal = whyRefused(fetched, size);
  if (refusal !== undefined) {
    await report(download, installNotifyURI, refusal.code);
    return refusal.refusal;
  }
  if (await report(download, installNotifyURI, 900)) return fetched;
  return refuse(1402, `The install-notify was not taken by ${installNotifyURI ?? ''}`);
}

/** Why the object cannot be used, and the code of its report. */
function whyRefused(
  fetched: Awaited<ReturnType<typeof downloadPackage>>,
  size: number,
): { readonly code: NotifyCode; readonly refusal: { readonly ok: false } & Refusal } | undefined {
  if (!fetched.ok) return { code: fetched.resultCode === 1404 ? 901 : 903, refusal: fetched };
  if (fetched.descriptor !== undefined)
    return { code: 906, refusal: refuse(1402, 'The download descriptor leads to another descriptor') };
  if (fetched.value === size) return undefined;
  return { code: 905, refusal: refuse(1402, `${fetched.value} octets; the descriptor says ${size}`) };
}

/** True when nobody wants a report. */
function report({ signal }: Download, url: string | undefined, code: NotifyCode): Promise<boolean> {
  return url === undefined ? Promise.resolve(true) : reportDownload(url, code, signal);
}
