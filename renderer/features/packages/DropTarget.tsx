/** Files dropped anywhere on the window go into the library. */
import { useEffect, useState } from 'react';
import { addFiles } from './add-files.ts';
import styles from './DropTarget.module.css';

/** Watches the whole window; shows where the files will go while they hang over it. */
export function DropTarget() {
  const [over, setOver] = useState(false);
  useEffect(() => {
    let depth = 0;
    const carriesFiles = (event: DragEvent) => event.dataTransfer?.types.includes('Files') === true;
    const enter = (event: DragEvent) => {
      if (!carriesFiles(event)) return;
      depth += 1;
      setOver(true);
    };
    const leave = (event: DragEvent) => {
      if (!carriesFiles(event)) return;
      depth -= 1;
      if (depth <= 0) setOver(false);
    };
    const hang = (event: DragEvent) => {
      if (carriesFiles(event)) event.preventDefault();
    };
    const drop = (event: DragEvent) => {
      if (!carriesFiles(event)) return;
      event.preventDefault();
      depth = 0;
      setOver(false);
      void addFiles([...(event.dataTransfer?.files ?? [])]);
    };
    const handlers = { dragenter: enter, dragleave: leave, dragover: hang, drop } as const;
    for (const [name, handler] of Object.entries(handlers)) window.addEventListener(name as 'drop', handler);
    return () => {
      for (const [name, handler] of Object.entries(handlers)) window.removeEventListener(name as 'drop', handler);
    };
  }, []);
  return over ? (
    <div className={styles.target}>
      <p>Drop to add to the package library</p>
    </div>
  ) : null;
}
