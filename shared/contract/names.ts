/**
 * The contract's method names as a plain list: for code that must stay small (the preload) and may not load the
 * schemas. The types make sure that it names every method and no other.
 */
import type { MethodName } from './contract.ts';

const listed = {
  'app.snapshot': true,
  'app.status': true,
  'app.changeSettings': true,
  'app.interfaces': true,
  'app.openNetwork': true,
  'app.closeNetwork': true,
  'handsets.list': true,
  'handsets.admit': true,
  'handsets.account': true,
  'handsets.rename': true,
  'handsets.forget': true,
  'handsets.unlock': true,
  'handsets.wake': true,
  'handsets.addVirtual': true,
  'handsets.stopVirtual': true,
  'handsets.startVirtual': true,
  'handsets.enrolment': true,
  'reach.setWake': true,
  'reach.notify': true,
  'reach.notification': true,
  'reach.bootstrap': true,
  'tree.snapshot': true,
  'tree.read': true,
  'tree.inventory': true,
  'tree.properties': true,
  'tree.setProperty': true,
  'packages.list': true,
  'packages.add': true,
  'packages.edit': true,
  'packages.remove': true,
  'runs.list': true,
  'runs.get': true,
  'runs.start': true,
  'runs.runStep': true,
  'runs.runAll': true,
  'runs.pause': true,
  'runs.retry': true,
  'runs.skip': true,
  'runs.abort': true,
  'trace.list': true,
  'trace.get': true,
  'trace.clear': true,
  'console.preview': true,
  'console.send': true,
  'console.cancel': true,
  'console.history': true,
  'console.clearHistory': true,
  'console.snippets': true,
  'console.saveSnippet': true,
  'console.removeSnippet': true,
  'console.fromTrace': true,
} as const satisfies Record<MethodName, true>;

/** Is this the name of a method of the contract? */
export function isMethodName(name: unknown): name is MethodName {
  return typeof name === 'string' && Object.hasOwn(listed, name);
}
