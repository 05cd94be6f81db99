/** Writing a file that the workbench made to where a person wants it. It may hold passwords: only its owner reads it. */
import { chmod, writeFile } from 'node:fs/promises';
import type { MadeFile } from '../../shared/contract/reach.ts';
import { fail, ok, type Result } from '../../shared/result.ts';

const OWNER_ONLY = 0o600;

/** Writes it, over an older one. Fails with `cannot-write`. */
export async function saveMadeFile(path: string, { content }: MadeFile): Promise<Result<{ readonly size: number }>> {
  const bytes = Buffer.from(content, 'base64');
  try {
    await writeFile(path, bytes, { mode: OWNER_ONLY });
    // A file that was there before keeps its mode.
    await chmod(path, OWNER_ONLY);
    return ok({ size: bytes.length });
  } catch (error) {
    return fail(
      'cannot-write',
      `${path} cannot be written.`,
      'Choose a folder that is there and that you may write to.',
      {
        detail: error instanceof Error ? error.message : String(error),
      },
    );
  }
}
