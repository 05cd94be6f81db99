/** An account as a table: what must stand in the handset, value by value, each with a copy button. */
import type { Account as AccountData } from '../../../shared/contract/handsets.ts';
import { CopyButton } from '../../ui/CopyButton.tsx';
import { authWords } from '../../i18n/words.ts';
import styles from './Account.module.css';

/** Shows what to type into a handset. */
export function Account({
  account,
}: {
  readonly account: Omit<AccountData, 'devId' | 'auth' | 'serverAuth'> &
    Partial<Pick<AccountData, 'auth' | 'serverAuth'>>;
}) {
  const rows = [
    { label: 'Server address', value: account.serverURL, note: 'often called Server URL or AddrURI' },
    ...(account.secureURL === undefined
      ? []
      : [{ label: 'Server address, HTTPS', value: account.secureURL, note: 'needs the CA certificate' }]),
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
      <AuthRow label="User authentication" auth={account.auth} />
      <AuthRow label="Server authentication" auth={account.serverAuth} />
    </dl>
  );
}

function AuthRow({ label, auth }: { readonly label: string; readonly auth: AccountData['auth'] | undefined }) {
  if (auth === undefined) return null;
  return (
    <div className={styles.row}>
      <dt>{label}</dt>
      <dd>
        <span className={styles.value}>{authWords[auth]}</span>
      </dd>
    </div>
  );
}
