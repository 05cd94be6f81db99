/**
 * Cables: OBEX alone against libopenobex, then a whole workbench against the wire, against one second from the plug (a
 * pty, and USB in the rig's machine), and against one handset alone (cable-put.ts, cable-workbench.ts, cable-rig.ts). The
 * ptys are joined by socat, which works for both sides of a comparison. Takes about five minutes, most of it the paced
 * lines and the rig.
 */
import { putRows } from './cable-put.ts';
import { rigPlugRows } from './cable-rig.ts';
import { deliveryRow, plugRow, togetherRow } from './cable-workbench.ts';
import { printRows } from './ratio.ts';

console.log(`Node.js ${process.versions.node}; libopenobex of the system, gcc -O2.`);
printRows(await putRows());
printRows([await deliveryRow(921_600, 5)]);
printRows([await deliveryRow(115_200, 1)]);
printRows([await plugRow()]);
printRows([await togetherRow()]);
printRows(await rigPlugRows());
