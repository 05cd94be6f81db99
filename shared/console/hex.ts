/** Octets as people read them: sixteen to a line, with their offset and their letters. */

export interface HexLine {
  readonly offset: number;
  /** Two digits and a blank each. */
  readonly octets: readonly string[];
  readonly ascii: string;
}

const WIDTH = 16;

export function hexLines(octets: Uint8Array): readonly HexLine[] {
  const lines: HexLine[] = [];
  for (let offset = 0; offset < octets.length; offset += WIDTH) {
    const part = octets.subarray(offset, offset + WIDTH);
    lines.push({
      offset,
      octets: Array.from(part, (octet) => `${octet.toString(16).padStart(2, '0')} `),
      ascii: Array.from(part, (octet) => (octet > 0x1f && octet < 0x7f ? String.fromCodePoint(octet) : '·')).join(''),
    });
  }
  return lines;
}

/** All of it as text, the way hex dumps look. */
export function hexText(octets: Uint8Array): string {
  return hexLines(octets)
    .map(({ offset, octets: digits, ascii }) => {
      const hex = digits.join('').padEnd(WIDTH * 3);
      return `${offset.toString(16).padStart(8, '0')}  ${hex} ${ascii}`;
    })
    .join('\n');
}
