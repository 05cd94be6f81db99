/**
 * What a read-back must show, and what it shows. A step is done only when every expectation of its action is met by
 * the inventory as it was read after the commands, never because a command returned 200.
 */
import { findComponents, findDelivered, findDownload } from '../scomo/inventory.ts';
import type { DeploymentComponent, Inventory, InventoryEntry } from '../scomo/inventory-types.ts';
import { INSTALLED } from '../scomo/states.ts';
import { componentName } from './plan-steps.ts';
import type { Expectation, StepAction, StepTarget } from './run.ts';
import { type Facts, resolveKnown } from './target.ts';

export interface Checked {
  readonly met: boolean;
  /** The line of proof, or what is different. */
  readonly text: string;
  /**
   * True when it is met and the handset showed everything that was asked for. False also where an optional node is
   * missing that would prove it (Version, the State of a package); the text says so.
   */
  readonly proven: boolean;
}

type Expected<W extends Expectation['what']> = Extract<Expectation, { what: W }>;

/** What the inventory must show after this action; empty for actions that only read or check. */
export function expectationsOf(action: StepAction): readonly Expectation[] {
  switch (action.kind) {
    case 'read-inventory':
    case 'check-package':
    case 'tell-user':
      return [];
    case 'describe-download':
      return [{ what: 'download', pkgId: action.package.pkgId, present: true, nodeName: action.nodeName }];
    case 'deliver-data':
      return [{ what: 'package', pkgId: action.package.pkgId, present: true, nodeName: action.nodeName }];
    case 'delete-node':
      return absence(action.target);
    case 'execute':
    case 'verify':
      return action.expect;
  }
}

/**
 * Holds one expectation against an inventory. `text` is the proof, e.g. `Notes 2.1 is there, Active`, or what is
 * different, e.g. `Notes 2.1: State read back: Inactive`.
 */
export function checkExpectation(expectation: Expectation, facts: Facts, inventory: Inventory): Checked {
  switch (expectation.what) {
    case 'component':
      return checkComponent(expectation, facts, inventory);
    case 'package':
      return checkPackage(expectation, facts, inventory);
    case 'download':
      return checkDownload(expectation, facts, inventory);
    case 'components-of':
      return checkComponentsOf(expectation, facts, inventory);
  }
}

/** Holds several expectations against an inventory: all proofs, or everything that is different. */
export function checkExpectations(expectations: readonly Expectation[], facts: Facts, inventory: Inventory): Checked {
  const checked = expectations.map((expectation) => checkExpectation(expectation, facts, inventory));
  const unmet = checked.filter(({ met }) => !met);
  return {
    met: unmet.length === 0,
    text: (unmet.length === 0 ? checked : unmet).map(({ text }) => text).join(' · '),
    proven: checked.every(({ proven }) => proven),
  };
}

function checkComponent(expected: Expected<'component'>, facts: Facts, inventory: Inventory): Checked {
  const id = resolveKnown(expected.id, facts);
  if (id === undefined) return unknown(expected.present);
  const found = findComponents(inventory, id);
  if (!expected.present) return checkAbsent(found[0], found[0] === undefined ? id : nameOf(found[0]));
  if (found.length === 0) return different(`${id} is not on the handset`);

  const version = expected.version === undefined ? undefined : resolveKnown(expected.version, facts);
  const each = found.map((component) => checkOneComponent(component, version, expected.active));
  return each.find(({ proven }) => proven) ?? each.find(({ met }) => met) ?? each[0] ?? different(`${id} is not there`);
}

function checkOneComponent(
  component: DeploymentComponent,
  version: string | undefined,
  active: boolean | undefined,
): Checked {
  const name = nameOf(component);
  if (component.status?.tone === 'busy') return different(`${name}: ${component.status.word}`);
  if (version !== undefined && component.version !== undefined && component.version.trim() !== version.trim())
    return different(`${name}: Version read back: ${component.version}, expected ${version}`);
  const activity = checkActive(component, active);
  if (!activity.met) return different(`${name}: ${activity.text}`);
  const unsaid = version !== undefined && component.version === undefined;
  return {
    met: true,
    proven: !unsaid,
    text: `${name} is there${activity.text}${unsaid ? `; the handset does not say its version (${version} expected)` : ''}`,
  };
}

function checkActive(
  { active, state, status }: DeploymentComponent,
  expected: boolean | undefined,
): { readonly met: boolean; readonly text: string } {
  const word = state?.word;
  if (expected === undefined || active === expected) return { met: true, text: word === undefined ? '' : `, ${word}` };
  const failed = status?.tone === 'failed' ? ` (${status.word})` : '';
  return { met: false, text: `State read back: ${word ?? 'nothing'}${failed}` };
}

function checkPackage(expected: Expected<'package'>, facts: Facts, inventory: Inventory): Checked {
  const pkgId = resolveKnown(expected.pkgId, facts);
  if (pkgId === undefined) return unknown(expected.present);
  const found = findDelivered(inventory, pkgId, expected.nodeName);
  if (!expected.present) return checkAbsent(found, `Package ${pkgId}`);
  if (found === undefined) return different(`Package ${pkgId} is not on the handset`);
  if (found.status?.tone === 'busy') return different(`Package ${pkgId}: ${found.status.word}`);
  if (expected.state === undefined) return shown(`Package ${pkgId} is there`);
  if (found.state === undefined)
    return { met: true, proven: false, text: `Package ${pkgId} is there; the handset does not say its state` };
  // An installed package has been delivered as well.
  const met = expected.state === 'delivered' || found.state.code === INSTALLED;
  return met
    ? shown(`Package ${pkgId} is there, ${found.state.word}`)
    : different(`Package ${pkgId}: State read back: ${found.state.word}`);
}

function checkDownload(expected: Expected<'download'>, facts: Facts, inventory: Inventory): Checked {
  const pkgId = resolveKnown(expected.pkgId, facts);
  if (pkgId === undefined) return unknown(expected.present);
  const found = findDownload(inventory, pkgId, expected.nodeName);
  if (!expected.present) return checkAbsent(found, `The download of ${pkgId}`);
  if (found === undefined) return different(`No node under Download describes ${pkgId}`);
  return shown(`${found.nodeName} describes the download of ${pkgId}`);
}

function checkComponentsOf(expected: Expected<'components-of'>, facts: Facts, inventory: Inventory): Checked {
  const pkgId = resolveKnown(expected.pkgId, facts);
  if (pkgId === undefined) return unknown(true);
  const found = inventory.deployed.filter(({ pkgIdRef }) => pkgIdRef === pkgId);
  const each = found.map((component) => checkOneComponent(component, undefined, expected.active));
  const unmet = each.filter(({ met }) => !met);
  if (unmet.length > 0) return different(unmet.map(({ text }) => text).join(' · '));
  if (each.length > 0) return shown(each.map(({ text }) => text).join(' · '));

  // PkgIDRef is optional: the state of the package is all that is left to look at.
  const says = inventory.deployed.some(({ pkgIdRef }) => pkgIdRef !== undefined);
  const delivered = findDelivered(inventory, pkgId);
  if (!says && delivered?.state?.code === INSTALLED)
    return {
      met: true,
      proven: false,
      text: `Package ${pkgId} is installed; the handset does not say which components came from it`,
    };
  return different(`No component on the handset names package ${pkgId}`);
}

function checkAbsent(entry: InventoryEntry | undefined, name: string): Checked {
  if (entry === undefined) return shown(`${name} is gone`);
  const status = entry.status === undefined || entry.status.tone === 'ok' ? '' : ` (${entry.status.word})`;
  return different(`${name} is still there${status}`);
}

/** No step has learnt which one is meant: then there is nothing that could be gone, and nothing that could be there. */
function unknown(present: boolean): Checked {
  return present ? different('The run has not found out which one it is') : shown('There is none on the handset');
}

function absence(target: StepTarget): readonly Expectation[] {
  switch (target.subtree) {
    case 'Download': {
      const named = target.nodeName === undefined ? {} : { nodeName: target.nodeName };
      return [{ what: 'download', pkgId: target.pkgId, present: false, ...named }];
    }
    case 'Delivered': {
      const named = target.nodeName === undefined ? {} : { nodeName: target.nodeName };
      return [{ what: 'package', pkgId: target.pkgId, present: false, ...named }];
    }
    case 'Deployed':
      return 'componentId' in target ? [{ what: 'component', id: target.componentId, present: false }] : [];
  }
}

function nameOf(component: DeploymentComponent): string {
  return componentName({ ...component, id: component.id ?? component.nodeName });
}

function shown(text: string): Checked {
  return { met: true, proven: true, text };
}

function different(text: string): Checked {
  return { met: false, proven: false, text };
}
