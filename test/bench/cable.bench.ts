/**
 * Cables: OBEX alone against libopenobex, then a whole workbench against the wire, against one second from the plug, and
 * against one handset alone (cable-put.ts, cable-workbench.ts). The ptys are joined by socat, which works for both sides
 * of a comparison. Takes about three minutes, most of it the paced lines.
 */
import { putRows } from './cable-put.ts';
import { deliveryRow, plugRow, togetherRow } from './cable-workbench.ts';
import { printRows } from './ratio.ts';

console.log(`Node.js ${process.versions.node}; libopenobex of the system, gcc -O2.`);
printRows(await putRows());
printRows([await deliveryRow(921_600, 5)]);
printRows([await deliveryRow(115_200, 1)]);
printRows([await plugRow()]);
printRows([await togetherRow()]);
