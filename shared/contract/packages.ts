/** The package library. Files come in by handle: the host has taken the bytes before this contract sees them. */
import * as z from 'zod';
import { digest, done, id, method, nothing, time } from './method.ts';

const packageComponent = z.strictObject({
  id: z.string().max(255),
  name: z.string().max(255).exactOptional(),
  version: z.string().max(255).exactOptional(),
});

const word = z.string().min(1).max(255);

/** What a person may say of a package; whatever is missing comes from the file's manifest or its name. */
export const packageFacts = z.strictObject({
  pkgId: word.exactOptional(),
  name: word.exactOptional(),
  version: word.exactOptional(),
  pkgType: word.exactOptional(),
  envType: word.exactOptional(),
  components: z.array(packageComponent).max(256).exactOptional(),
});
export type PackageFacts = z.infer<typeof packageFacts>;

export const libraryPackage = z.strictObject({
  /** SHA-256 of the file: its identity. */
  digest: z.string(),
  fileName: z.string(),
  size: z.number().int(),
  pkgId: z.string(),
  name: z.string(),
  version: z.string().exactOptional(),
  /** MIME type. */
  pkgType: z.string(),
  envType: z.string().exactOptional(),
  components: z.array(packageComponent),
  addedAt: time,
  /** Did its facts come from a manifest inside the file, or were they guessed from its name? */
  described: z.enum(['manifest', 'person', 'name']),
  /** Came with the workbench, to try things. */
  sample: z.boolean(),
});
export type LibraryPackage = z.infer<typeof libraryPackage>;

export const packages = {
  list: method(nothing, z.array(libraryPackage)),
  /** Takes a handed-over file into the library. The same bytes twice are one package. */
  add: method(z.strictObject({ handle: id, facts: packageFacts.exactOptional() }), libraryPackage),
  edit: method(z.strictObject({ digest, facts: packageFacts }), libraryPackage),
  remove: method(z.strictObject({ digest }), done),
};
