/** The account of a handset: what must be typed into it so that it talks to this workbench. */
import type { Account as AccountData, Handset } from '../../../shared/contract/handsets.ts';
import { closeDialog, openDialog } from '../../app/store.ts';
import { useAnswer } from '../../app/use-answer.ts';
import { Button } from '../../ui/Button.tsx';
import { CopyButton } from '../../ui/CopyButton.tsx';
import { Dialog } from '../../ui/Dialog.tsx';
import { ErrorNotice } from '../../ui/ErrorNotice.tsx';
import { Account } from './Account.tsx';
import { SetupPage } from './SetupPage.tsx';

export interface AccountDialogProps {
  readonly handset: Handset;
  /** Asked for when absent. */
  readonly account?: AccountData;
  /** It was admitted just now. */
  readonly admitted?: boolean;
}

/** Shows the account with copy buttons. */
export function AccountDialog({ handset, account, admitted = false }: AccountDialogProps) {
  return account === undefined ? (
    <AskedAccount handset={handset} />
  ) : (
    <Dialog
      title={admitted ? `${handset.name} is admitted` : `Account of ${handset.name}`}
      description="Type these values into the DM settings of the handset, then let it start a session."
      width={600}
      onClose={closeDialog}
      footer={
        <>
          <Button kind="quiet" onClick={() => openDialog({ kind: 'bootstrap', devId: account.devId })}>
            Bootstrap file…
          </Button>
          <CopyButton text={asText(account)} what="account" label="Copy all" size="normal" />
          <Button kind="primary" onClick={closeDialog} shortcut="Escape">
            Done
          </Button>
        </>
      }
    >
      <Account account={account} />
      <SetupPage serverURL={account.serverURL} devId={account.devId} />
    </Dialog>
  );
}

function AskedAccount({ handset }: { readonly handset: Handset }) {
  const answer = useAnswer('handsets.account', { devId: handset.devId });
  if (answer === undefined) return null;
  if (answer.ok) return <AccountDialog handset={handset} account={answer.value} />;
  return (
    <Dialog title={`Account of ${handset.name}`} onClose={closeDialog}>
      <ErrorNotice failure={answer.error} />
    </Dialog>
  );
}

function asText(account: AccountData): string {
  return [
    `Server address: ${account.serverURL}`,
    ...(account.secureURL === undefined ? [] : [`Server address, HTTPS: ${account.secureURL}`]),
    `Server ID: ${account.serverId}`,
    `Server password: ${account.serverPassword}`,
    `User name: ${account.user}`,
    `Password: ${account.password}`,
    `User authentication: ${account.auth}`,
    `Server authentication: ${account.serverAuth}`,
  ].join('\n');
}
