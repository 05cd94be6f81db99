/** The Data of a completion alert as the standard has it (facts 1.7), read without the product's own parser. */
import type { Alert } from '../../../shared/syncml/message.ts';

/** `[result code, identifier, URI of the target]` of each item of a report. */
export function resultsIn(report: Alert | undefined): readonly (readonly [number, string, string | undefined])[] {
  return (report?.items ?? []).map(({ target, data }) => {
    const [, code, identifier] =
      /^<ResultCode>(\d+)<\/ResultCode><Identifier>(.*)<\/Identifier>$/.exec(String(data)) ?? [];
    return [Number(code), identifier ?? '', target?.locURI] as const;
  });
}
