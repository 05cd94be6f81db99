/**
 * Where octets stand in others, in a time that depends on how many there are and never on what they are: both may come
 * from a stranger (Knuth, Morris and Pratt: what has been compared is not looked at again).
 */

/** Offsets at which `wanted` stands in `bytes`, also where it overlaps itself; none for no octets. */
export function placesOf(bytes: Uint8Array, wanted: Uint8Array): readonly number[] {
  const first = wanted[0];
  if (first === undefined) return [];
  const shorter = borders(wanted);
  const places: number[] = [];
  let length = 0;
  for (let at = 0; at < bytes.length; at++) {
    // Where nothing has begun yet the next beginning is found much faster.
    if (length === 0) at = bytes.indexOf(first, at);
    if (at === -1) break;
    while (length > 0 && bytes[at] !== wanted[length]) length = shorter[length - 1] ?? 0;
    if (bytes[at] === wanted[length]) length++;
    if (length < wanted.length) continue;
    places.push(at + 1 - length);
    length = shorter[length - 1] ?? 0;
  }
  return places;
}

/** For each beginning of the octets: how long its longest end is that is a beginning too, itself excepted. */
function borders(octets: Uint8Array): Int32Array {
  const lengths = new Int32Array(octets.length);
  let length = 0;
  for (let at = 1; at < octets.length; at++) {
    while (length > 0 && octets[at] !== octets[length]) length = lengths[length - 1] ?? 0;
    if (octets[at] === octets[length]) length++;
    lengths[at] = length;
  }
  return lengths;
}
