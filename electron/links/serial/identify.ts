/** Who hangs on the port: the few AT commands that every handset knows (3GPP 27.007), each with a short time limit. */
import type { AtAnswer, AtDialog } from './at-dialog.ts';

export interface Identity {
  /** `+CGMI`. */
  readonly manufacturer?: string;
  /** `+CGMM`. */
  readonly model?: string;
  /** `+CGMR`. */
  readonly revision?: string;
  /** `+CGSN`, digits only: DevId is `IMEI:` and these (facts 2.9). */
  readonly imei?: string;
}

const COMMAND_MS = 600;

const QUESTIONS = [
  ['manufacturer', 'AT+CGMI'],
  ['model', 'AT+CGMM'],
  ['revision', 'AT+CGMR'],
  ['imei', 'AT+CGSN'],
] as const;

/**
 * Asks; undefined when nobody answers AT here at all (nothing there, already in OBEX, wrong speed). What one handset
 * does not know is left out.
 */
export async function identify(dialog: AtDialog): Promise<Identity | undefined> {
  if (!(await answersAt(dialog))) return undefined;
  let identity: Identity = {};
  for (const [name, command] of QUESTIONS) {
    const answer = await dialog.ask(command, COMMAND_MS);
    const value = answer.end === 'ok' ? valueIn(answer, command) : undefined;
    const known = name === 'imei' ? imeiIn(value) : value;
    if (known !== undefined) identity = { ...identity, [name]: known };
  }
  return identity;
}

/** Two tries: the first characters after a plug are often lost. */
async function answersAt(dialog: AtDialog): Promise<boolean> {
  for (let attempt = 0; attempt < 2; attempt++) {
    const { end } = await dialog.ask('AT', COMMAND_MS);
    if (end === 'ok') return true;
    if (end === 'lost') return false;
  }
  return false;
}

/** The first line that is an answer: with or without the prefix `+CGMI:`, with or without quotes. */
function valueIn({ lines }: AtAnswer, command: string): string | undefined {
  const prefix = `${command.slice(2)}:`;
  const prefixed = lines.find((line) => line.startsWith(prefix));
  const bare = lines.find((line) => !line.startsWith('+') && !line.startsWith('AT'));
  const value = (prefixed?.slice(prefix.length) ?? bare)?.trim().replaceAll(/^"|"$/g, '').trim();
  return value === '' ? undefined : value;
}

function imeiIn(value: string | undefined): string | undefined {
  return /\d{14,16}/.exec(value?.replaceAll('-', '') ?? '')?.[0];
}
