/** The settings of the workbench, and where it keeps its things. */
import { useState } from 'react';
import type { AppStatus, Settings } from '../../../shared/contract/app.ts';
import { closeDialog, openDialog, windowStore } from '../../app/store.ts';
import { useSubmit } from '../../app/use-answer.ts';
import { call } from '../../app/workbench.ts';
import { Button } from '../../ui/Button.tsx';
import { CopyButton } from '../../ui/CopyButton.tsx';
import { SelectField, TextField } from '../../ui/Field.tsx';
import { FormDialog } from '../../ui/FormDialog.tsx';
import { Enrolment } from './Enrolment.tsx';
import styles from './SettingsDialog.module.css';

/** Shows and changes the settings. */
export function SettingsDialog({ status }: { readonly status: AppStatus }) {
  const [theme, setTheme] = useState(status.settings.theme);
  const [weakestAuth, setWeakestAuth] = useState(status.settings.weakestAuth);
  const [askCables, setAskCables] = useState(status.settings.askCables);
  const [seconds, setSeconds] = useState<Readonly<Record<Span, string>>>({
    holdSeconds: String(status.settings.holdSeconds),
    stepTimeLimitSeconds: String(status.settings.stepTimeLimitSeconds),
    silentAfterSeconds: String(status.settings.silentAfterSeconds),
  });
  const { busy, failure, submit } = useSubmit();
  const wrong = SPANS.find((span) => problemWith(span, seconds[span.key]) !== undefined);
  return (
    <FormDialog
      title="Settings"
      width={560}
      does="Save"
      busy={busy}
      failure={failure}
      more={
        <Button kind="quiet" onClick={() => openDialog({ kind: 'obex-modes' })}>
          Ways to switch to OBEX…
        </Button>
      }
      whyNot={wrong === undefined ? undefined : `${wrong.label}: ${problemWith(wrong, seconds[wrong.key])}`}
      onClose={closeDialog}
      onSubmit={() =>
        submit(
          () =>
            call('app.changeSettings', {
              theme,
              weakestAuth,
              askCables,
              holdSeconds: Number(seconds.holdSeconds),
              stepTimeLimitSeconds: Number(seconds.stepTimeLimitSeconds),
              silentAfterSeconds: Number(seconds.silentAfterSeconds),
            }),
          (changed) => {
            windowStore.setState({ status: changed });
            closeDialog();
          },
        )
      }
    >
      <SelectField
        label="Theme"
        value={theme}
        onChange={setTheme}
        options={[
          { value: 'system', label: 'As the system' },
          { value: 'light', label: 'Light' },
          { value: 'dark', label: 'Dark' },
        ]}
      />
      {SPANS.map((span) => (
        <TextField
          key={span.key}
          label={span.label}
          hint={span.hint}
          error={problemWith(span, seconds[span.key])}
          inputMode="numeric"
          value={seconds[span.key]}
          onChange={(event) => setSeconds({ ...seconds, [span.key]: event.currentTarget.value })}
        />
      ))}
      <SelectField
        label="Weakest authentication"
        hint="A handset whose account says less is refused, and so is a server password that would travel less protected."
        value={weakestAuth}
        onChange={setWeakestAuth}
        options={WEAKEST}
      />
      <SelectField
        label="Handsets on a cable"
        hint="A port that may be anything is never asked by itself."
        value={askCables ? 'ask' : 'wait'}
        onChange={(chosen) => setAskCables(chosen === 'ask')}
        options={[
          { value: 'ask', label: 'Ask who it is when one is plugged in' },
          { value: 'wait', label: 'Wait until I say so' },
        ]}
      />
      <Enrolment />
      <dl className={styles.about}>
        <dt>Data folder</dt>
        <dd>
          <code>{status.dataFolder}</code>
          <CopyButton text={status.dataFolder} what="data folder" />
        </dd>
        <dt>Version</dt>
        <dd>{status.version}</dd>
      </dl>
    </FormDialog>
  );
}

/** What is chosen here is what sessions are held to from now on; accounts that say less are refused until changed. */
const WEAKEST: readonly { readonly value: Settings['weakestAuth']; readonly label: string }[] = [
  { value: 'basic', label: 'Basic, and none where an account says so' },
  { value: 'md5', label: 'MD5 digest' },
  { value: 'mac', label: 'MAC: every message is signed' },
];

type Span = Exclude<keyof Settings, 'theme' | 'weakestAuth' | 'askCables'>;

interface SpanRow {
  readonly key: Span;
  readonly label: string;
  readonly hint: string;
  readonly min: number;
  readonly max: number;
}

/** Limits as in shared/contract/app.ts, which has the last word. */
const SPANS: readonly SpanRow[] = [
  {
    key: 'holdSeconds',
    label: 'Hold a session between steps, seconds',
    hint: 'While you think, the handset is kept waiting this long; then the session ends and the next step wakes it.',
    min: 0,
    max: 120,
  },
  {
    key: 'stepTimeLimitSeconds',
    label: 'Longest wait of a step, seconds',
    hint: 'For the handset to call and for the result of an operation together. Then the step fails and can be retried.',
    min: 5,
    max: 86_400,
  },
  {
    key: 'silentAfterSeconds',
    label: 'Call a handset silent after, seconds',
    hint: 'When it was not heard of for this long.',
    min: 10,
    max: 86_400,
  },
];

function problemWith(span: SpanRow, text: string): string | undefined {
  const value = Number(text);
  return /^\d+$/.test(text) && value >= span.min && value <= span.max
    ? undefined
    : `A whole number from ${span.min} to ${span.max.toLocaleString('en')}.`;
}
