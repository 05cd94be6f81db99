/** The firewall of this machine, as far as somebody who is not root can see it. */
import { readFile } from 'node:fs/promises';
import { output } from './output.ts';

export interface Firewall {
  /** As a person knows it, e.g. `ufw`. */
  readonly name: string;
  readonly isOn: boolean;
}

/** Undefined when nothing can be told. */
export async function lookAtFirewall(platform: NodeJS.Platform = process.platform): Promise<Firewall | undefined> {
  if (platform === 'linux') return onLinux();
  if (platform === 'darwin') {
    const said = await output('/usr/libexec/ApplicationFirewall/socketfilterfw', ['--getglobalstate']);
    return said === undefined ? undefined : { name: 'the firewall of macOS', isOn: /enabled|State = [12]/i.test(said) };
  }
  // The words are translated there; the setting is not.
  const said = await output('reg', [
    'query',
    String.raw`HKLM\SYSTEM\CurrentControlSet\Services\SharedAccess\Parameters\FirewallPolicy\StandardProfile`,
    '/v',
    'EnableFirewall',
  ]);
  return said === undefined ? undefined : { name: 'Windows Defender Firewall', isOn: /0x1\b/.test(said) };
}

/** The rules themselves are for root alone; whether one of the usual programs keeps some, everybody may see. */
async function onLinux(): Promise<Firewall | undefined> {
  const ufw = await readFile('/etc/ufw/ufw.conf', 'utf8').catch(() => undefined);
  if (ufw !== undefined && isUfwOn(ufw)) return { name: 'ufw', isOn: true };
  const firewalld = await output('systemctl', ['is-active', 'firewalld']);
  if (firewalld?.trim() === 'active') return { name: 'firewalld', isOn: true };
  return ufw === undefined ? undefined : { name: 'ufw', isOn: false };
}

/** Reads /etc/ufw/ufw.conf. */
export function isUfwOn(text: string): boolean {
  return /^\s*ENABLED\s*=\s*"?yes"?\s*$/im.test(text);
}
