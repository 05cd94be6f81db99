/**
 * Inputs made from the contract itself: for every method one that it takes, and every way we can think of to make it
 * one that it must not take. A method added to the contract is tested without anybody thinking of it.
 */
import * as z from 'zod';
import { methodNamed, type MethodName } from '../../shared/contract/contract.ts';
import { MAX_INPUT_BYTES } from '../../shared/contract/method.ts';

export interface BadInput {
  /** e.g. `facts.components.0.id: a number` */
  readonly what: string;
  readonly input: unknown;
  readonly code: 'invalid-input' | 'too-large';
}

type Schema = z.core.JSONSchema.JSONSchema;
type Path = readonly (string | number)[];

/** An input with every key, optional ones too. */
export function fullInput(name: MethodName): Readonly<Record<string, unknown>> {
  return sampleOf(schemaOf(name)) as Readonly<Record<string, unknown>>;
}

/** Everything the method must refuse. */
export function badInputs(name: MethodName): readonly BadInput[] {
  const schema = schemaOf(name);
  const full = sampleOf(schema);
  return [
    ...[null, 'text', 7, true, [], [full]].map((input) =>
      invalid(`instead of an object ${JSON.stringify(input)}`, input),
    ),
    ...spotsOf(schema, []).flatMap((spot) => badAt(full, spot)),
    { what: 'too large', input: { ...(full as object), padding: 'x'.repeat(MAX_INPUT_BYTES) }, code: 'too-large' },
    { what: 'too large by one octet', input: paddedTo(MAX_INPUT_BYTES + 1), code: 'too-large' },
  ];
}

interface Spot {
  readonly path: Path;
  readonly schema: Schema;
}

/** Every place inside an input that has a schema, the whole first. */
function spotsOf(schema: Schema, path: Path): readonly Spot[] {
  const inside = Object.entries(schema.properties ?? {}).flatMap(([key, value]) =>
    spotsOf(value as Schema, [...path, key]),
  );
  const items = schema.items === undefined ? [] : spotsOf(schema.items as Schema, [...path, 0]);
  return [{ path, schema }, ...inside, ...items];
}

function badAt(full: unknown, { path, schema }: Spot): readonly BadInput[] {
  const at = path.join('.') || 'the input';
  const wrong = wrongValues(schema).map((value) =>
    invalid(`${at}: ${JSON.stringify(value).slice(0, 40)}`, withAt(full, path, value)),
  );
  if (schema.type !== 'object') return path.length === 0 ? [] : wrong;
  const value = valueAt(full, path) as Readonly<Record<string, unknown>>;
  return [
    ...(path.length === 0 ? [] : wrong),
    invalid(`${at}: an extra key`, withAt(full, path, { ...value, extra: 1 })),
    invalid(`${at}: the key __proto__`, withAt(full, path, withProtoKey(value))),
    ...(schema.required ?? []).map((key) => {
      const { [key]: _missing, ...rest } = value;
      return invalid(`${at}: without ${key}`, withAt(full, path, rest));
    }),
  ];
}

/** Values of other types, and of the right type outside of what is allowed. */
function wrongValues(schema: Schema): readonly unknown[] {
  switch (schema.type) {
    case 'string':
      return [
        7,
        null,
        true,
        [],
        {},
        ['text'],
        ...(schema.enum === undefined ? [] : ['no-such-word', '']),
        ...(schema.pattern === undefined ? [] : ['', 'ä', '../x', 'x'.repeat(200)]),
        ...((schema.minLength ?? 0) > 0 ? [''] : []),
        ...(schema.maxLength === undefined ? [] : ['x'.repeat(schema.maxLength + 1)]),
      ];
    case 'integer':
      return [
        '7',
        null,
        true,
        [],
        {},
        1.5,
        1e300,
        ...(schema.minimum === undefined ? [] : [schema.minimum - 1]),
        ...(schema.exclusiveMinimum === undefined ? [] : [schema.exclusiveMinimum]),
        ...(schema.maximum === undefined ? [] : [schema.maximum + 1]),
      ];
    case 'boolean':
      return ['true', 1, 0, null, {}];
    case 'array':
      return [
        {},
        'text',
        7,
        null,
        ...(schema.maxItems === undefined
          ? []
          : [Array.from({ length: schema.maxItems + 1 }, () => sampleOf(schema.items as Schema))]),
      ];
    case 'object':
      return ['text', 7, null, [], true];
    case 'number':
    case 'null':
    case undefined:
    default:
      throw new Error(`Teach this file about the type ${String(schema.type)}`);
  }
}

function sampleOf(schema: Schema): unknown {
  switch (schema.type) {
    case 'string': {
      const candidates = [
        ...((schema.enum as string[] | undefined) ?? []),
        'IMEI:1',
        'drop-reply',
        'COM3',
        'AT+CPROT=0',
        'ab'.repeat(32),
      ];
      const fits = (text: string): boolean => schema.pattern === undefined || new RegExp(schema.pattern).test(text);
      const found = candidates.find(fits);
      if (found === undefined) throw new Error(`Teach this file a text for ${schema.pattern ?? ''}`);
      return found;
    }
    case 'integer':
      return Math.max(schema.minimum ?? 1, Number(schema.exclusiveMinimum ?? 0) + 1);
    case 'boolean':
      return true;
    case 'array':
      return [sampleOf(schema.items as Schema)];
    case 'object':
      return Object.fromEntries(
        Object.entries(schema.properties ?? {}).map(([key, value]) => [key, sampleOf(value as Schema)]),
      );
    case 'number':
    case 'null':
    case undefined:
    default:
      throw new Error(`Teach this file about the type ${String(schema.type)}`);
  }
}

function schemaOf(name: MethodName): Schema {
  const method = methodNamed(name);
  if (method === undefined) throw new Error(`no method ${name}`);
  return z.toJSONSchema(method.input, { io: 'input' });
}

function invalid(what: string, input: unknown): BadInput {
  return { what, input, code: 'invalid-input' };
}

function valueAt(value: unknown, path: Path): unknown {
  return path.reduce<unknown>((inside, key) => (inside as Readonly<Record<string | number, unknown>>)[key], value);
}

function withAt(value: unknown, [key, ...rest]: Path, replacement: unknown): unknown {
  if (key === undefined) return replacement;
  if (Array.isArray(value))
    return value.map((item, at) => (at === key ? withAt(item, rest, replacement) : (item as unknown)));
  const record = value as Readonly<Record<string, unknown>>;
  return { ...record, [key]: withAt(record[key], rest, replacement) };
}

/** An own key of this name, as JSON.parse makes it. */
function withProtoKey(value: object): unknown {
  const copy = { ...value };
  Object.defineProperty(copy, '__proto__', {
    value: { extra: 1 },
    enumerable: true,
    configurable: true,
    writable: true,
  });
  return copy;
}

/** An object that is exactly this long as JSON, octets. */
function paddedTo(octets: number): unknown {
  return { x: 'x'.repeat(octets - '{"x":""}'.length) };
}
