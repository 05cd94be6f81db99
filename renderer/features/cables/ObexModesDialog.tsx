/** The ways to switch handsets from modem to OBEX: those of the workbench, and a person's own, which are tried first. */
import { useState } from 'react';
import type { ObexModeRow } from '../../../shared/contract/cables.ts';
import { closeDialog, openDialog, tellDone } from '../../app/store.ts';
import { useAnswer, useSubmit } from '../../app/use-answer.ts';
import { call } from '../../app/workbench.ts';
import { Button } from '../../ui/Button.tsx';
import { Dialog } from '../../ui/Dialog.tsx';
import { ErrorNotice } from '../../ui/ErrorNotice.tsx';
import { FormDialog } from '../../ui/FormDialog.tsx';
import { ObexModeForm } from './ObexModeForm.tsx';
import styles from './ObexModesDialog.module.css';

/** What the dialog shows: all of them, one that is written, or one that shall go. */
type View =
  | { readonly kind: 'list' }
  | { readonly kind: 'write'; readonly mode: ObexModeRow | undefined }
  | { readonly kind: 'remove'; readonly mode: ObexModeRow };

const LIST: View = { kind: 'list' };

/** The list; writing and removing take its place for as long as they last. */
export function ObexModesDialog() {
  const [view, setView] = useState<View>(LIST);
  const back = (): void => setView(LIST);
  switch (view.kind) {
    case 'list':
      return <Modes show={setView} />;
    case 'write':
      return <ObexModeForm mode={view.mode} onBack={back} />;
    case 'remove':
      return <RemoveMode mode={view.mode} onBack={back} />;
  }
}

function Modes({ show }: { readonly show: (view: View) => void }) {
  const answer = useAnswer('cables.modes', {});
  return (
    <Dialog
      title="Ways to switch to OBEX"
      description="A handset on a serial cable is a modem until AT commands bring it to OBEX. The ways for its manufacturer are tried in this order, yours first; the one that worked is remembered."
      width={640}
      onClose={closeDialog}
      footer={
        <>
          <Button kind="quiet" onClick={() => openDialog({ kind: 'doctor' })}>
            Connection doctor…
          </Button>
          <Button onClick={() => show({ kind: 'write', mode: undefined })}>Add a way…</Button>
          <Button kind="primary" onClick={closeDialog} shortcut="Escape">
            Done
          </Button>
        </>
      }
    >
      {answer === undefined ? null : answer.ok ? (
        <div className={styles.groups}>
          <Group heading="Yours" modes={answer.value.filter(({ own }) => own)} show={show} />
          <Group heading="With the workbench" modes={answer.value.filter(({ own }) => !own)} show={show} />
        </div>
      ) : (
        <ErrorNotice failure={answer.error} />
      )}
    </Dialog>
  );
}

interface GroupProps {
  readonly heading: string;
  readonly modes: readonly ObexModeRow[];
  readonly show: (view: View) => void;
}

function Group({ heading, modes, show }: GroupProps) {
  return (
    <section aria-label={heading}>
      <h3 className={styles.heading}>{heading}</h3>
      {modes.length === 0 ? (
        <p className={styles.none}>
          None yet. Add the commands that your handset needs when the ways below do not switch it.
        </p>
      ) : (
        <ul className={styles.modes}>
          {modes.map((mode) => (
            <li key={mode.id} className={styles.mode}>
              <div className={styles.text}>
                <span className={styles.name}>{mode.name}</span>
                <code className={styles.commands}>{mode.commands.join('  ')}</code>
                <span className={styles.about}>{aboutMode(mode)}</span>
              </div>
              {mode.own ? (
                <div className={styles.buttons}>
                  <Button
                    kind="quiet"
                    size="small"
                    aria-label={`Edit ${mode.name}`}
                    onClick={() => show({ kind: 'write', mode })}
                  >
                    Edit…
                  </Button>
                  <Button
                    kind="quiet"
                    size="small"
                    aria-label={`Delete ${mode.name}`}
                    onClick={() => show({ kind: 'remove', mode })}
                  >
                    Delete…
                  </Button>
                </div>
              ) : null}
            </li>
          ))}
        </ul>
      )}
    </section>
  );
}

/** For whom it is, and for whom it worked. */
function aboutMode({ manufacturer, worksFor, own }: ObexModeRow): string {
  // The table of the workbench names them in small letters, several with a bar between them.
  const names = own ? manufacturer : manufacturer?.replace(/\b[a-z]/g, (letter) => letter.toUpperCase());
  const forWhom = names === undefined ? 'every handset' : names.replaceAll('|', ' or ');
  return [`for ${forWhom}`, ...(worksFor.length === 0 ? [] : [`worked for ${worksFor.join(', ')}`])].join(' · ');
}

function RemoveMode({ mode, onBack }: { readonly mode: ObexModeRow; readonly onBack: () => void }) {
  const { busy, failure, submit } = useSubmit();
  const removed = (): void => {
    tellDone(`${mode.name} is deleted.`);
    onBack();
  };
  return (
    <FormDialog
      title={`Delete “${mode.name}”?`}
      does="Delete"
      danger
      width={440}
      busy={busy}
      failure={failure}
      onClose={onBack}
      onSubmit={() => submit(() => call('cables.removeMode', { id: mode.id }), removed)}
    >
      <p>
        {mode.worksFor.length === 0
          ? 'Handsets are not switched with it any more.'
          : `It switched ${mode.worksFor.join(', ')} last; from now on the other ways are tried there.`}
      </p>
    </FormDialog>
  );
}
