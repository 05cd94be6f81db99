/** A handset and its account, as the workbench tells of them. */
import type { Account, Handset } from '../../../shared/contract/handsets.ts';

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
