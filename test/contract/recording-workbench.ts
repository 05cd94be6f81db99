/**
 * A workbench that keeps what reaches it and does nothing: the real carriers run in front of it. It checks inputs
 * with the same door as the real one.
 */
import { createHash } from 'node:crypto';
import type { FileSource, Workbench } from '../../electron/workbench/port.ts';
import { checkInput } from '../../shared/contract/check.ts';
import type { Call } from '../../shared/contract/contract.ts';
import type { SequencedEvent } from '../../shared/contract/events.ts';
import { ok, type Result } from '../../shared/result.ts';

export interface RecordingWorkbench extends Workbench {
  /** The calls that passed the check, in order. */
  readonly calls: { readonly name: string; readonly input: unknown }[];
  /** The files that came in: by path, or by name with size and SHA-256 of their bytes. */
  readonly files: (
    | { readonly path: string }
    | { readonly fileName: string; readonly size: number; readonly digest: string }
  )[];
  /** Answers of methods; others answer `{}`. */
  readonly answers: Map<string, () => Result<unknown>>;
  readonly closed: () => number;
  readonly listeners: () => number;
  emit(event: SequencedEvent): void;
}

export function recordingWorkbench(): RecordingWorkbench {
  const calls: RecordingWorkbench['calls'] = [];
  const files: RecordingWorkbench['files'] = [];
  const answers: RecordingWorkbench['answers'] = new Map();
  const listeners = new Set<(event: SequencedEvent) => void>();
  let closed = 0;

  async function callUnchecked(name: string, input: unknown): Promise<Result<unknown>> {
    const checked = checkInput(name, input);
    if (!checked.ok) return checked;
    calls.push({ name, input: checked.value });
    return answers.get(name)?.() ?? ok({});
  }

  return {
    calls,
    files,
    answers,
    closed: () => closed,
    listeners: () => listeners.size,
    emit: (event) => listeners.forEach((listener) => listener(event)),
    call: callUnchecked as Call,
    callUnchecked,
    subscribe(listener) {
      listeners.add(listener);
      return () => listeners.delete(listener);
    },
    async handOver(source) {
      files.push('path' in source ? source : await digestOf(source));
      return ok('h1');
    },
    listener: { address: '127.0.0.1', port: 8990, url: 'http://127.0.0.1:8990/dm' },
    async close() {
      closed += 1;
    },
  };
}

async function digestOf(
  source: Extract<FileSource, { fileName: string }>,
): Promise<RecordingWorkbench['files'][number]> {
  const hash = createHash('sha256');
  let size = 0;
  for await (const bytes of source.bytes) {
    size += bytes.length;
    hash.update(bytes);
  }
  return { fileName: source.fileName, size, digest: hash.digest('hex') };
}
