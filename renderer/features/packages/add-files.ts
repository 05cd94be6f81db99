/** Taking files into the library: handed over with progress, then added. Dropping and picking end here alike. */
import { select, tellDone, tellFailure, windowStore, type Upload } from '../../app/store.ts';
import { call, handOver } from '../../app/workbench.ts';

/** Adds files one after the other; each failure is shown, and the next file is still tried. */
export async function addFiles(files: readonly File[]): Promise<void> {
  for (const file of files) await addFile(file);
}

async function addFile(file: File): Promise<void> {
  const id = nextId++;
  const progress = (share: number) => setUpload({ id, fileName: file.name, share });
  progress(0);
  const handle = await handOver(file, progress);
  const added = handle.ok ? await call('packages.add', { handle: handle.value }) : handle;
  windowStore.setState((state) => ({ uploads: state.uploads.filter((each) => each.id !== id) }));
  if (!added.ok) {
    tellFailure({ ...added.error, message: `${file.name}: ${added.error.message}` });
    return;
  }
  select({ digest: added.value.digest });
  tellDone(`${file.name} is in the library.`);
}

function setUpload(upload: Upload): void {
  windowStore.setState((state) => ({
    uploads: [...state.uploads.filter((each) => each.id !== upload.id), upload],
  }));
}

let nextId = 1;
