/**
 * Tags as the fast way meets them: page times 256 plus token, with the content bit where an element has content. The
 * readers keep those they switch over as constants of their own file, because only such are folded into machine code.
 */
import { COMMAND_CHILDREN } from '../command-parts.ts';
import { tokenOf, TOKENS } from './code-pages.ts';
import { CONTENT } from './tokens.ts';

/** An element that holds something. */
export function filled(name: string, page: 0 | 1 = 0): number {
  return page * 256 + tokenOf(page, name) + CONTENT;
}

/** An element without content. */
export function bare(name: string): number {
  return tokenOf(0, name);
}

/** Names of the commands by tag. */
export const COMMAND_NAMES: readonly (string | undefined)[] = byTag((name) => name);

/** Stands for "any command" among the children of a command; no tag has this number. */
export const ANY_COMMAND = 0;

/** Per command one mark for every tag that may stand in it. */
export const CHILDREN: readonly (Uint8Array | undefined)[] = byTag((_name, children) => {
  const marks = new Uint8Array(0x80);
  for (const child of children) {
    if (child === 'commands') marks[ANY_COMMAND] = 1;
    else marks[bare(child)] = marks[filled(child)] = 1;
  }
  return marks;
});

function byTag<T>(make: (name: string, children: ReadonlySet<string>) => T): readonly (T | undefined)[] {
  const made = Array.from<T | undefined>({ length: 0x80 });
  for (const [name, children] of COMMAND_CHILDREN) {
    if (TOKENS[0]?.has(name) === true) made[filled(name)] = make(name, children);
  }
  return made;
}
