/** Hands a file to the browser host: `POST /upload`. XMLHttpRequest, because fetch reports no upload progress. */
import { fail, type Result } from '../../shared/result.ts';

/** Uploads `file` and answers its handle. `onProgress` gets a share from 0 to 1. */
export function upload(file: File, token: string, onProgress: (share: number) => void): Promise<Result<string>> {
  return new Promise((resolve) => {
    const request = new XMLHttpRequest();
    request.open('POST', `/upload?name=${encodeURIComponent(file.name)}`);
    request.setRequestHeader('x-scomo-token', token);
    request.setRequestHeader('content-type', 'application/octet-stream');
    request.upload.addEventListener('progress', (event) => {
      if (event.lengthComputable) onProgress(event.loaded / event.total);
    });
    request.addEventListener('load', () => resolve(answer(request)));
    request.addEventListener('error', () => resolve(broken('The file could not be read or the connection broke.')));
    request.addEventListener('abort', () => resolve(broken('The upload was stopped.')));
    request.send(file);
  });
}

function answer(request: XMLHttpRequest): Result<string> {
  try {
    return JSON.parse(request.responseText) as Result<string>;
  } catch {
    return broken(`The workbench answered HTTP ${request.status}.`);
  }
}

function broken(detail: string): Result<string> {
  return fail(
    'upload-failed',
    'The file did not reach the workbench.',
    'Check that the file is readable and add it again.',
    {
      detail,
      retryable: true,
    },
  );
}
