/** The credential with which unknown handsets introduce themselves; shown only when asked for. */
import { useState } from 'react';
import { useAnswer } from '../../app/use-answer.ts';
import { Button } from '../../ui/Button.tsx';
import { ErrorNotice } from '../../ui/ErrorNotice.tsx';
import { Account } from '../handsets/Account.tsx';
import styles from './Enrolment.module.css';

/** A button that becomes the credential. */
export function Enrolment() {
  const [shown, setShown] = useState(false);
  return (
    <section className={styles.enrolment} aria-label="Enrolment credential">
      <div className={styles.head}>
        <div>
          <h3>Enrolment credential</h3>
          <p>With it a handset that nobody knows yet may introduce itself. Admitting it stays your decision.</p>
        </div>
        <Button onClick={() => setShown(!shown)}>{shown ? 'Hide' : 'Show'}</Button>
      </div>
      {shown ? <Credential /> : null}
    </section>
  );
}

function Credential() {
  const answer = useAnswer('handsets.enrolment', {});
  if (answer === undefined) return null;
  return answer.ok ? <Account account={answer.value} /> : <ErrorNotice failure={answer.error} />;
}
