/** A way to switch to OBEX while a person writes it: all text, with what is wrong in each field. */
import type { NewObexMode, ObexModeRow } from '../../../shared/contract/cables.ts';

export type Agreement = NewObexMode['agreedBy'][number];

export interface ObexModeDraft {
  readonly name: string;
  readonly manufacturer: string;
  /** One command on each line. */
  readonly commands: string;
  readonly agreedBy: readonly Agreement[];
  /** Milliseconds. */
  readonly settle: string;
  readonly leave: NewObexMode['leave'];
}

/** What a new one begins with: what most handsets do. */
export const NEW_MODE: ObexModeDraft = {
  name: '',
  manufacturer: '',
  commands: '',
  agreedBy: ['connect', 'ok'],
  settle: '300',
  leave: 'escape',
};

/** The draft that changes a way. */
export function draftOf({ name, manufacturer = '', commands, agreedBy, settleMs, leave }: ObexModeRow): ObexModeDraft {
  return { name, manufacturer, commands: commands.join('\n'), agreedBy, settle: String(settleMs), leave };
}

/** As in shared/contract/cables.ts, which has the last word. */
const COMMAND = /^AT[ -~]{0,78}$/;
const MOST_COMMANDS = 6;
const LONGEST_SETTLE_MS = 10_000;

export type Wrong = Readonly<Partial<Record<'name' | 'commands' | 'agreedBy' | 'settle', string>>>;

/** What is wrong with it, field by field; nothing when it can be kept. */
export function wrongWith(draft: ObexModeDraft): Wrong {
  const commands = commandsOf(draft);
  const bad = commands.findIndex((command) => !COMMAND.test(command));
  const wrong: Record<keyof Wrong, string | undefined> = {
    name: draft.name.trim() === '' ? 'Give it a name.' : undefined,
    commands:
      commands.length === 0
        ? 'Write at least one command.'
        : commands.length > MOST_COMMANDS
          ? `There are ${commands.length} commands; ${MOST_COMMANDS} are the most.`
          : bad >= 0
            ? `“${commands[bad]}” is no AT command: it begins with AT and has at most 80 characters, all of them ASCII.`
            : undefined,
    agreedBy: draft.agreedBy.length === 0 ? 'Choose at least one answer.' : undefined,
    settle:
      /^\d{1,5}$/.test(draft.settle.trim()) && Number(draft.settle) <= LONGEST_SETTLE_MS
        ? undefined
        : 'A whole number from 0 to 10,000.',
  };
  return Object.fromEntries(Object.entries(wrong).filter(([, text]) => text !== undefined));
}

/** As the workbench takes it; the draft must have nothing wrong. */
export function modeOf(draft: ObexModeDraft, id: string | undefined): NewObexMode {
  const manufacturer = draft.manufacturer.trim();
  return {
    ...(id === undefined ? {} : { id }),
    name: draft.name.trim(),
    ...(manufacturer === '' ? {} : { manufacturer }),
    commands: [...commandsOf(draft)],
    agreedBy: [...draft.agreedBy],
    settleMs: Number(draft.settle),
    leave: draft.leave,
  };
}

/** Modems take both cases of the two letters; we write them large. */
function commandsOf({ commands }: ObexModeDraft): readonly string[] {
  return commands
    .split('\n')
    .map((line) => line.trim().replace(/^at/i, 'AT'))
    .filter((line) => line !== '');
}
