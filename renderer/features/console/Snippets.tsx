/** Commands that are kept under a name: one's own, and those that come with the workbench. */
import { useEffect } from 'react';
import type { Snippet } from '../../../shared/contract/console.ts';
import { openDialog, tellFailure, useWindow, windowStore } from '../../app/store.ts';
import { call } from '../../app/workbench.ts';
import { Button } from '../../ui/Button.tsx';
import { walkList } from '../../ui/walk-list.ts';
import { compose } from './console-store.ts';
import { titleOf } from './entry-words.ts';
import styles from './Snippets.module.css';

export function Snippets({ devId, text }: { readonly devId: string; readonly text: string }) {
  const snippets = useWindow((state) => state.snippets);
  useEffect(() => {
    if (snippets === undefined) void loadSnippets();
  }, [snippets]);
  const own = snippets?.filter(({ builtIn }) => !builtIn) ?? [];
  return (
    <div className={styles.snippets} data-walk-list>
      <header className={styles.header}>
        <h2>Yours</h2>
        <Button
          size="small"
          whyNot={text.trim() === '' ? 'Write the commands first.' : undefined}
          onClick={() => openDialog({ kind: 'snippet', name: '', text })}
        >
          Keep these commands…
        </Button>
      </header>
      {own.length === 0 ? (
        <p className={styles.none}>Commands that you keep under a name appear here, for every handset.</p>
      ) : null}
      <ul>
        {own.map((snippet) => (
          <Row key={snippet.id} snippet={snippet} devId={devId} />
        ))}
      </ul>
      <h2>With the workbench</h2>
      <ul>
        {snippets
          ?.filter(({ builtIn }) => builtIn)
          .map((snippet) => (
            <Row key={snippet.id} snippet={snippet} devId={devId} />
          ))}
      </ul>
    </div>
  );
}

function Row({ snippet, devId }: { readonly snippet: Snippet; readonly devId: string }) {
  const { id, name, text, builtIn } = snippet;
  return (
    <li className={styles.row}>
      <button
        type="button"
        data-walk
        className={styles.text}
        title={text}
        onKeyDown={walkList}
        onClick={() => compose(devId, text)}
      >
        <span className={styles.name}>{name}</span>
        <span className={styles.line}>{titleOf(text)}</span>
      </button>
      {builtIn ? null : (
        <>
          <Button
            kind="quiet"
            size="small"
            aria-label={`Edit ${name}`}
            onClick={() => openDialog({ kind: 'snippet', id, name, text })}
          >
            Edit…
          </Button>
          <Button
            kind="quiet"
            size="small"
            aria-label={`Delete ${name}`}
            onClick={() => openDialog({ kind: 'remove-snippet', id, name })}
          >
            Delete…
          </Button>
        </>
      )}
    </li>
  );
}

async function loadSnippets(): Promise<void> {
  const answer = await call('console.snippets', {});
  if (answer.ok) windowStore.setState({ snippets: answer.value });
  else if (answer.error.code !== 'connection-lost') tellFailure(answer.error);
}
