/** Letting a handset in that came without a password: look at it, then type its new account into it. */
import { useState } from 'react';
import type { Account as AccountData, Handset } from '../../../shared/contract/handsets.ts';
import { AUTHS } from '../../../shared/syncml/auth.ts';
import { closeDialog } from '../../app/store.ts';
import { useSubmit } from '../../app/use-answer.ts';
import { call } from '../../app/workbench.ts';
import { authWords, linkWords } from '../../i18n/words.ts';
import { SelectField, TextField } from '../../ui/Field.tsx';
import { FormDialog } from '../../ui/FormDialog.tsx';
import styles from './AdmitDialog.module.css';
import { AccountDialog } from './AccountDialog.tsx';
import { howItProved } from './proof.ts';

/** Two steps: confirm, then the account with what to type into the handset. */
export function AdmitDialog({ handset }: { readonly handset: Handset }) {
  const [account, setAccount] = useState<AccountData>();
  const [own, setOwn] = useState({ user: '', password: '', serverId: '', serverPassword: '' });
  const [auths, setAuths] = useState({ auth: handset.auth, serverAuth: handset.serverAuth });
  const { busy, failure, submit } = useSubmit();
  if (account !== undefined) return <AccountDialog handset={handset} account={account} admitted />;
  const given = Object.fromEntries(Object.entries(own).filter(([, value]) => value !== ''));
  const field = (name: keyof typeof own) => ({
    value: own[name],
    protocol: true,
    placeholder: 'made up for you',
    maxLength: 255,
    onChange: (event: { currentTarget: { value: string } }) => setOwn({ ...own, [name]: event.currentTarget.value }),
  });
  return (
    <FormDialog
      title={`Admit ${handset.name}?`}
      description={`${howItProved(handset)} Once admitted, it is read and can be managed from here.`}
      does="Admit"
      busy={busy}
      failure={failure}
      onClose={closeDialog}
      onSubmit={() => submit(() => call('handsets.admit', { devId: handset.devId, ...auths, ...given }), setAccount)}
    >
      <dl className={styles.facts}>
        <dt>DevId</dt>
        <dd>
          <code>{handset.devId}</code>
        </dd>
        <dt>Link</dt>
        <dd>
          {linkWords[handset.link]}
          {handset.address === undefined ? '' : ` from ${handset.address}`}
        </dd>
        {handset.man === undefined && handset.mod === undefined ? null : (
          <>
            <dt>Model</dt>
            <dd>{[handset.man, handset.mod].filter(Boolean).join(' ')}</dd>
          </>
        )}
      </dl>
      <p className={styles.next}>
        The workbench makes up credentials for it; the next page shows what to type into the handset.
      </p>
      <details className={styles.own}>
        <summary>It has credentials already</summary>
        <div className={styles.fields}>
          <TextField label="User name" {...field('user')} />
          <TextField label="Password" {...field('password')} />
          <TextField label="Server ID" {...field('serverId')} />
          <TextField label="Server password" {...field('serverPassword')} />
          <SelectField
            label="User authentication"
            value={auths.auth}
            onChange={(auth) => setAuths({ ...auths, auth })}
            options={AUTH_OPTIONS}
          />
          <SelectField
            label="Server authentication"
            value={auths.serverAuth}
            onChange={(serverAuth) => setAuths({ ...auths, serverAuth })}
            options={AUTH_OPTIONS}
          />
        </div>
      </details>
    </FormDialog>
  );
}

/** Strongest first: the weakest is a choice one should have to reach for. */
const AUTH_OPTIONS = AUTHS.toReversed().map((value) => ({ value, label: authWords[value] }));
