/** Trees of handsets as they were seen in the field, for the tests of the SCOMO object and of runs. */
import type { TreeNode } from '../../../../shared/dm/node.ts';
import { applyReading, emptyTree, type TreeMirror } from '../../../../shared/dm/tree.ts';

/** An interior node is an object, a leaf its value; `null` is a leaf without value, such as an operation. */
export interface Branch {
  readonly [name: string]: Branch | string | number | null;
}

export const AT = 1_700_000_000_000;

/** A mirror that holds this branch at `uri`, completely read at `AT`. `type`: the Type property of the node at `uri`. */
export function treeOf(uri: string, branch: Branch, type?: string): TreeMirror {
  const nodes = [...nodesOf(uri, branch)].map((node) =>
    node.uri === uri && type !== undefined ? { ...node, type } : node,
  );
  return applyReading(emptyTree(), { root: uri, complete: true, nodes, at: AT }).tree;
}

export function* nodesOf(uri: string, branch: Branch, readAt = AT): Generator<TreeNode> {
  yield { uri, format: 'node', readAt };
  for (const [name, below] of Object.entries(branch)) {
    const child = `${uri}/${name}`;
    if (below === null) yield { uri: child, format: 'null', readAt };
    else if (typeof below === 'object') yield* nodesOf(child, below, readAt);
    else yield { uri: child, format: typeof below === 'number' ? 'int' : 'chr', value: String(below), readAt };
  }
}

const DEPLOYED_OPERATIONS = { Activate: null, Deactivate: null, Remove: null };
const DELIVERED_OPERATIONS = { Install: null, InstallInactive: null, Remove: null };
const DOWNLOAD_OPERATIONS = { Download: null, DownloadInstall: null, DownloadInstallInactive: null };

/** A component as the standard has it. */
export function component(values: Branch): Branch {
  return { Status: 10, State: 20, Operations: DEPLOYED_OPERATIONS, ...values };
}

/** A delivered package as the standard has it. */
export function delivered(values: Branch): Branch {
  return { Status: 10, State: 20, Operations: DELIVERED_OPERATIONS, ...values };
}

/** A package under Download as the standard has it. */
export function download(values: Branch): Branch {
  return { PkgURL: 'http://127.0.0.1/p', Status: 10, Operations: DOWNLOAD_OPERATIONS, ...values };
}

/** A SCOMO object with these lists. */
export function scomo(lists: {
  readonly Download?: Branch;
  readonly Delivered?: Branch;
  readonly Deployed?: Branch;
}): Branch {
  return {
    Download: lists.Download ?? {},
    Inventory: { Delivered: lists.Delivered ?? {}, Deployed: lists.Deployed ?? {} },
  };
}

export const NOTES = { ID: 'com.acme.notes', PkgIDRef: 'acme-notes-2.0', Name: 'Notes', Version: '2.0' };

/** Root `./SCM`, lower-case names, Install failed and deleted reported as 70 (facts 7, Verizon). */
export const VERIZON: Branch = {
  download: {},
  inventory: {
    delivered: {
      d1: { pkgid: 'p-1', status: 70, operations: { install: null, installinactive: null, remove: null } },
    },
    deployed: {
      c1: {
        id: 'com.vz.dialer',
        pkgidref: 'p-1',
        name: 'Dialer',
        version: '1.0',
        status: 10,
        state: 20,
        operations: { activate: null, deactivate: null, remove: null },
      },
    },
  },
};

/** Root `./SCOMO`, states as text, no PkgIDRef and Version, a misspelt operation (facts 7, Symbian). */
export const SYMBIAN: Branch = {
  Download: {
    D1: {
      PkgID: 's-1',
      PkgURL: 'http://x/',
      Status: '10',
      Operations: { Download: null, DownloadInstallInactivate: null },
    },
  },
  Inventory: {
    Delivered: { V1: { PkgID: 's-2', Status: '10', State: ' 10 ', Operations: { Install: null, Remove: null } } },
    Deployed: {
      P1: {
        ID: 'maps',
        Name: 'Maps',
        Status: '10',
        State: '10',
        Operations: { Activate: null, Deactivate: null, Remove: null },
      },
    },
  },
};
