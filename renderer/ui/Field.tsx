/** Form fields with a label, a hint and an error of their own. */
import { useId, type ComponentProps, type ReactNode } from 'react';
import styles from './Field.module.css';

interface Labelled {
  readonly label: ReactNode;
  readonly hint?: ReactNode;
  /** What is wrong with the value. */
  readonly error?: string | undefined;
}

/** A one-line text field. `protocol` shows the value in the protocol typeface. */
export function TextField({
  label,
  hint,
  error,
  protocol = false,
  ...rest
}: Labelled & Omit<ComponentProps<'input'>, 'id' | 'className'> & { readonly protocol?: boolean }) {
  const id = useId();
  return (
    <Frame id={id} label={label} hint={hint} error={error}>
      <input
        {...rest}
        id={id}
        className={`${styles.control} ${protocol ? styles.protocol : ''}`}
        aria-invalid={error !== undefined || undefined}
        aria-describedby={`${id}-note`}
        spellCheck={false}
        autoComplete="off"
      />
    </Frame>
  );
}

/** A text field of several lines. `protocol` shows the value in the protocol typeface. */
export function TextAreaField({
  label,
  hint,
  error,
  protocol = false,
  ...rest
}: Labelled & Omit<ComponentProps<'textarea'>, 'id' | 'className'> & { readonly protocol?: boolean }) {
  const id = useId();
  return (
    <Frame id={id} label={label} hint={hint} error={error}>
      <textarea
        {...rest}
        id={id}
        className={`${styles.control} ${styles.lines} ${protocol ? styles.protocol : ''}`}
        aria-invalid={error !== undefined || undefined}
        aria-describedby={`${id}-note`}
        spellCheck={false}
      />
    </Frame>
  );
}

/** A choice from a short list. */
export function SelectField<T extends string>({
  label,
  hint,
  error,
  value,
  options,
  onChange,
}: Labelled & {
  readonly value: T;
  readonly options: readonly { readonly value: T; readonly label: string }[];
  readonly onChange: (value: T) => void;
}) {
  const id = useId();
  return (
    <Frame id={id} label={label} hint={hint} error={error}>
      <select
        id={id}
        className={styles.control}
        value={value}
        aria-describedby={`${id}-note`}
        onChange={(event) => {
          const option = options.find((each) => each.value === event.currentTarget.value);
          if (option !== undefined) onChange(option.value);
        }}
      >
        {options.map((option) => (
          <option key={option.value} value={option.value}>
            {option.label}
          </option>
        ))}
      </select>
    </Frame>
  );
}

/** A box to tick. */
export function CheckField({
  label,
  hint,
  checked,
  onChange,
}: Labelled & { readonly checked: boolean; readonly onChange: (checked: boolean) => void }) {
  const id = useId();
  return (
    <div className={styles.check}>
      <input
        id={id}
        type="checkbox"
        checked={checked}
        aria-describedby={`${id}-note`}
        onChange={(event) => onChange(event.currentTarget.checked)}
      />
      <label htmlFor={id}>{label}</label>
      <div id={`${id}-note`} className={styles.hint}>
        {hint}
      </div>
    </div>
  );
}

/** One of several ways, each with an explanation under its name. */
export function RadioCards<T extends string>({
  legend,
  value,
  options,
  onChange,
}: {
  readonly legend: string;
  readonly value: T;
  readonly options: readonly {
    readonly value: T;
    readonly label: string;
    readonly hint: ReactNode;
    /** Why it cannot be chosen now. */
    readonly whyNot?: string | undefined;
  }[];
  readonly onChange: (value: T) => void;
}) {
  const name = useId();
  return (
    <fieldset className={styles.cards}>
      <legend className={styles.label}>{legend}</legend>
      {options.map((option) => (
        <label
          key={option.value}
          className={`${styles.card} ${option.whyNot === undefined ? '' : styles.off}`}
          data-checked={option.value === value}
        >
          <input
            type="radio"
            name={name}
            value={option.value}
            checked={option.value === value}
            disabled={option.whyNot !== undefined}
            onChange={() => onChange(option.value)}
            aria-label={option.label}
          />
          <span>
            <span className={styles.cardLabel}>{option.label}</span>
            <span className={styles.hint}>{option.whyNot ?? option.hint}</span>
          </span>
        </label>
      ))}
    </fieldset>
  );
}

function Frame({ id, label, hint, error, children }: Labelled & { readonly id: string; readonly children: ReactNode }) {
  return (
    <div className={styles.field}>
      <label className={styles.label} htmlFor={id}>
        {label}
      </label>
      {children}
      <div id={`${id}-note`} className={error === undefined ? styles.hint : styles.error}>
        {error ?? hint}
      </div>
    </div>
  );
}
