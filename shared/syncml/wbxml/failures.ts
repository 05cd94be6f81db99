/** Why octets are refused as WBXML: one code, one sentence and one next step each. */
import { fail, type Failure } from '../../result.ts';

export type WbxmlCode = keyof typeof REASONS;

const LOOK = 'Look at the bytes in the trace: the handset may have cut the message or sent another encoding.';

const REASONS = {
  'wbxml-version': ['The message is no WBXML of version 1.1 to 1.3.', LOOK],
  'wbxml-truncated': ['The WBXML message ends in the middle.', LOOK],
  'wbxml-integer-too-long': ['A number in the WBXML message has more than 32 bits.', LOOK],
  'wbxml-charset': ['The WBXML message is not in UTF-8.', 'Set the handset to UTF-8, which SyncML DM demands.'],
  'wbxml-string-table': ['The WBXML message points outside of its string table.', LOOK],
  'wbxml-unterminated-string': ['A text in the WBXML message has no end.', LOOK],
  'wbxml-opaque-too-long': ['An opaque value is longer than the rest of the WBXML message.', LOOK],
  'wbxml-unknown-page': ['The WBXML message begins with a tag that no code page has.', LOOK],
  'wbxml-unknown-token': ['The WBXML message has a token that SyncML does not use.', LOOK],
  'wbxml-too-deep': [
    'The WBXML message nests its elements too deep.',
    'No SyncML message needs that; look at the bytes in the trace.',
  ],
  'wbxml-too-large': [
    'The WBXML message is larger than what is read.',
    'Lower MaxMsgSize for this handset, or look at what it sends.',
  ],
} as const;

/** Makes the failure; `detail` says where, or how much. */
export function failureOf(code: WbxmlCode, detail: string): Failure {
  const [message, next] = REASONS[code];
  return fail(code, message, next, { detail }).error;
}
