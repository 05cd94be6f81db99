/** Our OBEX server on a serial line, which takes every object and keeps none: `obex-server.ts LINE PACKET`. */
import { serveObex } from '../../electron/links/obex/server.ts';
import { openSerialChannel } from '../../electron/links/serial/serial-channel.ts';
import { RESPONSES } from '../../shared/obex/codes.ts';

const [path = '', packet = '8192'] = process.argv.slice(2);
const channel = await openSerialChannel(path, { speed: 115_200, rtscts: false, writeMs: 10_000 });
if (!channel.ok) throw new Error(channel.error.message);
serveObex(
  channel.value,
  {
    accepts: () => true,
    put: () => Promise.resolve(RESPONSES.ok.code),
    get: () => Promise.resolve(undefined),
    ended: () => process.exit(),
  },
  { maxPacket: Number(packet), maxObject: 16 * 1024 * 1024, keepAliveMs: 1_000 },
);
process.stdout.write('READY\n');
