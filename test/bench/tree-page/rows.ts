/** A tree of any size: a SCOMO object with some components, and a vendor's nodes for the rest. */
import type { TreeRow } from '../../../shared/contract/tree.ts';

const AT = 1_700_000_000_000;

/** Nodes with parents before children, as the workbench gives them. */
export function rowsOf(count: number): TreeRow[] {
  const rows: TreeRow[] = [
    ['.', 'node', null, null, AT],
    ['./SCM', 'node', null, 'urn:oma:mo:oma-scomo:1.0', AT],
    ['./SCM/Download', 'node', null, null, AT],
    ['./SCM/Inventory', 'node', null, null, AT],
    ['./SCM/Inventory/Delivered', 'node', null, null, AT],
    ['./SCM/Inventory/Deployed', 'node', null, null, AT],
  ];
  for (let index = 1; index <= 40; index += 1) addComponent(rows, index);
  rows.push(['./Vendor', 'node', null, null, AT]);
  for (let group = 1; rows.length < count; group += 1) addGroup(rows, group, count);
  return rows;
}

function addComponent(rows: TreeRow[], index: number): void {
  const uri = `./SCM/Inventory/Deployed/C${index}`;
  rows.push(
    [uri, 'node', null, null, AT],
    [`${uri}/ID`, 'chr', `com.acme.component${index}`, 'text/plain', AT],
    [`${uri}/PkgIDRef`, 'chr', `acme-package-${index}`, 'text/plain', AT],
    [`${uri}/Name`, 'chr', `Component ${index}`, 'text/plain', AT],
    [`${uri}/Version`, 'chr', `2.${index}`, 'text/plain', AT],
    [`${uri}/Status`, 'int', '10', 'text/plain', AT],
    [`${uri}/State`, 'int', index % 3 === 0 ? '10' : '20', 'text/plain', AT],
    [`${uri}/Operations`, 'node', null, null, AT],
    [`${uri}/Operations/Activate`, 'null', null, 'text/plain', AT],
    [`${uri}/Operations/Deactivate`, 'null', null, 'text/plain', AT],
    [`${uri}/Operations/Remove`, 'null', null, 'text/plain', AT],
  );
}

function addGroup(rows: TreeRow[], group: number, count: number): void {
  const uri = `./Vendor/Group${group}`;
  rows.push([uri, 'node', null, null, AT]);
  for (let set = 1; set <= 10 && rows.length < count; set += 1) {
    rows.push([`${uri}/Set${set}`, 'node', null, null, AT]);
    for (let leaf = 1; leaf <= 9 && rows.length < count; leaf += 1)
      rows.push([`${uri}/Set${set}/Setting${leaf}`, 'chr', `value ${group}.${set}.${leaf}`, 'text/plain', AT]);
  }
}
