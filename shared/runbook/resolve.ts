/**
 * What a step asks when it runs: which entry is meant, what it will send, what the read-back must show. One module
 * to import from; each of them has a file of its own.
 */
export { planCommands } from './commands.ts';
export { checkExpectation, checkExpectations, expectationsOf } from './expectation.ts';
export { learnFacts } from './facts.ts';
export { resolveKnown, resolveTarget, resolveTargets } from './target.ts';
