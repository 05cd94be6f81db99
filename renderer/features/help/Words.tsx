import { Fragment } from 'react';
import { handsetWords, stepWords } from '../../i18n/words.ts';
import { StateShape } from '../../ui/StateShape.tsx';
import styles from './HelpDialog.module.css';

/** What the words and the shapes mean. */
export function Words() {
  return (
    <>
      <dl className={styles.words}>
        {WORDS.map(([word, meaning]) => (
          <Fragment key={word}>
            <dt>{word}</dt>
            <dd>{meaning}</dd>
          </Fragment>
        ))}
      </dl>
      <h3 className={styles.shapes}>States of a handset</h3>
      <dl className={styles.words}>
        {Object.entries(handsetWords).map(([state, { word, shape, tone }]) => (
          <Fragment key={state}>
            <dt className={styles.states}>
              <StateShape shape={shape} tone={tone} /> {word}
            </dt>
            <dd>{HANDSETS[state]}</dd>
          </Fragment>
        ))}
      </dl>
      <h3 className={styles.shapes}>States of a step</h3>
      <dl className={styles.words}>
        {Object.entries(stepWords).map(([state, { word, shape, tone }]) => (
          <Fragment key={state}>
            <dt className={styles.states}>
              <StateShape shape={shape} tone={tone} /> {word}
            </dt>
            <dd>{STEPS[state]}</dd>
          </Fragment>
        ))}
      </dl>
    </>
  );
}

const WORDS: readonly (readonly [string, string])[] = [
  ['Handset', 'A managed device. Its DevId identifies it, whatever link it came over.'],
  ['Link', 'One way to reach a handset: HTTP, serial or USB.'],
  ['Session', 'One conversation between handset and workbench. The handset starts it; a notification can ask it to.'],
  ['Management tree, node, URI', 'What the handset lets us see of itself: nodes with values, each named by its URI.'],
  ['SCOMO', 'The part of that tree that lists software: what can be fetched, what was delivered, what is deployed.'],
  ['Delivery package', 'A file that brings software to a handset, and what the handset keeps of it.'],
  ['Deployment component', 'A piece of software that is installed. It is active or inactive.'],
  ['Inventory', 'Packages and components with their state and what may be done with them now.'],
  [
    'Runbook, run, step',
    'A runbook is the recipe, a run is following it once on one handset, a step is one line of it.',
  ],
  ['Step 5 next, Done', 'How the run of a handset stands, at the end of its row; the menu Runs lists all of them.'],
  ['Needs a look', 'Cables that are silent, used by another program, or in trouble: each says what to do.'],
  ['Read-back', 'Reading the nodes again after a step. Only that proves that the step worked.'],
  ['Trace', 'Every message of every session, decoded.'],
  ['Virtual handset', 'The built-in simulator: a separate program that speaks the real protocol.'],
];

const HANDSETS: Readonly<Record<string, string>> = {
  new: 'It called, but nobody has let it in yet.',
  expected: 'It was admitted before it ever called.',
  ready: 'Admitted, and heard of lately.',
  'in-session': 'It talks with this workbench right now.',
  silent: 'Admitted, but not heard of for longer than the settings allow.',
};

const STEPS: Readonly<Record<string, string>> = {
  pending: 'Nothing was sent for it yet.',
  running: 'Its commands are being sent and answered.',
  waiting: 'The handset was asked; its session or its report has not come yet.',
  done: 'A read-back proved it.',
  failed: 'It was tried and did not work, or the proof is missing. It can be retried.',
  skipped: 'A person left it out and said why.',
};
