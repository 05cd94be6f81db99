/** Alert codes of DM 1.2 (facts 2.5). */

/** The codes by the name the rest of the code uses. They travel as text in Alert/Data. */
export const ALERT = {
  display: '1100',
  confirm: '1101',
  textInput: '1102',
  singleChoice: '1103',
  multipleChoice: '1104',
  serverInitiated: '1200',
  clientInitiated: '1201',
  nextMessage: '1222',
  sessionAbort: '1223',
  clientEvent: '1224',
  noEndOfData: '1225',
  genericAlert: '1226',
} as const;

export interface AlertCode {
  readonly code: number;
  readonly word: string;
  /** Who may send it. */
  readonly from: 'handset' | 'server' | 'both';
}

/** DM 1.2 §4.2. */
export const ALERT_CODES: readonly AlertCode[] = [
  { code: 1100, word: 'display a text', from: 'server' },
  { code: 1101, word: 'ask for confirmation', from: 'server' },
  { code: 1102, word: 'ask for a text', from: 'server' },
  { code: 1103, word: 'ask for one choice', from: 'server' },
  { code: 1104, word: 'ask for several choices', from: 'server' },
  { code: 1200, word: 'session asked for by the server', from: 'handset' },
  { code: 1201, word: 'session started by the handset', from: 'handset' },
  { code: 1222, word: 'next message', from: 'both' },
  { code: 1223, word: 'session abort', from: 'both' },
  { code: 1224, word: 'client event', from: 'handset' },
  { code: 1225, word: 'large object ended early', from: 'both' },
  { code: 1226, word: 'generic alert', from: 'handset' },
];

const WORDS: ReadonlyMap<string, string> = new Map(ALERT_CODES.map(({ code, word }) => [String(code), word]));

/** The technician's word for an alert code as sent; `unknown alert` for others. */
export function alertWord(code: string): string {
  return WORDS.get(code) ?? 'unknown alert';
}
