/** Another program that wants the same handset: `claim-program.ts ID` prints how it fares. */
import { functionOf, USB_SETTINGS, watchBus } from './watched-bus.ts';

const { bus, handset } = watchBus();
const found = await handset(({ id }) => id === process.argv[2]);
const channel = await bus.open(found.id, functionOf(found, 'obex'), USB_SETTINGS);
process.stdout.write(`${channel.ok ? 'open' : channel.error.code}\n`);
if (channel.ok) await channel.value.close();
await bus.close();
