/** What the standard objects of a management tree are, in words. SCOMO has words of its own (shared/scomo). */

/** Management objects by identifier, without its version (OMNA registry of DM management objects). */
const OBJECTS: readonly (readonly [identifier: string, words: string])[] = [
  ['urn:oma:mo:oma-dm-devinfo', 'Device information'],
  ['urn:oma:mo:oma-dm-devdetail', 'Device details'],
  ['urn:oma:mo:oma-dm-dmacc', 'DM account'],
  ['urn:oma:mo:oma-dm-inbox', 'Inbox'],
  ['urn:oma:mo:oma-fumo', 'Firmware update'],
  ['urn:oma:mo:oma-scomo', 'Software components'],
  ['urn:oma:mo:oma-lawmo', 'Lock and wipe'],
  ['urn:oma:mo:oma-dcmo', 'Device capabilities'],
];

/** Nodes whose place is fixed or customary (DM StdObj 1.2), also where a handset gives them no type. */
const NODES: readonly (readonly [uri: string, words: string])[] = [
  ['./DevInfo', 'Device information'],
  ['./DevInfo/DevId', 'Identifier of the device'],
  ['./DevInfo/Man', 'Manufacturer'],
  ['./DevInfo/Mod', 'Model'],
  ['./DevInfo/DmV', 'Version of the DM client'],
  ['./DevInfo/Lang', 'Language'],
  ['./DevInfo/Ext', 'Extensions'],
  ['./DevInfo/Bearer', 'Bearers'],
  ['./DevDetail', 'Device details'],
  ['./DevDetail/Ext', 'Extensions'],
  ['./DevDetail/Bearer', 'Bearers'],
  ['./DevDetail/URI', 'Limits of URIs'],
  ['./DevDetail/URI/MaxDepth', 'Most segments, 0 for no limit'],
  ['./DevDetail/URI/MaxTotLen', 'Longest URI, 0 for no limit'],
  ['./DevDetail/URI/MaxSegLen', 'Longest segment, 0 for no limit'],
  ['./DevDetail/DevTyp', 'Type of the device'],
  ['./DevDetail/OEM', 'Original equipment manufacturer'],
  ['./DevDetail/FwV', 'Firmware version'],
  ['./DevDetail/SwV', 'Software version'],
  ['./DevDetail/HwV', 'Hardware version'],
  ['./DevDetail/LrgObj', 'Takes large objects'],
  ['./DMAcc', 'DM accounts'],
  ['./Inbox', 'Inbox'],
];

const wordsOfObject: ReadonlyMap<string, string> = new Map(OBJECTS);
const wordsOfNode: ReadonlyMap<string, string> = new Map(NODES);

/**
 * What a node outside SCOMO is, e.g. `Device information`; undefined for nodes that no standard names.
 * `uri` in the normal form of uri.ts; `type` is the Type property of an interior node, whose version and case do not
 * matter.
 */
export function standardMeaning(uri: string, type: string | null): string | undefined {
  const object = type === null ? undefined : wordsOfObject.get(identifierOf(type));
  return object ?? wordsOfNode.get(uri);
}

function identifierOf(type: string): string {
  return type
    .trim()
    .toLowerCase()
    .replace(/:\d+(?:\.\d+)*$/, '');
}
