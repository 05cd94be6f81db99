/** Snippets that every workbench has, each something that people look up again and again. */

export interface BuiltInSnippet {
  readonly id: string;
  readonly name: string;
  readonly text: string;
}

export const BUILT_IN_SNIPPETS: readonly BuiltInSnippet[] = [
  {
    id: 'who-are-you',
    name: 'Who are you? DevInfo and DevDetail',
    text: 'get ./DevInfo?list=StructData\nget ./DevDetail?list=StructData',
  },
  {
    id: 'find-scomo',
    name: 'Find the SCOMO object by its type',
    text: '# An interior node whose Type is urn:oma:mo:oma-scomo:1.0 (or 1.1) is it.\nget .\nget ./SCM?prop=Type ./SCOMO?prop=Type',
  },
  {
    id: 'read-scomo',
    name: 'Read the SCOMO object at once',
    text: 'get ./SCM?list=StructData',
  },
  {
    id: 'lists-known',
    name: 'Which lists does it know? Struct, StructData, TNDS',
    text: 'get ./DevInfo?list=Struct\nget ./DevInfo?list=StructData\nget ./DevInfo?list=TNDS',
  },
  {
    id: 'root-acl',
    name: 'Read the ACL of the root',
    text: 'get .?prop=ACL',
  },
  {
    id: 'node-properties',
    name: 'All properties of a node',
    text: [
      '# One Get for each: handsets know different ones.',
      ...['ACL', 'Format', 'Name', 'Size', 'Title', 'TStamp', 'Type', 'VerNo'].map((name) => `get ./SCM?prop=${name}`),
    ].join('\n'),
  },
  {
    id: 'limits',
    name: 'Limits of the tree: depth, length, large objects',
    text: 'get ./DevDetail/URI/MaxDepth ./DevDetail/URI/MaxTotLen ./DevDetail/URI/MaxSegLen ./DevDetail/LrgObj',
  },
  {
    id: 'describe-download',
    name: 'Describe a download',
    text: [
      'sequence {',
      '  add ./SCM/Download/x1',
      '  add ./SCM/Download/x1/PkgID "com.example.package"',
      '  add ./SCM/Download/x1/PkgURL "http://192.0.2.1/package.zip"',
      '  add ./SCM/Download/x1/PkgType "application/zip"',
      '}',
    ].join('\n'),
  },
  {
    id: 'activate',
    name: 'Execute an operation with a correlator',
    text: 'exec ./SCM/Inventory/Deployed/C1/Operations/Activate correlator=console-1',
  },
  {
    id: 'show-text',
    name: 'Show a text on the handset (1100)',
    text: 'alert 1100 "MINDT=10" "Hello from the workbench"',
  },
  {
    id: 'ask-confirm',
    name: 'Ask the person yes or no (1101)',
    text: '# 200 is yes, 304 no, 214 cancelled, 408 nobody answered.\nalert 1101 "MAXDT=60" "Install the update now?"',
  },
  {
    id: 'ask-choice',
    name: 'Let the person choose (1103)',
    text: 'alert 1103 "MAXDT=60" "Which package?" "Notes" "Radio Suite"',
  },
  {
    id: 'ask-then-act',
    name: 'Ask first, act only on yes',
    text: [
      '# Inside a Sequence a "no" keeps back everything behind it: 215.',
      'sequence {',
      '  alert 1101 "MAXDT=60" "Deactivate the component?"',
      '  exec ./SCM/Inventory/Deployed/C1/Operations/Deactivate correlator=console-2',
      '}',
    ].join('\n'),
  },
];
