/** What is known of a package, and correcting it. */
import { useState } from 'react';
import type { LibraryPackage } from '../../../shared/contract/packages.ts';
import { closeDialog, tellDone } from '../../app/store.ts';
import { useSubmit } from '../../app/use-answer.ts';
import { call } from '../../app/workbench.ts';
import { CopyButton } from '../../ui/CopyButton.tsx';
import { TextField } from '../../ui/Field.tsx';
import { FormDialog } from '../../ui/FormDialog.tsx';
import { formatBytes } from '../../ui/numbers.ts';
import { formatExact } from '../../ui/Time.tsx';
import { ComponentsField, type ComponentRow } from './ComponentsField.tsx';
import { describedWords, titleOf } from './package-words.ts';
import styles from './PackageDialog.module.css';

/** Details and facts of one package. */
export function PackageDialog({ package: item }: { readonly package: LibraryPackage }) {
  const [facts, setFacts] = useState({
    pkgId: item.pkgId,
    name: item.name,
    version: item.version ?? '',
    pkgType: item.pkgType,
    envType: item.envType ?? '',
  });
  const [components, setComponents] = useState<readonly ComponentRow[]>(() =>
    item.components.map(({ id, name = '', version = '' }) => ({ id, name, version })),
  );
  const { busy, failure, submit } = useSubmit();
  const field = (name: keyof typeof facts) => ({
    value: facts[name],
    maxLength: 255,
    onChange: (event: { currentTarget: { value: string } }) =>
      setFacts({ ...facts, [name]: event.currentTarget.value }),
  });
  const missing = facts.pkgId.trim() === '' || facts.name.trim() === '' || facts.pkgType.trim() === '';
  return (
    <FormDialog
      title={titleOf(item)}
      description={`${item.fileName} · ${formatBytes(item.size)} · added ${formatExact(item.addedAt)} · ${describedWords[item.described].hint.toLowerCase()}`}
      width={620}
      does="Save"
      busy={busy}
      failure={failure}
      whyNot={missing ? 'PkgID, name and type are needed.' : undefined}
      onClose={closeDialog}
      onSubmit={() =>
        submit(
          () =>
            call('packages.edit', {
              digest: item.digest,
              facts: {
                ...filled(facts),
                components: components
                  .filter((row) => row.id.trim() !== '')
                  .map((row) => ({ id: row.id.trim(), ...filled({ name: row.name, version: row.version }) })),
              },
            }),
          (saved) => {
            tellDone(`Saved what is known of ${titleOf(saved)}.`);
            closeDialog();
          },
        )
      }
    >
      <div className={styles.two}>
        <TextField label="Name" {...field('name')} />
        <TextField label="Version" {...field('version')} />
        <TextField label="PkgID" protocol hint="how the handset will name it" {...field('pkgId')} />
        <TextField label="PkgType" protocol hint="MIME type of the file" {...field('pkgType')} />
        <TextField label="EnvType" protocol hint="environment it is for; may stay empty" {...field('envType')} />
      </div>
      <ComponentsField rows={components} onChange={setComponents} />
      <div className={styles.digest}>
        <span>SHA-256</span>
        <code>{item.digest}</code>
        <CopyButton text={item.digest} what="SHA-256" />
      </div>
    </FormDialog>
  );
}

function filled<T extends Readonly<Record<string, string>>>(values: T): Partial<T> {
  return Object.fromEntries(
    Object.entries(values)
      .map(([key, value]) => [key, value.trim()] as const)
      .filter(([, value]) => value !== ''),
  ) as Partial<T>;
}
