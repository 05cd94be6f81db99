/** One finding of the doctor: what was found, what is missing, what to do, and what there is to copy for it. */
import type { Finding } from '../../../shared/contract/doctor.ts';
import { ActionButton } from '../../app/ActionButton.tsx';
import { CopyButton } from '../../ui/CopyButton.tsx';
import { StateShape } from '../../ui/StateShape.tsx';
import { FINDING_ACTIONS } from './finding-actions.ts';
import styles from './FindingCard.module.css';

/** A card. */
export function FindingCard({ finding }: { readonly finding: Finding }) {
  const { weight, about, code, found, missing, steps, copy, detail } = finding;
  const isTrouble = weight === 'trouble';
  const action = FINDING_ACTIONS[code];
  return (
    <section className={styles.card} aria-label={`${about}: ${found}`}>
      <header className={styles.head}>
        <StateShape shape={isTrouble ? 'triangle' : 'ring'} tone={isTrouble ? 'failed' : 'neutral'} size={11} />
        <h3 className={styles.about}>{about}</h3>
        <span className={isTrouble ? styles.trouble : styles.remark}>{isTrouble ? 'Trouble' : 'Remark'}</span>
        <code className={styles.code}>{code}</code>
      </header>
      <dl className={styles.facts}>
        <dt>Found</dt>
        <dd>{found}</dd>
        <dt>Missing</dt>
        <dd>{missing}</dd>
        <dt>Do</dt>
        <dd>
          {steps.length === 1 ? (
            <Words text={steps[0] ?? ''} />
          ) : (
            <ol className={styles.steps}>
              {steps.map((step) => (
                <li key={step}>
                  <Words text={step} />
                </li>
              ))}
            </ol>
          )}
        </dd>
      </dl>
      {copy.map((each) => (
        <Copyable key={each.content} {...each} />
      ))}
      {action === undefined ? null : (
        <div>
          <ActionButton action={action} size="small" />
        </div>
      )}
      {detail === undefined ? null : (
        <details className={styles.detail}>
          <summary>Technical detail</summary>
          <code>{detail}</code>
        </details>
      )}
    </section>
  );
}

/** A file folds away, a command stands in its line. */
function Copyable({ title, path, content }: Finding['copy'][number]) {
  const button = <CopyButton text={content} what={path ?? title.toLowerCase()} />;
  if (path === undefined)
    return (
      <div className={styles.command}>
        <span className={styles.title}>{title}</span>
        <code>{content}</code>
        {button}
      </div>
    );
  return (
    <details className={styles.file}>
      <summary>
        {title}: <code>{path}</code>
      </summary>
      <div className={styles.content}>
        <pre>{content}</pre>
        {button}
      </div>
    </details>
  );
}

/** Words with `commands` among them. */
function Words({ text }: { readonly text: string }) {
  return text.split('`').map((part, at) => (at % 2 === 1 ? <code key={part}>{part}</code> : part));
}
