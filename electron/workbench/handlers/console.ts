/** Use cases around the raw console: preview, send, history, snippets. */
import { formatCommands } from '../../../shared/console/format.ts';
import { commandsOfMessage, writeMarkup } from '../../../shared/console/markup.ts';
import { readCommands } from '../../../shared/console/read-commands.ts';
import type { Handlers } from '../../../shared/contract/contract.ts';
import { fail, ok, type Result } from '../../../shared/result.ts';
import { CODECS, encodingOf, encodingOfType, type Encoding } from '../../../shared/syncml/codec.ts';
import { entryOf } from '../console/console-entry.ts';
import { previewOf } from '../console/preview.ts';
import { allSnippets, removeSnippet, saveSnippet } from '../console/snippets.ts';
import type { Services } from '../services.ts';

type ConsoleHandlers = Pick<Handlers, Extract<keyof Handlers, `console.${string}`>>;

/** How far back a message of the handset is looked for. */
const RECENT = 20;

/** The handlers of area `console`. */
export function consoleHandlers(services: Services): ConsoleHandlers {
  const { storage, registry, mirrors, events } = services;

  /** The encoding of the handset's last message. */
  function spokenBy(devId: string): Encoding | undefined {
    const { entries } = storage.trace.list({ devId, limit: RECENT });
    const last = entries.find(({ direction, kind }) => direction === 'in' && kind === 'message');
    return last === undefined ? undefined : encodingOfType(storage.trace.get(last.id)?.contentType);
  }

  function tellSnippets<T>(result: Result<T>): Result<T> {
    if (result.ok) events.emit({ type: 'snippets', snippets: allSnippets(storage.console) });
    return result;
  }

  return {
    'console.preview': ({ devId, text }) => {
      if (registry.get(devId) === undefined) return unknownHandset();
      const read = readCommands(text);
      if (!read.ok) return read;
      const account = storage.accounts.get(devId) ?? services.enrolment();
      return ok(
        previewOf(read.value.commands, {
          devId,
          serverURL: services.serverURL(),
          serverId: account.serverId,
          scomoRoot: mirrors.place(devId)?.uri,
          speaks: spokenBy(devId),
          notes: read.value.notes,
        }),
      );
    },
    'console.send': ({ devId, text }) => services.console().send(devId, text),
    'console.cancel': ({ id }) => services.console().cancel(id),
    'console.history': ({ devId, before, limit }) =>
      registry.get(devId) === undefined
        ? unknownHandset()
        : ok(storage.console.list(devId, limit, before).map(entryOf)),
    'console.clearHistory': ({ devId }) => {
      if (registry.get(devId) === undefined) return unknownHandset();
      storage.console.clear(devId);
      events.emit({ type: 'console-cleared', devId });
      return ok({});
    },
    'console.snippets': () => ok(allSnippets(storage.console)),
    'console.saveSnippet': (snippet) => tellSnippets(saveSnippet(storage.console, snippet)),
    'console.removeSnippet': ({ id }) => tellSnippets(removeSnippet(storage.console, id)),
    'console.fromTrace': ({ id }) => {
      const found = storage.trace.get(id);
      if (found?.body === undefined)
        return fail('trace-gone', 'This message is no longer in the trace.', 'Choose a newer one.');
      const decoded = CODECS[encodingOf(found.body, found.contentType)].decode(found.body);
      if (!decoded.ok) return decoded;
      const read = commandsOfMessage(decoded.value.message);
      if (!read.ok) return read;
      const { commands, notes } = read.value;
      if (commands.length === 0)
        return fail(
          'nothing-to-send',
          'This message carries no command.',
          'Choose one of the workbench with commands in it.',
        );
      const text = formatCommands(commands);
      if (text !== undefined) return ok({ text, notes: [...notes] });
      const markup = writeMarkup(commands);
      return markup.ok ? ok({ text: markup.value, notes: [...notes] }) : markup;
    },
  };
}

function unknownHandset(): Result<never> {
  return fail('handset-unknown', 'There is no such handset.', 'Choose one of the list, or let it call once.');
}
