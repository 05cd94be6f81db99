/**
 * What a virtual handset can be: the kinds of handset it may stand for. A table for people: the window and
 * `scomo handset --list` show it; what each kind does differently stands with the handset.
 */

interface PersonalityRow {
  readonly name: string;
  readonly title: string;
  /** What is different about it, one sentence. */
  readonly hint: string;
  /** What its DevId begins with, when that is not `IMEI:`. */
  readonly devIdPrefix?: string;
}

// oxfmt-ignore
export const PERSONALITIES = [
  { name: 'spec-1.0', title: 'By the book, SCOMO 1.0', hint: 'Does what the standards say.' },
  { name: 'spec-1.1', title: 'By the book, SCOMO 1.1', hint: 'The 1.1 object: Reboot, Blacklisted, Whitelisted, CheckUpdateFreq, and 1.1 reports.' },
  { name: 'direct-only', title: 'By the book, without Download', hint: 'Has no Download list: packages are written into Data in the session.' },
  { name: 'redbend', title: 'Redbend vDM', hint: 'One fixed download node with all its children, a DevId with a blank, refusals 403, operations as interior nodes.', devIdPrefix: 'IMEI: ' },
  { name: 'mediatek', title: 'MediaTek', hint: '“Deactive”, results at once but for downloads, no report without a correlator, wrong target and PkgID in reports.' },
  { name: 'verizon', title: 'Verizon plug-in for libdmclient', hint: 'Lower-case lists, 70 for a failed install, needs PkgIDRef, and all that libdmclient does.' },
  { name: 'symbian', title: 'Symbian', hint: 'Pre-URN reports marked warning, State and Status as text, misspelt operations, length limits, Remove only when inactive.' },
  { name: 'libdmclient', title: 'libdmclient', hint: 'No ?list, few properties, Sequence status last, Atomic without status, one status per item, asks nobody, small messages.' },
] as const satisfies readonly PersonalityRow[];

export type PersonalityName = (typeof PERSONALITIES)[number]['name'];

export const PERSONALITY_NAMES = PERSONALITIES.map(({ name }) => name);

/** The row of a personality. */
export function personalityRow(name: PersonalityName): PersonalityRow {
  const rows: readonly PersonalityRow[] = PERSONALITIES;
  const row = rows.find((one) => one.name === name);
  if (row === undefined) throw new Error(`Every personality has a row: ${name}`);
  return row;
}
