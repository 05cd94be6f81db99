/** Files that the workbench makes for a person. */
import type { MadeFile } from '../../shared/contract/reach.ts';

/** Puts a file together for the contract. */
export function madeFile(fileName: string, type: string, content: Buffer): MadeFile {
  return { fileName, type, content: content.toString('base64') };
}

/** One line of hexadecimal digits for each SMS. */
export function hexLines(messages: readonly Uint8Array[]): Buffer {
  return Buffer.from(messages.map((message) => `${Buffer.from(message).toString('hex').toUpperCase()}\n`).join(''));
}

/** What is left of a DevId that every file system takes. */
export function fileNameOf(devId: string): string {
  return devId.replaceAll(/[^A-Za-z0-9._-]+/g, '-').replace(/^[.-]+/, '') || 'handset';
}
