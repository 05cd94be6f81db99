/**
 * Arbitrary SyncML messages of every shape that the DTD allows, for property tests of the codecs. Values are what
 * survives both codecs: text without the characters XML cannot carry, ids without white space around them.
 */
import * as fc from 'fast-check';
import type { Chal, Command, Cred, Item, Location, Message, Meta, SyncHdr } from '../../shared/syncml/message.ts';
import { isCarriable } from '../../shared/syncml/xml-text.ts';

const MARKUP = ['&', '<', '>', ']]>', '<![CDATA[', '&amp;', '<a>', '\r', '\n', '\t', ' ', '"', '😀', 'ä', '--', '<?'];

/** Any text that XML can carry, rich in what looks like markup. */
export const text: fc.Arbitrary<string> = fc
  .oneof(
    fc.string(),
    fc.string({ unit: 'grapheme' }),
    fc
      .array(fc.oneof(fc.constantFrom(...MARKUP), fc.string({ maxLength: 4 })), { maxLength: 8 })
      .map((all) => all.join('')),
  )
  .filter(isCarriable);

/** Text that a reader may trim. */
const token: fc.Arbitrary<string> = text.map((value) => value.trim());
const id: fc.Arbitrary<string> = fc.oneof(
  fc.integer({ min: 0, max: 99999 }).map(String),
  fc.stringMatching(/^[0-9A-F]{1,4}$/),
);
const filled: fc.Arbitrary<string> = token.filter((value) => value !== '');
const flag: fc.Arbitrary<true> = fc.constant(true);
const size: fc.Arbitrary<number> = fc.nat({ max: 2 ** 31 });

const location: fc.Arbitrary<Location> = shape({ locURI: token }, { locName: text });

const meta: fc.Arbitrary<Meta> = shape(
  {},
  {
    format: token,
    type: token,
    mark: token,
    size,
    nextNonce: token,
    maxMsgSize: size,
    maxObjSize: size,
    version: token,
    anchor: shape({}, { last: text, next: text }),
    emi: fc.array(text, { minLength: 1, maxLength: 2 }),
    mem: shape({}, { sharedMem: flag, freeMem: size, freeId: size }),
    fieldLevel: flag,
  },
);

const cred: fc.Arbitrary<Cred> = shape({ data: text }, { meta });
const chal: fc.Arbitrary<Chal> = fc.record({ meta });
const item: fc.Arbitrary<Item> = shape(
  {},
  { target: location, source: location, sourceParent: token, targetParent: token, meta, data: text, moreData: flag },
);
const items = fc.array(item, { maxLength: 3 });
const refs = fc.array(token, { maxLength: 2 });
const common = { noResp: flag, cred, meta };

function command<Name extends Command['cmd']>(cmd: Name) {
  return { cmd: fc.constant(cmd), cmdId: id };
}

const flat: readonly fc.Arbitrary<Command>[] = [
  shape({ ...command('Add'), items }, common),
  shape({ ...command('Replace'), items }, common),
  shape({ ...command('Copy'), items }, common),
  shape({ ...command('Delete'), items }, { ...common, archive: flag, sftDel: flag }),
  shape({ ...command('Get'), items }, { ...common, lang: token }),
  shape({ ...command('Exec'), items }, { ...common, correlator: text }),
  shape({ ...command('Alert'), items }, { noResp: flag, cred, data: token, correlator: text }),
  shape(
    {
      ...command('Status'),
      msgRef: id,
      cmdRef: id,
      cmdName: token,
      targetRefs: refs,
      sourceRefs: refs,
      data: token,
      items,
    },
    { cred, chal },
  ),
  shape({ ...command('Results'), cmdRef: id, items }, { msgRef: id, meta, targetRef: token, sourceRef: token }),
  shape({ ...command('Other'), name: fc.constantFrom('Put', 'Search', 'Map', 'Move', 'Sync', 'Vendor.x') }, common),
];

const tree = fc.letrec<{ command: Command; nested: Command }>((tie) => ({
  command: fc.oneof({ depthSize: 'small', maxDepth: 4 }, ...flat, tie('nested')),
  nested: fc.oneof(
    shape({ ...command('Sequence'), commands: fc.array(tie('command'), { maxLength: 3 }) }, { noResp: flag, meta }),
    shape({ ...command('Atomic'), commands: fc.array(tie('command'), { maxLength: 3 }) }, { noResp: flag, meta }),
  ),
}));

const hdr: fc.Arbitrary<SyncHdr> = shape(
  {
    verDTD: fc.constantFrom('1.2', '1.1', ''),
    verProto: fc.constantFrom('DM/1.2', 'DM/1.1', ''),
    sessionId: filled,
    msgId: filled,
    target: location,
    source: shape({ locURI: filled }, { locName: text }),
  },
  { respURI: token, noResp: flag, cred, meta },
);

/** Every command, nested ones included. */
export const arbitraryMessage: fc.Arbitrary<Message> = fc.record({
  hdr,
  commands: fc.array(tree.command, { maxLength: 5 }),
  final: fc.boolean(),
});

/** A record whose optional keys are absent as often as present, never `undefined`. */
function shape<Required extends object, Optional extends object>(
  required: { [K in keyof Required]: fc.Arbitrary<Required[K]> },
  optional: { [K in keyof Optional]: fc.Arbitrary<Optional[K]> },
): fc.Arbitrary<Required & Partial<Optional>> {
  return fc.record({ ...required, ...optional }, { requiredKeys: Object.keys(required) as never }) as fc.Arbitrary<
    Required & Partial<Optional>
  >;
}
