/**
 * The runbooks that come with the workbench: which there are, what each needs, and the steps that it plans.
 *
 * A plan only names what shall happen. Which node that is on the handset is looked up when the step runs, in the
 * inventory as it is then (resolve.ts).
 */
import { type Result, fail, ok } from '../result.ts';
import { findComponent, findDelivered } from '../scomo/inventory.ts';
import type { Inventory, InventoryEntry, OperationName } from '../scomo/inventory-types.ts';
import { bringSteps, tidySteps } from './delivery-steps.ts';
import * as step from './plan-steps.ts';
import type { PlannedStep, RunPackage, RunParams, RunbookId } from './run.ts';

export interface Runbook {
  readonly id: RunbookId;
  readonly title: string;
  /** What it does, one sentence. */
  readonly hint: string;
  /** What a person must choose. */
  readonly needs: readonly (keyof RunParams)[];
  /** What a person may choose. */
  readonly options: readonly (keyof RunParams)[];
  /** What it is offered on. */
  readonly appliesTo: 'handset' | 'package' | 'component' | 'delivery-package';
}

// oxfmt-ignore
export const RUNBOOKS: readonly Runbook[] = [
  { id: 'read-inventory', title: 'Read the inventory', hint: 'Reads the SCOMO object afresh.', needs: [], options: [], appliesTo: 'handset' },
  { id: 'push-install', title: 'Push and install', hint: 'The handset downloads the package and installs it; its components end active.', needs: ['digest'], options: ['askUser', 'tellUser'], appliesTo: 'package' },
  { id: 'push-inactive-activate', title: 'Push inactive, then activate', hint: 'Installs without disturbing what runs, checks, then activates.', needs: ['digest'], options: ['askUser', 'tellUser'], appliesTo: 'package' },
  { id: 'deliver-package', title: 'Deliver only', hint: 'The handset downloads the package and keeps it; nothing is installed.', needs: ['digest'], options: ['askUser', 'tellUser'], appliesTo: 'package' },
  { id: 'install-delivered', title: 'Install delivered package', hint: 'Installs a package that the handset already has.', needs: ['pkgId'], options: ['inactive', 'askUser', 'tellUser'], appliesTo: 'delivery-package' },
  { id: 'activate', title: 'Activate', hint: 'Makes the component active.', needs: ['componentId'], options: ['askUser', 'tellUser'], appliesTo: 'component' },
  { id: 'deactivate', title: 'Deactivate', hint: 'Makes the component inactive; it stays installed.', needs: ['componentId'], options: ['askUser', 'tellUser'], appliesTo: 'component' },
  { id: 'update-component', title: 'Update component', hint: 'Pushes a newer package, checks version and state, and removes the package that it replaced.', needs: ['componentId', 'digest'], options: ['deactivateFirst', 'removeReplaced', 'askUser', 'tellUser'], appliesTo: 'component' },
  { id: 'remove-component', title: 'Remove component', hint: 'Uninstalls the component.', needs: ['componentId'], options: ['deactivateFirst', 'askUser', 'tellUser'], appliesTo: 'component' },
  { id: 'remove-delivered', title: 'Remove delivered package', hint: 'Deletes the package from the handset; its installed components stay.', needs: ['pkgId'], options: ['askUser', 'tellUser'], appliesTo: 'delivery-package' },
];

/** Longest wait of a step for handset and result together, milliseconds, unless the settings say otherwise. */
const DEFAULT_TIME_LIMIT_MS = 10 * 60 * 1000;

// oxfmt-ignore
const PARAMS: Readonly<Partial<Record<keyof RunParams, { readonly code: string; readonly message: string; readonly next: string }>>> = {
  digest: { code: 'package-missing', message: 'No package is chosen.', next: 'Choose a package of the library.' },
  componentId: { code: 'component-missing', message: 'No component is chosen.', next: 'Choose a component of the inventory.' },
  pkgId: { code: 'delivered-missing', message: 'No delivered package is chosen.', next: 'Choose a delivered package of the inventory.' },
};

export interface PlanInput {
  readonly runbook: RunbookId;
  readonly params: RunParams;
  /** What the library knows of `params.digest`. */
  readonly package?: RunPackage;
  /** The last reading, for names in titles. */
  readonly inventory?: Inventory;
  /** The next session goes over a cable. */
  readonly isTethered?: boolean;
  /** Name of the node to create under Download; unique on the handset. */
  readonly nodeName: string;
  /** Milliseconds; default 10 minutes. */
  readonly timeLimitMs?: number;
}

export interface Plan {
  readonly title: string;
  readonly steps: readonly PlannedStep[];
}

/**
 * Plans a run. Errors: `package-missing`, `component-missing`, `delivered-missing` when something was not chosen,
 * `package-unknown` when the library does not have the chosen package, `component-not-in-package` when an update
 * names a component that its package does not carry.
 */
export function planRun(input: PlanInput): Result<Plan> {
  const { runbook, params } = input;
  const needs = RUNBOOKS.find(({ id }) => id === runbook)?.needs ?? [];
  const missing = needs.find((name) => params[name] === undefined || params[name] === '');
  const failure = missing === undefined ? undefined : PARAMS[missing];
  if (failure !== undefined) return fail(failure.code, failure.message, failure.next);

  const planned = PLANS[runbook](input);
  if (!planned.ok) return planned;
  const timeLimitMs = input.timeLimitMs ?? DEFAULT_TIME_LIMIT_MS;
  const drafts = withPerson(planned.value.steps, `${planned.value.title}?`, input);
  const steps = drafts.map((draft, index) => ({ ...draft, id: `s${index + 1}`, timeLimitMs }));
  return ok({ title: planned.value.title, steps });
}

/** Asks the person who holds the handset first, and tells them at the end, as far as the run was started so. */
function withPerson(steps: readonly step.Draft[], title: string, input: PlanInput): readonly step.Draft[] {
  const { askUser, askText, askSeconds, tellUser } = input.params;
  const ask = askText === undefined || askText.trim() === '' ? title : askText.trim();
  const asked =
    askUser === true ? withQuestion(steps, { ask, ...(askSeconds === undefined ? {} : { askSeconds }) }) : steps;
  const words = tellUser === true ? DONE_WORDS[input.runbook] : undefined;
  return words === undefined ? asked : [...asked, step.tellUser(words(subjectOf(input)))];
}

/** Asks once, before the first step of the run that brings or changes something: whoever has agreed is not asked again for its later steps. */
function withQuestion(
  steps: readonly step.Draft[],
  question: { readonly ask: string; readonly askSeconds?: number },
): readonly step.Draft[] {
  const isFirst = ({ action }: step.Draft): boolean => action.kind === 'execute' || action.kind === 'deliver-data';
  const first = steps.findIndex(isFirst);
  return steps.map((draft, index) =>
    index === first ? { ...draft, action: { ...draft.action, ...question } } : draft,
  );
}

/** What the person reads when all is done; `name` is the package or component the run is about. */
const DONE_WORDS: Readonly<Partial<Record<RunbookId, (name: string) => string>>> = {
  'push-install': (name) => `${name} is installed.`,
  'push-inactive-activate': (name) => `${name} is installed and active.`,
  'deliver-package': (name) => `${name} was downloaded.`,
  'install-delivered': (name) => `${name} is installed.`,
  activate: (name) => `${name} is active.`,
  deactivate: (name) => `${name} is no longer active.`,
  'update-component': (name) => `${name} is installed.`,
  'remove-component': (name) => `${name} was removed.`,
  'remove-delivered': (name) => `The package ${name} was removed.`,
};

function subjectOf({ package: pkg, params, inventory }: PlanInput): string {
  if (pkg !== undefined && params.pkgId === undefined) return step.packageName(pkg);
  if (params.componentId !== undefined) return deployedName(inventory, params.componentId);
  return deliveredName(inventory, params.pkgId ?? '');
}

/**
 * The runbook behind an operation of the tree or the inventory, with what it needs; undefined for the operations of a
 * Download node, which belong to the run that described the download.
 */
export function runbookFor(
  entry: InventoryEntry,
  operation: OperationName,
): { readonly runbook: RunbookId; readonly params: RunParams } | undefined {
  switch (entry.subtree) {
    case 'Download':
      return undefined;
    case 'Delivered': {
      const pkgId = entry.pkgId ?? entry.nodeName;
      if (operation === 'Remove') return { runbook: 'remove-delivered', params: { pkgId } };
      return { runbook: 'install-delivered', params: { pkgId, inactive: operation === 'InstallInactive' } };
    }
    case 'Deployed': {
      const params = { componentId: entry.id ?? entry.nodeName };
      if (operation === 'Activate') return { runbook: 'activate', params };
      if (operation === 'Deactivate') return { runbook: 'deactivate', params };
      return operation === 'Remove' ? { runbook: 'remove-component', params } : undefined;
    }
  }
}

type Drafts = Result<{ readonly title: string; readonly steps: readonly step.Draft[] }>;

const PLANS: Readonly<Record<RunbookId, (input: PlanInput) => Drafts>> = {
  'read-inventory': () => ok({ title: 'Read the inventory', steps: [step.read()] }),
  'push-install': (input) => withPackage(input, planPushInstall),
  'push-inactive-activate': (input) => withPackage(input, planPushInactive),
  'deliver-package': (input) => withPackage(input, planDeliver),
  'install-delivered': planInstallDelivered,
  activate: (input) => planComponent(input, 'Activate', step.activate),
  deactivate: (input) => planComponent(input, 'Deactivate', step.deactivate),
  'update-component': (input) => withPackage(input, planUpdate),
  'remove-component': planRemoveComponent,
  'remove-delivered': planRemoveDelivered,
};

function planPushInstall(input: PlanInput, pkg: RunPackage): Drafts {
  return ok({
    title: `Push and install ${step.packageName(pkg)}`,
    steps: [
      step.check(pkg),
      step.read(),
      ...bringSteps(input, pkg, 'active', step.carried(pkg, true)),
      ...tidySteps(input, pkg),
    ],
  });
}

function planPushInactive(input: PlanInput, pkg: RunPackage): Drafts {
  return ok({
    title: `Push ${step.packageName(pkg)} inactive, then activate`,
    steps: [
      step.check(pkg),
      step.read(),
      ...bringSteps(input, pkg, 'inactive', step.carried(pkg, false)),
      step.verify(`Check that ${step.packageName(pkg)} is there, inactive`, step.carried(pkg, false)),
      ...step.activateCarried(pkg),
      step.verify(`Check that ${step.packageName(pkg)} is active`, step.carried(pkg, true)),
      ...tidySteps(input, pkg),
    ],
  });
}

function planDeliver(input: PlanInput, pkg: RunPackage): Drafts {
  const delivered = [{ what: 'package', pkgId: pkg.pkgId, present: true, state: 'delivered' }] as const;
  return ok({
    title: `Deliver ${step.packageName(pkg)}`,
    steps: [
      step.check(pkg),
      step.read(),
      ...bringSteps(input, pkg, 'delivered', delivered),
      step.verify(`Check that ${step.packageName(pkg)} is delivered`, delivered),
      ...tidySteps(input, pkg),
    ],
  });
}

function planInstallDelivered({ params, package: pkg, inventory }: PlanInput): Drafts {
  const pkgId = params.pkgId ?? '';
  const active = params.inactive !== true;
  const known = pkg?.pkgId === pkgId ? pkg : undefined;
  const name = known === undefined ? deliveredName(inventory, pkgId) : step.packageName(known);
  const expect = known === undefined ? step.carriedBy(pkgId, active) : step.carried(known, active);
  return ok({
    title: `Install ${name}${active ? '' : ', leave inactive'}`,
    steps: [step.read(), step.install(pkgId, name, active, expect)],
  });
}

function planComponent(
  { params, inventory }: PlanInput,
  verb: string,
  make: (id: string, name: string) => step.Draft,
): Drafts {
  const id = params.componentId ?? '';
  const name = deployedName(inventory, id);
  return ok({ title: `${verb} ${name}`, steps: [step.read(), make(id, name)] });
}

/** Some handsets remove only what is inactive (facts 1.5). */
function planRemoveComponent({ params, inventory }: PlanInput): Drafts {
  const id = params.componentId ?? '';
  const name = deployedName(inventory, id);
  return ok({
    title: `Remove ${name}`,
    steps: [
      step.read(),
      ...(params.deactivateFirst === true ? [step.deactivate(id, name)] : []),
      step.removeComponent(id, name),
    ],
  });
}

function planRemoveDelivered({ params, inventory }: PlanInput): Drafts {
  const pkgId = params.pkgId ?? '';
  const name = deliveredName(inventory, pkgId);
  return ok({ title: `Remove package ${name}`, steps: [step.read(), step.removePackage(pkgId, name)] });
}

function planUpdate(input: PlanInput, pkg: RunPackage): Drafts {
  const { params, inventory } = input;
  const id = params.componentId ?? '';
  const carried = pkg.components.find((component) => component.id === id);
  if (pkg.components.length > 0 && carried === undefined) {
    const ids = pkg.components.map((component) => component.id).join(', ');
    return fail(
      'component-not-in-package',
      `${step.packageName(pkg)} does not carry ${id}.`,
      'Choose a package that carries this component.',
      { detail: `It carries ${ids}.` },
    );
  }
  const installed = deployedName(inventory, id);
  const name = carried === undefined ? step.packageName(pkg) : step.componentName(carried);
  const deactivateFirst = params.deactivateFirst === true;
  const updated =
    carried === undefined ? [...step.carried(pkg, true), step.component(id, true)] : step.carried(pkg, true);
  const inactive =
    carried === undefined ? [...step.carried(pkg, false), step.component(id, false)] : step.carried(pkg, false);
  return ok({
    title: `Update ${installed} with ${step.packageName(pkg)}`,
    steps: [
      step.check(pkg),
      step.find(id, installed, pkg.pkgId),
      ...(deactivateFirst ? [step.deactivate(id, installed)] : []),
      ...(deactivateFirst ? bringSteps(input, pkg, 'inactive', inactive) : bringSteps(input, pkg, 'active', updated)),
      ...(deactivateFirst ? step.activateCarried(pkg) : []),
      step.verify(`Check version and state of ${name}`, updated),
      ...tidySteps(input, pkg),
      ...(params.removeReplaced === false ? [] : [step.removeReplaced()]),
    ],
  });
}

function withPackage(input: PlanInput, plan: (input: PlanInput, pkg: RunPackage) => Drafts): Drafts {
  const pkg = input.package;
  if (pkg === undefined || pkg.digest !== input.params.digest)
    return fail('package-unknown', 'The library does not have this package.', 'Add the package to the library.', {
      detail: input.params.digest ?? '',
    });
  return plan(input, pkg);
}

function deployedName(inventory: Inventory | undefined, id: string): string {
  const found = inventory === undefined ? undefined : findComponent(inventory, id);
  return found === undefined ? id : step.componentName({ ...found, id });
}

function deliveredName(inventory: Inventory | undefined, pkgId: string): string {
  const found = inventory === undefined ? undefined : findDelivered(inventory, pkgId);
  return found?.name ?? pkgId;
}
