/**
 * Packs a screenshot tighter than the browser does, without changing a pixel: no alpha channel, the best filter for
 * each line, the strongest compression (PNG 1.2, chapters 4, 6 and 9).
 */
import { crc32, deflateSync, inflateSync } from 'node:zlib';

const SIGNATURE = Buffer.from([0x89, 0x50, 0x4e, 0x47, 0x0d, 0x0a, 0x1a, 0x0a]);
const RGB = 3;

/** `png` must be as Chromium writes it: 8 bits per channel, RGB or RGBA, not interlaced. */
export function repack(png: Buffer): Buffer {
  const header = Buffer.from(chunksOf(png, 'IHDR')[0] ?? []);
  const [width, height] = [header.readUInt32BE(0), header.readUInt32BE(4)];
  const channels = header[9] === 6 ? 4 : RGB;
  const pixels = unfilter(inflateSync(Buffer.concat(chunksOf(png, 'IDAT'))), width, height, channels);
  header[9] = 2;
  const unfiltered = filter(pixels, width, height, [0]);
  const filtered = filter(pixels, width, height, [0, 1, 2, 3, 4]);
  const [smaller] = [unfiltered, filtered]
    .map((lines) => deflateSync(lines, { level: 9, memLevel: 9 }))
    .toSorted((a, b) => a.length - b.length);
  return Buffer.concat([SIGNATURE, chunk('IHDR', header), chunk('IDAT', smaller), chunk('IEND')]);
}

function chunksOf(png: Buffer, wanted: string): readonly Buffer[] {
  const found: Buffer[] = [];
  for (let at = SIGNATURE.length; at < png.length;) {
    const length = png.readUInt32BE(at);
    if (png.toString('latin1', at + 4, at + 8) === wanted) found.push(png.subarray(at + 8, at + 8 + length));
    at += length + 12;
  }
  return found;
}

function chunk(type: string, data: Uint8Array = new Uint8Array()): Buffer {
  const body = Buffer.concat([Buffer.from(type, 'latin1'), data]);
  const [length, sum] = [Buffer.alloc(4), Buffer.alloc(4)];
  length.writeUInt32BE(data.length);
  sum.writeUInt32BE(crc32(body));
  return Buffer.concat([length, body, sum]);
}

/** The pixels as RGB, line after line. */
function unfilter(lines: Buffer, width: number, height: number, channels: number): Buffer {
  const size = width * channels;
  let above = Buffer.alloc(size);
  const pixels = Buffer.alloc(width * height * RGB);
  for (let y = 0; y < height; y += 1) {
    const type = lines[y * (size + 1)] ?? 0;
    const line = Buffer.from(lines.subarray(y * (size + 1) + 1, (y + 1) * (size + 1)));
    for (let x = 0; x < size; x += 1) line[x] = (line[x] ?? 0) + guess(type, line, above, x, channels);
    for (let x = 0; x < width; x += 1) line.copy(pixels, (y * width + x) * RGB, x * channels, x * channels + RGB);
    above = line;
  }
  return pixels;
}

/** Each line with the filter that leaves the smallest numbers. */
function filter(pixels: Buffer, width: number, height: number, types: readonly number[]): Buffer {
  const size = width * RGB;
  let above: Buffer = Buffer.alloc(size);
  const lines: Buffer[] = [];
  for (let y = 0; y < height; y += 1) {
    const line = pixels.subarray(y * size, (y + 1) * size);
    const [best] = types
      .map((type) => {
        const left = Buffer.from(line.map((octet, x) => octet - guess(type, line, above, x, RGB)));
        return { type, left, sum: left.reduce((sum, octet) => sum + Math.min(octet, 256 - octet), 0) };
      })
      .toSorted((a, b) => a.sum - b.sum);
    if (best !== undefined) lines.push(Buffer.from([best.type]), best.left);
    above = line;
  }
  return Buffer.concat(lines);
}

/** What a filter expects an octet to be, from its neighbours. */
function guess(type: number, line: Uint8Array, above: Uint8Array, x: number, channels: number): number {
  const a = line[x - channels] ?? 0;
  const b = above[x] ?? 0;
  if (type < 3) return [0, a, b][type] ?? 0;
  if (type === 3) return (a + b) >> 1;
  const c = above[x - channels] ?? 0;
  const [pa, pb, pc] = [Math.abs(b - c), Math.abs(a - c), Math.abs(a + b - 2 * c)];
  if (pa <= pb && pa <= pc) return a;
  return pb <= pc ? b : c;
}
