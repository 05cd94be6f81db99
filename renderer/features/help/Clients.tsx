import { Fragment } from 'react';
import { PERSONALITIES } from '../../../shared/contract/virtual-handset.ts';
import styles from './HelpDialog.module.css';

/** Which clients are known, how they bend the standard, and how they are met half-way. */
export function Clients() {
  return (
    <>
      <p>
        Handsets bend the standard in ways of their own. These are known, and each is met with what it does, never by
        its name. A virtual handset can stand for any of them (“Add virtual handset”, Stands for).
      </p>
      <dl className={styles.words}>
        {PERSONALITIES.map(({ name, title, hint }) => (
          <Fragment key={name}>
            <dt>{title}</dt>
            <dd>{hint}</dd>
          </Fragment>
        ))}
      </dl>
      <h3 className={styles.shapes}>How they are met</h3>
      <dl className={styles.words}>
        {HABITS.map(([habit, answer]) => (
          <Fragment key={habit}>
            <dt>{habit}</dt>
            <dd>{answer}</dd>
          </Fragment>
        ))}
      </dl>
      <h3 className={styles.shapes}>Not served</h3>
      <p>Handsets that speak DM 1.1 are refused with 513; set them to OMA DM 1.2.</p>
    </>
  );
}

const HABITS: readonly (readonly [string, string])[] = [
  ['Refuses a list', 'The tree is read with StructData, Struct, TNDS or child lists, whichever works first.'],
  ['Names its object differently', 'SCOMO is found by its identifier, whatever its root and lists are called.'],
  [
    'Has a node already, or not yet',
    'An Add that is answered 418 becomes a Replace, a Replace that is answered 404 an Add.',
  ],
  ['Makes no operation nodes', 'They are added when an Exec is answered 404; the card shows each command.'],
  [
    'Answers in its own way',
    'A result counts as 202 with a report, as a SCOMO code, or as 200 or 500; the read-back decides.',
  ],
  ['Loses the Correlator', 'A report is matched by Correlator, then by the executed node, then by what it is about.'],
  ['Sends no Status for Atomic', 'Nobody waits for it: what became of the commands is read back.'],
  ['Takes small messages', 'Statuses, results and packages are cut to what it takes, and put together again.'],
  ['Has no Download list', 'The package is written into Data under Delivered, in the session.'],
];
