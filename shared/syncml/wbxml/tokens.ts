/** The global tokens of WBXML that SyncML uses, and the parts of a tag token (WBXML 1.3 §7; facts 4). */

export const TOKEN = {
  switchPage: 0x00,
  end: 0x01,
  entity: 0x02,
  strI: 0x03,
  /** With its bits for content and attributes: 0x44, 0x84, 0xC4. */
  literal: 0x04,
  strT: 0x83,
  opaque: 0xc3,
} as const;

/** The tag itself. */
export const TAG = 0x3f;
/** The bit that says that content follows, up to an END. */
export const CONTENT = 0x40;
/** The bit that says that attributes follow, up to an END. */
export const ATTRIBUTES = 0x80;
