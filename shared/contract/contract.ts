/** The whole contract in one table: area → method → schemas. Carriers and their tests are generated from it. */
import type * as z from 'zod';
import type { Result } from '../result.ts';
import { alerts } from './alerts.ts';
import { app } from './app.ts';
import { cables } from './cables.ts';
import { rawConsole } from './console.ts';
import { doctor } from './doctor.ts';
import { handsets } from './handsets.ts';
import type { Method } from './method.ts';
import { packages } from './packages.ts';
import { reach } from './reach.ts';
import { runs } from './runs.ts';
import { trace } from './trace.ts';
import { tree } from './tree.ts';

export const contract = {
  app,
  handsets,
  cables,
  doctor,
  reach,
  tree,
  packages,
  runs,
  trace,
  console: rawConsole,
  alerts,
} as const;

export type Contract = typeof contract;
export type Area = keyof Contract;

type MethodsOf<A extends Area> = { [M in keyof Contract[A]]: Contract[A][M] };

/** `area.method`, e.g. `runs.runStep`. */
export type MethodName = { [A in Area]: `${A}.${Extract<keyof Contract[A], string>}` }[Area];

type MethodAt<N extends MethodName> = N extends `${infer A extends Area}.${infer M}`
  ? M extends keyof MethodsOf<A>
    ? MethodsOf<A>[M]
    : never
  : never;

export type Input<N extends MethodName> = MethodAt<N> extends Method<infer I, z.ZodType> ? z.input<I> : never;
export type Output<N extends MethodName> = MethodAt<N> extends Method<z.ZodType, infer O> ? z.output<O> : never;

/** What the workbench implements and every carrier offers. */
export type Call = <N extends MethodName>(name: N, input: Input<N>) => Promise<Result<Output<N>>>;

/** Implementation table of the workbench; inputs arrive checked. */
export type Handlers = {
  readonly [N in MethodName]: (input: Input<N>) => Promise<Result<Output<N>>> | Result<Output<N>>;
};

/** All method names, in the contract's order. */
export const methodNames: readonly MethodName[] = Object.entries(contract).flatMap(([area, methods]) =>
  Object.keys(methods).map((name) => `${area}.${name}` as MethodName),
);

/** The schemas of a method, or undefined for a name the contract does not know. */
export function methodNamed(name: string): Method | undefined {
  const [area, rest, more] = name.split('.');
  if (area === undefined || rest === undefined || more !== undefined) return undefined;
  if (!Object.hasOwn(contract, area)) return undefined;
  const methods = contract[area as Area] as Readonly<Record<string, Method>>;
  return Object.hasOwn(methods, rest) ? methods[rest] : undefined;
}
