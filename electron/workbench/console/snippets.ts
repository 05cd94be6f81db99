/** Snippets: those that every workbench has, and a person's own. */
import { BUILT_IN_SNIPPETS } from '../../../shared/console/built-in-snippets.ts';
import { keptSource } from '../../../shared/console/kept-text.ts';
import type { Snippet } from '../../../shared/contract/console.ts';
import { fail, ok, type Result } from '../../../shared/result.ts';
import type { ConsoleStore } from '../../storage/console.ts';

/** The built-in ones, then one's own by name. */
export function allSnippets(store: ConsoleStore): Snippet[] {
  return [
    ...BUILT_IN_SNIPPETS.map((snippet) => ({ ...snippet, builtIn: true })),
    ...store.snippets().map(({ id, name, text }) => ({ id: String(id), name, text, builtIn: false })),
  ];
}

/**
 * Keeps a new snippet, or changes one's own, with asterisks for its secrets. Errors: `snippet-name-taken`,
 * `snippet-built-in`, `snippet-unknown`, `secret-not-found`.
 */
export function saveSnippet(
  store: ConsoleStore,
  { id, name, text: source }: { readonly id?: string | undefined; readonly name: string; readonly text: string },
): Result<Snippet> {
  const taken = allSnippets(store).some((one) => one.id !== id && one.name.toLowerCase() === name.toLowerCase());
  if (taken) return fail('snippet-name-taken', `There is a snippet “${name}” already.`, 'Choose another name.');
  const kept = keptSource(source);
  if (!kept.ok) return kept;
  const text = kept.value;
  if (id === undefined) return ok({ id: String(store.addSnippet(name, text)), name, text, builtIn: false });
  const own = ownNumber(id);
  if (!own.ok) return own;
  return store.changeSnippet({ id: own.value, name, text }) ? ok({ id, name, text, builtIn: false }) : unknown();
}

/** Errors: `snippet-built-in`, `snippet-unknown`. */
export function removeSnippet(store: ConsoleStore, id: string): Result<Record<string, never>> {
  const own = ownNumber(id);
  if (!own.ok) return own;
  return store.removeSnippet(own.value) ? ok({}) : unknown();
}

function ownNumber(id: string): Result<number> {
  if (BUILT_IN_SNIPPETS.some((one) => one.id === id))
    return fail(
      'snippet-built-in',
      'This snippet comes with the workbench.',
      'Save it under another name and change that.',
    );
  return /^\d{1,15}$/.test(id) ? ok(Number(id)) : unknown();
}

function unknown(): Result<never> {
  return fail('snippet-unknown', 'There is no such snippet.', 'Choose one of the list.');
}
