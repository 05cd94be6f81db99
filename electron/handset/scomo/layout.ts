/**
 * Where things are in this handset's SCOMO object (facts 1.3): its lists, `<X>` in them, and the nodes below, by the
 * standard's names. How the handset spells them stands in its traits.
 */
import type { ObjectTraits } from '../personalities/personality.ts';

/** The three lists of the object. */
export type List = 'Download' | 'Delivered' | 'Deployed';

export const OPERATIONS = {
  Download: ['Download', 'DownloadInstall', 'DownloadInstallInactive'],
  Delivered: ['Install', 'InstallInactive', 'Remove'],
  Deployed: ['Activate', 'Deactivate', 'Remove'],
} as const satisfies Record<List, readonly string[]>;

export type Operation = (typeof OPERATIONS)[List][number];

/** How the object of this handset is built, and where it is. */
export interface Layout extends ObjectTraits {
  /** URI of the object's root. */
  readonly root: string;
}

/** Where the lists are below the object's root. */
const LIST_PATHS: Readonly<Record<List, readonly string[]>> = {
  Download: ['Download'],
  Delivered: ['Inventory', 'Delivered'],
  Deployed: ['Inventory', 'Deployed'],
};

/** A place in the object: the list, the name of `<X>`, and the standard's names of what is below it. */
export interface Place {
  readonly list: List;
  readonly name: string;
  /** URI of `<X>`. */
  readonly entry: string;
  readonly below: readonly string[];
}

/** A standard name as this handset writes it. */
function spell({ spelling }: Layout, name: string): string {
  return Object.hasOwn(spelling, name) ? (spelling[name] ?? name) : name;
}

/** URI of a list. */
export function listURI(layout: Layout, list: List): string {
  return [layout.root, ...LIST_PATHS[list].map((name) => spell(layout, name))].join('/');
}

/** URI of `<X>` in a list. */
export function entryURI(layout: Layout, list: List, name: string): string {
  return `${listURI(layout, list)}/${name}`;
}

/** URI of a node below `<X>`, by the standard's names. */
export function below(layout: Layout, entry: string, ...names: readonly string[]): string {
  return [entry, ...names.map((name) => spell(layout, name))].join('/');
}

/** Which `<X>` a URI belongs to; undefined above and beside the lists. */
export function placeOf(layout: Layout, uri: string): Place | undefined {
  for (const list of ['Download', 'Delivered', 'Deployed'] as const) {
    const prefix = `${listURI(layout, list)}/`;
    const [name, ...deeper] = uri.startsWith(prefix) ? uri.slice(prefix.length).split('/') : [];
    if (name === undefined) continue;
    return { list, name, entry: `${prefix}${name}`, below: deeper.map((one) => standardOf(layout, one)) };
  }
  return undefined;
}

function standardOf({ spelling }: Layout, spelled: string): string {
  return Object.keys(spelling).find((name) => spelling[name] === spelled) ?? spelled;
}
