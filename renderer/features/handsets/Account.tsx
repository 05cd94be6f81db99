/** An account as a table: what must stand in the handset, value by value, each with a copy button. */
import type { Account as AccountData } from '../../../shared/contract/handsets.ts';
import { CopyButton } from '../../ui/CopyButton.tsx';
import styles from './Account.module.css';

/** Shows what to type into a handset. */
export function Account({
  account,
}: {
  readonly account: Omit<AccountData, 'devId' | 'auth'> & { readonly auth?: AccountData['auth'] };
}) {
  const rows = [
    { label: 'Server address', value: account.serverURL, note: 'often called Server URL or AddrURI' },
    { label: 'Server ID', value: account.serverId, note: 'who the handset expects to talk to' },
    { label: 'Server password', value: account.serverPassword, note: 'with which the server proves itself' },
    { label: 'User name', value: account.user, note: 'with which the handset proves itself' },
    { label: 'Password', value: account.password, note: undefined },
  ];
  return (
    <dl className={styles.account}>
      {rows.map(({ label, value, note }) => (
        <div key={label} className={styles.row}>
          <dt>
            {label}
            {note === undefined ? null : <span className={styles.note}>{note}</span>}
          </dt>
          <dd>
            <code className={styles.value}>{value}</code>
            <CopyButton text={value} what={label.toLowerCase()} />
          </dd>
        </div>
      ))}
      {account.auth === undefined ? null : (
        <div className={styles.row}>
          <dt>Authentication</dt>
          <dd>
            <code className={styles.value}>{AUTHS[account.auth]}</code>
          </dd>
        </div>
      )}
    </dl>
  );
}

const AUTHS: Readonly<Record<AccountData['auth'], string>> = {
  md5: 'MD5 digest (syncml:auth-md5)',
  basic: 'Basic (syncml:auth-basic)',
};
