/** The properties of a node (DM 1.2 §8.3, facts 2.8): a table, and what a value must look like to be written. */
import { fail, ok, type Result } from '../result.ts';
import { parseAcl } from './acl.ts';
import { ROOT } from './uri.ts';

export const PROPERTY_NAMES = ['ACL', 'Format', 'Name', 'Size', 'Title', 'TStamp', 'Type', 'VerNo'] as const;
export type PropertyName = (typeof PROPERTY_NAMES)[number];

/** Those that a server may replace. */
export const WRITABLE_PROPERTIES = ['ACL', 'Name', 'Title'] as const satisfies readonly PropertyName[];
export type WritableProperty = (typeof WRITABLE_PROPERTIES)[number];

/** Octets of a Title (DM 1.2 §8.3.7). */
const LONGEST_TITLE = 255;
/** Octets of a name; a handset's own limit (DevDetail/URI/MaxSegLen) is mostly lower. */
const LONGEST_NAME = 255;

const UTF8 = new TextEncoder();

/** May a server replace this property? */
export function isWritable(name: PropertyName): name is WritableProperty {
  return WRITABLE_PROPERTIES.some((writable) => writable === name);
}

/**
 * Checks a value before it is written to a property of the node at `uri`, and yields it as it is sent.
 * Errors: those of `parseAcl`, `acl-needed` (the root inherits from nobody), `name-invalid`, `title-too-long`.
 */
export function checkProperty(uri: string, property: WritableProperty, value: string): Result<string> {
  switch (property) {
    case 'ACL':
      return checkAcl(uri, value.trim());
    case 'Name':
      return checkName(uri, value.trim());
    case 'Title':
      return UTF8.encode(value).length > LONGEST_TITLE
        ? fail('title-too-long', `A title has at most ${LONGEST_TITLE} octets.`, 'Shorten it.')
        : ok(value);
  }
}

function checkAcl(uri: string, value: string): Result<string> {
  const parsed = parseAcl(value);
  if (!parsed.ok) return parsed;
  if (uri === ROOT && value === '')
    return fail('acl-needed', 'The root must have an access list of its own.', 'Write at least Add=*&Get=*.');
  return ok(value);
}

function checkName(uri: string, name: string): Result<string> {
  if (uri === ROOT) return fail('name-invalid', 'The root cannot be renamed.', 'Choose a node below it.');
  if (name === '' || /[/?\p{Cc}]/u.test(name) || name === '.' || name === '..')
    return fail(
      'name-invalid',
      'This cannot be the name of a node.',
      'A name is not empty and has no / and no ? in it.',
    );
  return UTF8.encode(name).length > LONGEST_NAME
    ? fail('name-invalid', `A name has at most ${LONGEST_NAME} octets.`, 'Shorten it.')
    : ok(name);
}
