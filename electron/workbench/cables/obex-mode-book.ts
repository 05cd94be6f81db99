/**
 * The ways to switch handsets to OBEX, as this workbench knows them: the table of links/serial, the ways that a person has
 * added, and which one worked for which model.
 */
import { randomBytes } from 'node:crypto';
import type { NewObexMode, ObexModeRow } from '../../../shared/contract/cables.ts';
import { fail, ok, type Result } from '../../../shared/result.ts';
import type { Identity } from '../../links/serial/identify.ts';
import { OBEX_MODES, type ObexMode } from '../../links/serial/obex-modes.ts';
import type { SwitchChoices } from '../../links/serial/obex-switch.ts';
import type { Settings as StoredSettings } from '../../storage/settings.ts';

export interface ObexModeBook {
  /** For whoever switches a handset. */
  readonly choices: SwitchChoices;
  list(): readonly ObexModeRow[];
  /** Adds a way, or changes one that a person has added. Errors: `mode-unknown`. */
  save(mode: NewObexMode): Result<ObexModeRow>;
  /** Errors: `mode-unknown`, `mode-built-in`. */
  remove(id: string): Result<void>;
}

type OwnMode = Omit<NewObexMode, 'id'> & { readonly id: string };

/** Names in the settings table. */
const WORKED = 'obex-modes';
const OWN = 'own-obex-modes';

/** Opens the book. */
export function openObexModeBook(settings: StoredSettings): ObexModeBook {
  function worked(): Readonly<Record<string, string>> {
    return (settings.get(WORKED) as Readonly<Record<string, string>> | undefined) ?? {};
  }

  function own(): readonly OwnMode[] {
    return (settings.get(OWN) as readonly OwnMode[] | undefined) ?? [];
  }

  function list(): readonly ObexModeRow[] {
    const models = Object.entries(worked());
    const worksFor = (id: string): string[] => models.filter(([, mode]) => mode === id).map(([model]) => model);
    return [
      ...own().map((mode) => ({ ...mode, own: true, worksFor: worksFor(mode.id) })),
      ...OBEX_MODES.map(({ likely, ...mode }) => ({
        ...mode,
        commands: [...mode.commands],
        agreedBy: [...mode.agreedBy],
        ...(likely === undefined ? {} : { manufacturer: likely.source }),
        own: false,
        worksFor: worksFor(mode.id),
      })),
    ];
  }

  return {
    choices: {
      remembered: (identity) => worked()[modelOf(identity)],
      worked(identity, { id }): void {
        const model = modelOf(identity);
        if (model !== '' && worked()[model] !== id) settings.put(WORKED, { ...worked(), [model]: id });
      },
      get modes() {
        return [...own().map(asMode), ...OBEX_MODES];
      },
    },
    list,
    save(mode) {
      const { id = `own-${randomBytes(4).toString('hex')}`, ...rest } = mode;
      const isNew = !own().some((each) => each.id === id);
      if (isNew && mode.id !== undefined) return unknown();
      const kept: OwnMode = { ...rest, id };
      settings.put(OWN, isNew ? [...own(), kept] : own().map((each) => (each.id === id ? kept : each)));
      const row = list().find((each) => each.id === id);
      return row === undefined ? unknown() : ok(row);
    },
    remove(id) {
      if (OBEX_MODES.some((mode) => mode.id === id))
        return fail('mode-built-in', 'This way belongs to the workbench.', 'Add a way of your own: it is tried first.');
      if (!own().some((mode) => mode.id === id)) return unknown();
      settings.put(
        OWN,
        own().filter((mode) => mode.id !== id),
      );
      return ok(undefined);
    },
  };
}

/** Maker and model, because models of two makers may share a name; empty when the handset told neither. */
function modelOf({ manufacturer, model }: Identity): string {
  return [manufacturer, model].filter((part) => part !== undefined).join(' ');
}

function asMode({ manufacturer, ...mode }: OwnMode): ObexMode {
  return { ...mode, likely: manufacturer === undefined ? undefined : new RegExp(RegExp.escape(manufacturer), 'i') };
}

function unknown(): Result<never> {
  return fail('mode-unknown', 'There is no such way to switch a handset.', 'Choose one of the list.');
}
