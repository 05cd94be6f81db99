/**
 * Virtual handsets under Electron. Its binary does not run as Node.js (the fuse is off), so the handset's program
 * runs as a utility process: a process of its own all the same, that ends with ours.
 */
import { utilityProcess } from 'electron';
import type { HandsetProcess } from '../workbench/port.ts';

/**
 * Starts a virtual handset.
 *
 * @param program path of the built handset program
 * @param args as that program takes them
 */
export function startHandset(program: string, args: readonly string[]): HandsetProcess {
  const { SCOMO_PARENT_PIPE: _ours, ...env } = process.env;
  const child = utilityProcess.fork(program, [...args], { stdio: 'pipe', serviceName: 'Virtual handset', env });
  return {
    onOutput(listener) {
      child.stdout?.on('data', (bytes: Buffer) => listener(bytes.toString('utf8')));
      child.stderr?.on('data', (bytes: Buffer) => listener(bytes.toString('utf8')));
    },
    onExit(listener) {
      child.once('exit', listener);
    },
    stop() {
      child.kill();
    },
  };
}
