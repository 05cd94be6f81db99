/** A dialog that is one form: Enter does it, Escape gives it up, and a failure stays in it. */
import { useId, type ReactNode } from 'react';
import type { Failure } from '../../shared/result.ts';
import { Button } from './Button.tsx';
import { Dialog } from './Dialog.tsx';
import { ErrorNotice } from './ErrorNotice.tsx';
import styles from './FormDialog.module.css';

export interface FormDialogProps {
  readonly title: string;
  readonly description?: ReactNode;
  readonly width?: number;
  /** What the main button does, e.g. `Admit`. */
  readonly does: string;
  /** For deeds that take something away. */
  readonly danger?: boolean;
  readonly busy?: boolean;
  readonly whyNot?: string | undefined;
  readonly failure?: Failure | undefined;
  readonly onSubmit: () => void;
  readonly onClose: () => void;
  readonly children?: ReactNode;
  /** Further buttons, left of Cancel. */
  readonly more?: ReactNode;
}

/** An open form dialog. */
export function FormDialog({
  does,
  danger = false,
  busy = false,
  whyNot,
  failure,
  onSubmit,
  onClose,
  children,
  more,
  ...dialog
}: FormDialogProps) {
  const id = useId();
  const why = whyNot ?? (busy ? 'It is being done.' : undefined);
  return (
    <Dialog
      {...dialog}
      onClose={onClose}
      footer={
        <>
          {more === undefined ? null : <div className={styles.more}>{more}</div>}
          <Button onClick={onClose} shortcut="Escape">
            Cancel
          </Button>
          <Button
            kind={danger ? 'danger' : 'primary'}
            className={danger ? styles.danger : ''}
            submits
            form={id}
            whyNot={why}
            shortcut="Enter"
          >
            {does}
          </Button>
        </>
      }
    >
      <form
        id={id}
        className={styles.form}
        onSubmit={(event) => {
          event.preventDefault();
          if (why === undefined) onSubmit();
        }}
      >
        {children}
        {failure === undefined ? null : <ErrorNotice failure={failure} />}
      </form>
    </Dialog>
  );
}
