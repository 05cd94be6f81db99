/** What must stand in a handset so that it talks to this workbench. */
import type { Account } from '../../shared/contract/handsets.ts';
import type { Services } from './services.ts';

/** Its own account, else the enrolment account. */
export function handsetAccount({ storage, enrolment, serverURL }: Services, devId: string): Account {
  const { user, password, serverId, serverPassword, auth, serverAuth } = storage.accounts.get(devId) ?? enrolment();
  return { devId, serverURL: serverURL(), serverId, serverPassword, user, password, auth, serverAuth };
}
