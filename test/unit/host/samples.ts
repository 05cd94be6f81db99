/** A handset, its account and what is on it, as the workbench tells of them. */
import type { Account, Handset } from '../../../shared/contract/handsets.ts';
import type { Inventory } from '../../../shared/scomo/inventory-types.ts';

export const handset: Handset = {
  devId: 'IMEI:1',
  name: 'Bench phone',
  state: 'ready',
  link: 'http',
  lastSeen: 970_000,
  authenticated: 'own',
  auth: 'md5',
  serverAuth: 'md5',
  legacyTls: false,
  canWake: true,
  links: [],
  tethered: false,
  nodes: 42,
  unseenAlerts: 0,
};

export const account: Account = {
  devId: 'IMEI:1',
  serverURL: 'http://127.0.0.1:8990/dm',
  serverId: 'bench',
  serverPassword: 'sp',
  user: 'u',
  password: 'p',
  auth: 'md5',
  serverAuth: 'md5',
};

const operation = { uri: './x', present: true } as const;
export const inventory: Inventory = {
  root: './SCM',
  version: '1.0',
  lists: {},
  downloads: [],
  delivered: [],
  deployed: [
    {
      subtree: 'Deployed',
      uri: './SCM/Inventory/Deployed/C1',
      nodeName: 'C1',
      id: 'notes',
      name: 'Notes',
      version: '2.0',
      state: { code: 20, word: 'Active', tone: 'ok' },
      operations: [
        { ...operation, name: 'Activate', allowed: false, why: 'It is active.' },
        { ...operation, name: 'Deactivate', allowed: true },
      ],
      readAt: 997_000,
    },
  ],
  readAt: 997_000,
};
