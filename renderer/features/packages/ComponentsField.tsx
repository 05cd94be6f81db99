/** The components that a package will deploy, as a small editable table. */
import { Button } from '../../ui/Button.tsx';
import styles from './ComponentsField.module.css';

export interface ComponentRow {
  readonly id: string;
  readonly name: string;
  readonly version: string;
}

export interface ComponentsFieldProps {
  readonly rows: readonly ComponentRow[];
  readonly onChange: (rows: readonly ComponentRow[]) => void;
}

/** One row per component; a row without ID is left out when saved. */
export function ComponentsField({ rows, onChange }: ComponentsFieldProps) {
  const change = (index: number, part: Partial<ComponentRow>) =>
    onChange(rows.map((row, at) => (at === index ? { ...row, ...part } : row)));
  return (
    <fieldset className={styles.components}>
      <legend>Components it deploys</legend>
      {rows.length === 0 ? (
        <p className={styles.none}>None listed. Pushing still works; an update needs at least the component’s ID.</p>
      ) : (
        <table>
          <thead>
            <tr>
              <th scope="col">ID</th>
              <th scope="col">Name</th>
              <th scope="col">Version</th>
              <th scope="col">
                <span className="visually-hidden">Remove</span>
              </th>
            </tr>
          </thead>
          <tbody>
            {rows.map((row, index) => (
              // Rows have no identity of their own; they are only added at the end and edited in place.
              <tr key={index}>
                {COLUMNS.map(({ key, label }) => (
                  <td key={key}>
                    <input
                      aria-label={`${label} of component ${index + 1}`}
                      value={row[key]}
                      maxLength={255}
                      spellCheck={false}
                      onChange={(event) => change(index, { [key]: event.currentTarget.value })}
                    />
                  </td>
                ))}
                <td>
                  <Button
                    kind="quiet"
                    size="small"
                    aria-label={`Remove component ${index + 1}`}
                    onClick={() => onChange(rows.filter((_row, at) => at !== index))}
                  >
                    ✕
                  </Button>
                </td>
              </tr>
            ))}
          </tbody>
        </table>
      )}
      <Button size="small" onClick={() => onChange([...rows, { id: '', name: '', version: '' }])}>
        Add component
      </Button>
    </fieldset>
  );
}

const COLUMNS = [
  { key: 'id', label: 'ID' },
  { key: 'name', label: 'Name' },
  { key: 'version', label: 'Version' },
] as const;
