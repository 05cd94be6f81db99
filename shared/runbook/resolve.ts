/**
 * What a step asks when it runs: which entry is meant, what it will send, what the read-back must show. One module
 * to import from; each of them has a file of its own.
 */
export { planCommands, type CommandContext } from './commands.ts';
export { checkExpectation, checkExpectations, expectationsOf, type Checked } from './expectation.ts';
export { learnFacts } from './facts.ts';
export { resolveKnown, resolveTarget, resolveTargets, type Facts } from './target.ts';
