/**
 * A serial line with the faults of cables on it (shared/contract/cable-fault.ts): it counts what goes over it, and
 * spoils the answer, or pulls the plug, when it is time. An answer is one OBEX packet, whole, as it is written here.
 */
import { setTimeout as sleep } from 'node:timers/promises';
import { type CableFaultName, type CableFaultSpec, formatCableFault } from '../../../shared/contract/cable-fault.ts';
import { createDice, type Dice } from '../faults/dice.ts';
import type { SerialLine } from './serial-line.ts';

export interface FaultyWire extends SerialLine {
  /** The other end has left: what hangs goes on. */
  left(): void;
}

const LATE_MS = 2_000;
const BABBLE_OCTETS = 20_000;
const NOISE_OCTETS = 40;
/** OBEX answers begin with the final bit and a class; what a modem says is ASCII. */
const FIRST_OF_ANSWERS = 0x90;

/** Faults that count something else than answers. */
const OF_THE_PLUG: ReadonlySet<CableFaultName> = new Set(['yank', 'yank-transfer']);

/** What becomes of an answer, octet by octet. A fault that is not here is done by the wire itself. */
// oxfmt-ignore
const SPOIL: Readonly<Partial<Record<CableFaultName, (answer: Uint8Array, dice: Dice) => Uint8Array>>> = {
  'babble':           (_answer, dice) => noise(dice, BABBLE_OCTETS),
  'noise-before':     (answer, dice) => joined(noise(dice, NOISE_OCTETS), answer),
  'noise-inside':     (answer, dice) => joined(answer.subarray(0, half(answer)), noise(dice, NOISE_OCTETS), answer.subarray(half(answer))),
  'noise-after':      (answer, dice) => joined(answer, noise(dice, NOISE_OCTETS)),
  'cut-answer':       (answer) => answer.subarray(0, half(answer)),
  'length-too-large': (answer) => withLength(answer, answer.length + 100),
  'length-too-small': (answer) => withLength(answer, Math.max(3, half(answer))),
  'length-zero':      (answer) => withLength(answer, 0),
};

/** Lines that a modem says when nobody asked (3GPP 27.007). */
const REPORTS = ['\r\nRING\r\n', '\r\n+CREG: 1\r\n', '\r\n+CSQ: 17,99\r\n', '\r\n+CIEV: 2,4\r\n'];

/** Puts faults on the line; `tell` hears of each one that strikes, as it is written. */
export function faultyWire(
  line: SerialLine,
  specs: readonly CableFaultSpec[],
  seed: number,
  tell: (fault: string) => void,
): FaultyWire {
  const dice = createDice(seed);
  const onLost: (() => void)[] = [];
  let octets = 0;
  let answers = 0;
  let reports = 0;
  let hangs = false;
  let isPulled = false;

  function has(name: CableFaultName): boolean {
    return specs.some((spec) => spec.name === name);
  }

  /** As many of these octets as pass before the cable is pulled. */
  function pass(bytes: Uint8Array): Uint8Array {
    const end = specs.find(({ name, nth = 1 }) => name === 'yank' && nth > octets && nth <= octets + bytes.length);
    const passed = end === undefined ? bytes : bytes.subarray(0, (end.nth ?? 1) - octets);
    octets += passed.length;
    if (end !== undefined) {
      isPulled = true;
      tell(formatCableFault(end));
    }
    return passed;
  }

  async function write(bytes: Uint8Array): Promise<void> {
    if (isPulled) return;
    const isAnswer = (bytes[0] ?? 0) >= FIRST_OF_ANSWERS;
    if (has('modem-talks')) await put(Buffer.from(REPORTS[reports++ % REPORTS.length] ?? '', 'latin1'));
    return isAnswer ? answer(bytes) : put(bytes);
  }

  async function answer(bytes: Uint8Array): Promise<void> {
    answers++;
    let spoilt = bytes;
    for (const spec of specs) {
      if (spec.nth !== answers || OF_THE_PLUG.has(spec.name)) continue;
      tell(formatCableFault(spec));
      if (spec.name === 'stall') hangs = true;
      if (spec.name === 'late-answer') await sleep(LATE_MS);
      spoilt = SPOIL[spec.name]?.(spoilt, dice) ?? spoilt;
    }
    if (!hangs) await put(spoilt);
  }

  async function put(bytes: Uint8Array): Promise<void> {
    const passed = pass(bytes);
    const step = has('single-octets') ? 1 : passed.length;
    for (let at = 0; at < passed.length; at += step) {
      await line.write(passed.subarray(at, at + step));
      // Without a pause the system joins them again.
      if (step === 1) await sleep(0);
    }
    if (isPulled) pull();
  }

  function pull(): void {
    line.close();
    for (const listener of onLost.splice(0)) listener();
  }

  let queue: Promise<void> = Promise.resolve();
  return {
    write: (bytes) => (queue = queue.then(() => write(bytes))),
    onData(listener): void {
      line.onData((chunk) => {
        if (isPulled) return;
        const passed = pass(chunk);
        if (passed.length > 0) listener(passed);
        if (isPulled) pull();
      });
    },
    onLost(listener): void {
      onLost.push(listener);
      line.onLost(listener);
    },
    close: line.close,
    left: () => void (hangs = false),
  };
}

function half(bytes: Uint8Array): number {
  return bytes.length >> 1;
}

function noise(dice: Dice, length: number): Uint8Array {
  return Uint8Array.from({ length }, () => dice.roll(0, 255));
}

function withLength(answer: Uint8Array, length: number): Uint8Array {
  const lying = Uint8Array.from(answer);
  lying[1] = length >> 8;
  lying[2] = length & 0xff;
  return lying;
}

function joined(...parts: readonly Uint8Array[]): Uint8Array {
  return Uint8Array.from(Buffer.concat(parts));
}
