/** What must stand in a handset so that it talks to this workbench. */
import type { Account } from '../../shared/contract/handsets.ts';
import type { SecureState } from './secure-door.ts';
import type { Services } from './services.ts';

/** Its own account, else the enrolment account. */
export function handsetAccount({ storage, enrolment, serverURL, secure }: Services, devId: string): Account {
  const { user, password, serverId, serverPassword, auth, serverAuth } = storage.accounts.get(devId) ?? enrolment();
  return {
    devId,
    serverURL: serverURL(),
    ...secureAddress(secure.state()),
    serverId,
    serverPassword,
    user,
    password,
    auth,
    serverAuth,
  };
}

/** Where handsets call over HTTPS, while it is on: on the network when the door for it is open. */
export function secureAddress(state: SecureState | undefined): { readonly secureURL?: string } {
  return state === undefined ? {} : { secureURL: state.networkURL ?? state.url };
}
