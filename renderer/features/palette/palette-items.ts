/** What the palette can find: actions, handsets, components, packages. */
import type { Cable } from '../../../shared/contract/cables.ts';
import type { Handset } from '../../../shared/contract/handsets.ts';
import type { LibraryPackage } from '../../../shared/contract/packages.ts';
import type { DeploymentComponent } from '../../../shared/scomo/inventory-types.ts';
import { perform, whyNot, type Action } from '../../app/action.ts';
import { select, selectCable, type WindowState } from '../../app/store.ts';
import { cableWords, handsetWords, linkWords } from '../../i18n/words.ts';
import { formatBytes } from '../../ui/numbers.ts';
import { cableName, looseCables } from '../cables/cable-state.ts';
import { titleOf } from '../packages/package-words.ts';

export interface PaletteItem {
  readonly key: string;
  readonly kind: 'Action' | 'Handset' | 'Cable' | 'Component' | 'Package';
  readonly label: string;
  /** Beside the label; found too. */
  readonly remark: string;
  readonly shortcut?: string | undefined;
  readonly whyNot?: string | undefined;
  choose(): void;
}

/** A component of some handset. */
export interface FoundComponent {
  readonly handset: Handset;
  readonly component: DeploymentComponent;
}

/** Everything that can be found, in the order in which an empty search shows it. */
export function paletteItems(
  state: WindowState,
  actions: readonly Action[],
  components: readonly FoundComponent[],
): readonly PaletteItem[] {
  const all = actions.map((action) => actionItem(action, state));
  return [
    ...[...state.handsets.values()].map(handsetItem),
    ...looseCables(state.cables, state.handsets).map(cableItem),
    ...all.filter((item) => item.whyNot === undefined),
    ...components.map(componentItem),
    ...[...state.packages.values()].map(packageItem),
    // What cannot be done now is still found, and says why.
    ...all.filter((item) => item.whyNot !== undefined),
  ];
}

/** The items that hold every word of the search; those whose label starts with it first. */
export function findItems(items: readonly PaletteItem[], search: string): readonly PaletteItem[] {
  const words = search.toLowerCase().split(/\s+/).filter(Boolean);
  if (words.length === 0) return withFewHandsets(items);
  return items
    .map((item) => ({ item, rank: rankOf(item, words) }))
    .filter(({ rank }) => rank < MISS)
    .toSorted((a, b) => a.rank - b.rank)
    .map(({ item }) => item);
}

/** Before anything is typed, a rack of handsets must not hide everything else. */
function withFewHandsets(items: readonly PaletteItem[]): readonly PaletteItem[] {
  const handsets = items.filter((item) => item.kind === 'Handset').slice(0, 6);
  return items.filter((item) => item.kind !== 'Handset' || handsets.includes(item));
}

const MISS = 100;

/** 0: the label starts with it; 1: a word of the label does; 2: somewhere in the label; 3: only in the remark. */
function rankOf(item: PaletteItem, words: readonly string[]): number {
  const label = item.label.toLowerCase();
  const text = `${label} ${item.remark.toLowerCase()} ${item.kind.toLowerCase()}`;
  if (!words.every((word) => text.includes(word))) return MISS;
  const off = item.whyNot === undefined ? 0 : 0.5;
  const first = words[0] ?? '';
  if (label.startsWith(first)) return off;
  if (label.split(/[^a-z0-9]+/).some((word) => word.startsWith(first))) return 1 + off;
  return (label.includes(first) ? 2 : 3) + off;
}

function actionItem(action: Action, state: WindowState): PaletteItem {
  return {
    key: action.id,
    kind: 'Action',
    label: action.label,
    remark: action.hint ?? '',
    shortcut: action.shortcut,
    whyNot: whyNot(action, state),
    choose: () => void perform(action),
  };
}

function handsetItem(handset: Handset): PaletteItem {
  return {
    key: `handset:${handset.devId}`,
    kind: 'Handset',
    label: handset.name,
    remark: `${linkWords[handset.link]} · ${handsetWords[handset.state].word} · ${handset.devId}`,
    choose: () => select({ devId: handset.devId }),
  };
}

function cableItem(cable: Cable): PaletteItem {
  return {
    key: `cable:${cable.port}`,
    kind: 'Cable',
    label: cableName(cable),
    remark: `${linkWords[cable.link]} · ${cable.where} · ${cableWords[cable.state].word}`,
    choose: () => selectCable(cable.port),
  };
}

function componentItem({ handset, component }: FoundComponent): PaletteItem {
  const state = component.state?.word;
  return {
    key: `component:${handset.devId}:${component.uri}`,
    kind: 'Component',
    label: [component.name ?? component.id ?? component.nodeName, component.version].filter(Boolean).join(' '),
    remark: [state, component.id, `on ${handset.name}`].filter(Boolean).join(' · '),
    choose: () => select({ devId: handset.devId, tab: 'components', uri: component.uri }),
  };
}

function packageItem(item: LibraryPackage): PaletteItem {
  return {
    key: `package:${item.digest}`,
    kind: 'Package',
    label: titleOf(item),
    remark: `${item.fileName} · ${formatBytes(item.size)}`,
    choose: () => select({ digest: item.digest }),
  };
}
