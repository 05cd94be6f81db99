/** What could stand at the caret, below it. */
import { useEffect } from 'react';
import styles from './CompletionList.module.css';
import type { CompletionOption } from './completion.ts';

export interface CompletionListProps {
  /** The list is `<id>-list`, its options `<id>-option-<n>`. */
  readonly id: string;
  readonly options: readonly CompletionOption[];
  readonly at: number;
  readonly place: { readonly left: number; readonly top: number };
  readonly onTake: (option: CompletionOption) => void;
}

/** The list box of the editor; keys are handled there. */
export function CompletionList({ id, options, at, place, onTake }: CompletionListProps) {
  useEffect(() => {
    document.getElementById(`${id}-option-${at}`)?.scrollIntoView({ block: 'nearest' });
  }, [id, at]);
  return (
    // A select element cannot show remarks.
    // oxlint-disable-next-line jsx-a11y/prefer-tag-over-role
    <div id={`${id}-list`} className={styles.list} role="listbox" aria-label="Completions" style={place}>
      {options.map((option, index) => (
        // Keys are handled by the editor, which keeps the focus.
        // oxlint-disable-next-line jsx-a11y/click-events-have-key-events
        <div
          key={option.label}
          id={`${id}-option-${index}`}
          // An option element cannot hold columns.
          // oxlint-disable-next-line jsx-a11y/prefer-tag-over-role
          role="option"
          tabIndex={-1}
          aria-selected={index === at}
          className={styles.option}
          onPointerDown={(event) => event.preventDefault()}
          onClick={() => onTake(option)}
        >
          <span className={styles.label}>{option.label}</span>
          <span className={styles.remark}>{option.remark}</span>
        </div>
      ))}
    </div>
  );
}
