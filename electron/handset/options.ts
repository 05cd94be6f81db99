/** The options of a virtual handset: as flags, as one JSON object, and checked. */
import { parseArgs } from 'node:util';
import * as z from 'zod';
import { type CableFaultSpec, isCableFault, parseCableFault } from '../../shared/contract/cable-fault.ts';
import { type FaultSpec, parseFault } from '../../shared/contract/fault.ts';
import { PERSONALITY_NAMES } from '../../shared/contract/virtual-handset.ts';
import { fail, ok, type Result } from '../../shared/result.ts';
import { SWITCH_NAMES } from './cable/at-modem.ts';
import { USB_FUNCTIONS } from './cable/usb/usb-line.ts';
import type { BootstrapSource } from './bootstrap/bootstrap-options.ts';
import { AUTHS } from '../../shared/syncml/auth.ts';

const needed = z.string({ error: ({ input }) => (input === undefined ? 'is needed' : 'must be text') });
const secret = needed.min(1, 'must not be empty').max(255, 'is too long');

const fault = z.string().transform((text, context): FaultSpec | CableFaultSpec => {
  const parsed = parseCableFault(text) ?? parseFault(text);
  if (parsed.ok) return parsed.value;
  context.addIssue({ code: 'custom', message: `${parsed.error.message} ${parsed.error.next}` });
  return z.NEVER;
});

const fields = z.strictObject({
  /** Names the handset at its server; made up at the first start when absent. */
  devId: z
    .string()
    .regex(/^(?=.{1,100}$)[^\s/?]+(?: [^\s/?]+)*$/, 'must have 1 to 100 characters, no / or ?, and blanks only inside')
    .exactOptional(),
  /** Address of the DM server. */
  server: z.url({
    protocol: /^https?$/,
    error: ({ input }) => (input === undefined ? 'is needed' : 'must be an http or https URL'),
  }),
  user: secret,
  password: secret,
  serverId: secret,
  serverPassword: secret,
  /** How the handset proves who it is. */
  auth: z.enum(AUTHS).default('md5'),
  /** How the server must prove who it is; as `auth` when absent. */
  serverAuth: z.enum(AUTHS).exactOptional(),
  /** How its messages are written: XML over HTTP and WBXML over a cable unless said. */
  encoding: z.enum(['xml', 'wbxml']).exactOptional(),
  /** Path of a serial port or pty to be reached on, in place of HTTP. */
  serial: z.string().min(1).exactOptional(),
  /** Speed of that port, baud; 0 for as fast as it goes. */
  baud: z.int().min(0).max(10_000_000).default(0),
  /** The AT command that switches the port from modem to OBEX; `none` when it speaks OBEX from the start. */
  switch: z.enum([...SWITCH_NAMES, 'none']).default('cprot'),
  /** What it is for its host on the kernel's virtual USB bus, where it is plugged in, in place of HTTP. */
  usb: z.enum(USB_FUNCTIONS).exactOptional(),
  /** Folder that keeps the handset's state. */
  state: needed.min(1, 'must not be empty'),
  /** Seconds between polls; 0 for never. */
  poll: z.number().min(0).max(86_400).default(10),
  /** UDP port for notifications on 127.0.0.1; 0 for a free one. */
  notifyPort: z.int().min(0).max(65_535).default(0),
  /** Filler nodes beside the standard objects. */
  extraNodes: z.int().min(0).max(100_000).default(0),
  /** Pause before each message, milliseconds. */
  latency: z.int().min(0).max(60_000).default(0),
  /** Answer every `?list=` with 406. */
  refuseList: z.boolean().default(false),
  /** Answer `?list=Struct` and `?list=StructData` with 406: TNDS is left. */
  refuseStruct: z.boolean().default(false),
  /** Which kind of handset it stands for. */
  personality: z.enum(PERSONALITY_NAMES).default('spec-1.0'),
  /** What goes wrong, and when. */
  faults: z.array(fault).max(32).default([]),
  /** What is left to chance is the same whenever this is. */
  seed: z.int().min(0).max(0xffff_ffff).default(1),
  /** Final result as Status of the Exec (sync), or 202 and a generic alert later (async), whatever its kind does. */
  results: z.enum(['sync', 'async']).exactOptional(),
  /** Name of the SCOMO object's root below `./`, when it is not that of its kind. */
  root: z
    .string()
    .regex(/^[\w.-]{1,64}$/, 'must be one node name')
    .exactOptional(),
  /** Packages for another environment are rejected. */
  envType: z.string().min(1).max(255).default('Acme OS'),
  /** Simulated duration of an install, activation or removal, milliseconds. */
  installMs: z.int().min(0).max(600_000).default(300),
  /** What the person who holds the handset answers. */
  confirm: z.enum(['accept', 'reject', 'cancel', 'ignore']).default('accept'),
  /** Largest message taken and sent, octets, when it is not that of its kind. */
  maxMsgSize: z
    .int()
    .min(1_200)
    .max(4 * 1024 * 1024)
    .exactOptional(),
  /** File with the CA certificate that it trusts besides the public ones, PEM or DER. */
  ca: z.string().min(1).exactOptional(),
  /** One JSON line per event on stdout. */
  json: z.boolean().default(false),
});

const options = fields
  .refine(({ serial, usb, faults }) => (serial ?? usb) !== undefined || !faults.some(isCableFault), {
    path: ['faults'],
    error: 'a fault of the cable needs --serial or --usb',
  })
  .refine(({ usb, faults }) => usb !== undefined || !faults.some(({ name }) => name === 'yank-transfer'), {
    path: ['faults'],
    error: 'a fault of a USB transfer needs --usb',
  })
  .refine(({ serial, usb }) => serial === undefined || usb === undefined, {
    path: ['usb'],
    error: 'a handset has one cable: --serial or --usb',
  });

/** What to start a handset with; everything that has a default may be left out. */
export type HandsetOptions = z.input<typeof options>;
/** Checked, with defaults filled in. */
export type CheckedOptions = z.output<typeof options>;

/** One row per option: flag, kind, placeholder, and what it says in the help text. */
type Row = readonly [name: keyof CheckedOptions, kind: 'text' | 'texts' | 'number' | 'yes', hint: string, help: string];

// oxfmt-ignore
const ROWS: readonly Row[] = [
  ['server', 'text', 'URL', 'address of the DM server (needed)'],
  ['user', 'text', 'NAME', 'user name of the handset (needed)'],
  ['password', 'text', 'TEXT', 'its password (needed)'],
  ['serverId', 'text', 'ID', 'identifier of the server (needed)'],
  ['serverPassword', 'text', 'TEXT', 'password of the server (needed)'],
  ['state', 'text', 'FOLDER', 'folder that keeps the state (needed)'],
  ['devId', 'text', 'ID', 'e.g. IMEI:351234567890123; made up when absent'],
  ['auth', 'text', 'none|basic|md5|mac', 'how the handset proves who it is (md5)'],
  ['serverAuth', 'text', 'none|basic|md5|mac', 'how the server must (as --auth)'],
  ['encoding', 'text', 'xml|wbxml', 'how its messages are written (xml; on a cable wbxml)'],
  ['serial', 'text', 'PATH', 'be reached on this serial port or pty, not over HTTP'],
  ['baud', 'number', 'N', 'speed of that port, 0 for as fast as it goes (0)'],
  ['switch', 'text', [...SWITCH_NAMES, 'none'].join('|'), 'what switches the port to OBEX (cprot)'],
  ['usb', 'text', USB_FUNCTIONS.join('|'), 'be plugged into the virtual USB bus of Linux (vhci-hcd), not over HTTP'],
  ['poll', 'number', 'S', 'seconds between polls, 0 for never (10)'],
  ['notifyPort', 'number', 'N', 'UDP port for notifications, 0 for a free one (0)'],
  ['extraNodes', 'number', 'N', 'filler nodes, up to 100000 (0)'],
  ['latency', 'number', 'MS', 'pause before each message (0)'],
  ['refuseList', 'yes', '', 'answer every ?list= with 406'],
  ['refuseStruct', 'yes', '', 'answer ?list=Struct and StructData with 406, TNDS not'],
  ['personality', 'text', 'NAME', 'kind of handset; --list shows them (spec-1.0)'],
  ['faults', 'texts', 'NAME@POINT#N', 'what goes wrong and when; several times for several; --list shows them'],
  ['seed', 'number', 'N', 'what is left to chance is the same whenever this is (1)'],
  ['results', 'text', 'sync|async', 'how final results come (as its kind does)'],
  ['root', 'text', 'NAME', 'name of the SCOMO root (that of its kind)'],
  ['envType', 'text', 'TEXT', 'environment that packages must be for (Acme OS)'],
  ['installMs', 'number', 'MS', 'duration of an install or activation (300)'],
  ['confirm', 'text', 'accept|reject|cancel|ignore', 'what the person answers (accept)'],
  ['maxMsgSize', 'number', 'N', 'largest message in octets (that of its kind)'],
  ['ca', 'text', 'FILE', 'certificate to trust, for a server with a private CA'],
  ['json', 'yes', '', 'one JSON line per event'],
];

/** Where the options come from. */
export type Source =
  | { readonly from: 'help' | 'list' }
  | { readonly from: 'stdin' }
  /** A file that only its owner can read: the options hold passwords. */
  | { readonly from: 'file'; readonly path: string; readonly endWithStdin: boolean }
  /** With `bootstrap` the account comes from that file; flags go before it. */
  | { readonly from: 'flags'; readonly value: object; readonly bootstrap?: BootstrapSource };

/** Reads the flags. Errors: `unknown-option`. Values are checked by `checkOptions`. */
export function readFlags(args: readonly string[]): Result<Source> {
  const flags = Object.fromEntries(
    ROWS.map(([name, kind]) => [
      flagOf(name),
      { type: kind === 'yes' ? 'boolean' : 'string', multiple: kind === 'texts' } as const,
    ]),
  );
  try {
    const known = {
      ...flags,
      help: { type: 'boolean' },
      list: { type: 'boolean' },
      'options-stdin': { type: 'boolean' },
      'options-file': { type: 'string' },
      'end-with-stdin': { type: 'boolean' },
      bootstrap: { type: 'string' },
      pin: { type: 'string' },
      imsi: { type: 'string' },
    } as const;
    const values: Readonly<Record<string, unknown>> = parseArgs({ args: [...args], options: known }).values;
    if (values['help'] === true) return ok({ from: 'help' });
    if (values['list'] === true) return ok({ from: 'list' });
    if (values['options-stdin'] === true) return ok({ from: 'stdin' });
    const path = values['options-file'];
    if (typeof path === 'string') return ok({ from: 'file', path, endWithStdin: values['end-with-stdin'] === true });
    const given = ROWS.flatMap(([name, kind]) => {
      const value = values[flagOf(name)];
      if (value === undefined) return [];
      return [[name, typeof value === 'string' && kind === 'number' ? numberOf(value) : value] as const];
    });
    return ok({ from: 'flags', value: Object.fromEntries(given), ...bootstrapIn(values) });
  } catch (error) {
    return fail('unknown-option', error instanceof Error ? error.message : String(error), 'See --help.');
  }
}

/** Checks options from wherever they came. Errors: `invalid-options`, whose message names every wrong one. */
export function checkOptions(value: unknown): Result<CheckedOptions> {
  const parsed = options.safeParse(value);
  if (parsed.success) return ok(parsed.data);
  const wrong = parsed.error.issues.map(({ path, message }) => {
    const [name] = path;
    return typeof name === 'string' ? `--${flagOf(name)}: ${message}` : message;
  });
  return fail('invalid-options', wrong.join('; '), 'See --help.');
}

/** The help text of the handset's command. */
export function helpText(): string {
  const left = ROWS.map(([name, , hint]) => `  --${flagOf(name)} ${hint}`.trimEnd());
  const width = Math.max(...left.map(({ length }) => length)) + 2;
  return [
    'A virtual handset: an OMA DM 1.2 client with a SCOMO object.',
    '',
    ...ROWS.map(([, , , help], index) => `${(left[index] ?? '').padEnd(width)}${help}`),
    `${'  --bootstrap FILE'.padEnd(width)}take the account from a bootstrap file (Client Provisioning or DM profile)`,
    `${'  --pin TEXT'.padEnd(width)}with --bootstrap: what the user types to prove that the file is for this handset`,
    `${'  --imsi DIGITS'.padEnd(width)}with --bootstrap: the IMSI of its SIM, for files that are proven with it`,
    `${'  --list'.padEnd(width)}show the kinds of handset`,
    `${'  --options-stdin'.padEnd(width)}read the options as one JSON object from the first line of stdin; end when it closes`,
    `${'  --options-file FILE'.padEnd(width)}read the options as one JSON object from a file`,
    `${'  --end-with-stdin'.padEnd(width)}with --options-file: end when stdin closes`,
    '',
  ].join('\n');
}

function bootstrapIn(values: Readonly<Record<string, unknown>>): { readonly bootstrap?: BootstrapSource } {
  const { bootstrap: path, pin, imsi } = values;
  if (typeof path !== 'string') return {};
  return {
    bootstrap: {
      path,
      ...(typeof pin === 'string' ? { pin } : {}),
      ...(typeof imsi === 'string' ? { imsi } : {}),
    },
  };
}

/** `--fault` is given once for each. */
function flagOf(name: string): string {
  if (name === 'faults') return 'fault';
  return name.replaceAll(/[A-Z]/g, (letter) => `-${letter.toLowerCase()}`);
}

/** Not a number stays text, so that the check can name it. */
function numberOf(text: string): number | string {
  return text.trim() === '' || Number.isNaN(Number(text)) ? text : Number(text);
}
