/** Does somebody keep the clock of this machine right? */
import { output } from './output.ts';

/** Undefined when the system does not tell. */
export async function isClockKept(platform: NodeJS.Platform = process.platform): Promise<boolean | undefined> {
  if (platform !== 'linux') return undefined;
  const said = (await output('timedatectl', ['show', '--property=NTPSynchronized', '--value']))?.trim();
  return said === 'yes' ? true : said === 'no' ? false : undefined;
}
