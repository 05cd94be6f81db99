/** A serial port that the system lists, as a cable that is pulled by its far end. */
import type { MachineOfPtys } from '../unit/workbench/machine-of-ptys.ts';
import type { BoardLine, PtyBoard } from './pty-board.ts';
import type { PullableCable } from './pullable-handset.ts';

const NOKIA = { manufacturer: 'Nokia', vendorId: '0421', productId: '0508' };

/** Makes one; `name` tells it from the others of the board. */
export function serialCable(machine: MachineOfPtys, board: PtyBoard, name: string): PullableCable {
  let line: BoardLine | undefined;
  return {
    fault: 'yank',
    get port() {
      return line?.near ?? '';
    },
    async make() {
      line = await board.line(name);
      return { serial: line.far };
    },
    plugged: () => line && machine.list({ path: line.near, ...NOKIA }),
    gone: () => line?.gone ?? Promise.resolve(),
  };
}
