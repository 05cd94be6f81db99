/** A program that holds a serial port for itself alone, as a terminal program does: a process of its own. */
import { type ChildProcess, spawn } from 'node:child_process';
import { once } from 'node:events';
import { resolve } from 'node:path';

export interface HeldPort {
  readonly pid: number | undefined;
  release(): Promise<void>;
}

const PROGRAM = `
  import { SerialPort } from 'serialport';
  const port = new SerialPort({ path: process.argv[1], baudRate: 115200, lock: true });
  port.on('open', () => process.stdout.write('open'));
  // An open port alone keeps no process running.
  setInterval(() => undefined, 60_000);
`;

/** Opens the port; it is held when this resolves. */
export async function holdPort(path: string): Promise<HeldPort> {
  const program: ChildProcess = spawn(process.execPath, ['--input-type=module', '-e', PROGRAM, path], {
    cwd: resolve(import.meta.dirname, '../..'),
    stdio: ['ignore', 'pipe', 'inherit'],
  });
  if (program.stdout !== null) await once(program.stdout, 'data');
  return {
    pid: program.pid,
    async release(): Promise<void> {
      if (program.exitCode !== null || program.signalCode !== null) return;
      program.kill('SIGKILL');
      await once(program, 'exit');
    },
  };
}
