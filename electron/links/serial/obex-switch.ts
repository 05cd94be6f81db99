/**
 * From AT to OBEX and back. Switching is tried in the order of likelihood; a handset that is in OBEX already (it answers
 * no AT) is met there. Leaving gives the port back as a modem, so that the next program finds what it expects.
 */
import { setTimeout as sleep } from 'node:timers/promises';
import { fail, ok, type Result } from '../../../shared/result.ts';
import { encodeRequest } from '../../../shared/obex/packet.ts';
import type { ByteChannel } from '../byte-channel.ts';
import { type AtDialog, createAtDialog } from './at-dialog.ts';
import { type Identity, identify } from './identify.ts';
import { modesFor, type ObexMode } from './obex-modes.ts';

export interface Switched {
  /** Absent when the handset was in OBEX already: nobody could be asked. */
  readonly identity?: Identity;
  /** Absent when it was in OBEX already. */
  readonly mode?: ObexMode;
}

export interface SwitchChoices {
  /** The mode that worked for a model before. */
  remembered(identity: Identity): string | undefined;
  /** It is in OBEX: this way worked. */
  worked?(identity: Identity, mode: ObexMode): void;
  /** The ways that there are; the table's unless said. */
  readonly modes?: readonly ObexMode[];
}

const COMMAND_MS = 1_500;
/** The escape sequence counts only between two pauses, milliseconds. */
const GUARD_MS = 1_050;

/**
 * Switches the handset to OBEX. Errors: `no-obex-mode` when it speaks AT and knows none of the ways; `channel-lost`.
 * A handset that answers nothing at all is taken to be in OBEX: the CONNECT that follows tells.
 */
export async function enterObex(channel: ByteChannel, choices: SwitchChoices): Promise<Result<Switched>> {
  const dialog = createAtDialog(channel);
  try {
    let identity = await identify(dialog);
    if (identity === undefined && !dialog.isLost) identity = await recover(dialog);
    if (dialog.isLost) return lost();
    if (identity === undefined) return ok({});
    const modes = modesFor(identity.manufacturer, choices.remembered(identity), choices.modes);
    for (const mode of modes) {
      const agreed = await tryMode(dialog, mode);
      if (agreed === 'lost') return lost();
      if (!agreed) continue;
      await sleep(mode.settleMs);
      return ok({ identity, mode });
    }
    return fail(
      'no-obex-mode',
      `${describe(identity)} speaks AT, but none of the ways to switch it to OBEX works.`,
      'Set its cable mode to “PC Suite” or “sync”, or add the command it needs under “Ways to switch to OBEX”.',
      { detail: `tried ${modes.map(({ commands }) => commands.join(' ')).join(', ')}` },
    );
  } finally {
    dialog.release();
  }
}

/** Gives the port back as a modem after DISCONNECT. */
export async function leaveObex(channel: ByteChannel, mode: ObexMode | undefined): Promise<void> {
  if (mode?.leave !== 'escape') return;
  const dialog = createAtDialog(channel);
  await escape(dialog);
  dialog.release();
}

/**
 * Somebody left the handset in OBEX, maybe in the middle of a packet: DISCONNECT and the escape sequence may bring AT
 * back. Who still says nothing is in OBEX, or not there.
 */
async function recover(dialog: AtDialog): Promise<Identity | undefined> {
  const disconnect = encodeRequest({ operation: 'disconnect', final: true, headers: [] });
  if (disconnect.ok) await dialog.write(disconnect.value);
  await escape(dialog);
  return identify(dialog);
}

async function escape(dialog: AtDialog): Promise<void> {
  await sleep(GUARD_MS);
  await dialog.write(new TextEncoder().encode('+++'));
  await sleep(GUARD_MS);
}

async function tryMode(dialog: AtDialog, { commands, agreedBy }: ObexMode): Promise<boolean | 'lost'> {
  for (const [index, command] of commands.entries()) {
    const { end } = await dialog.ask(command, COMMAND_MS);
    if (end === 'lost') return 'lost';
    const said = end === 'silent' ? 'silence' : end;
    const accepted: readonly string[] = index === commands.length - 1 ? agreedBy : ['ok', 'connect'];
    if (!accepted.includes(said)) return false;
  }
  return true;
}

function describe({ manufacturer, model }: Identity): string {
  const name = [manufacturer, model].filter((part) => part !== undefined).join(' ');
  return name === '' ? 'The handset' : name;
}

function lost(): Result<never> {
  return fail('channel-lost', 'The cable was pulled while the handset was switched to OBEX.', 'Plug it in again.', {
    retryable: true,
  });
}
