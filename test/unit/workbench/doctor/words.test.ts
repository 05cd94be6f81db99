import { describe, expect, it } from 'vitest';
import { HTTP_FINDINGS } from '../../../../electron/workbench/doctor/http-findings.ts';
import { MACHINE_FINDINGS } from '../../../../electron/workbench/doctor/machine-findings.ts';
import { PORT_FINDINGS } from '../../../../electron/workbench/doctor/port-findings.ts';
import { USB_FINDINGS } from '../../../../electron/workbench/doctor/usb-findings.ts';
import type { FindingRow } from '../../../../electron/workbench/doctor/finding-table.ts';

const holders = [{ pid: 7, name: 'minicom' }];
const ABOUT = {
  where: '/dev/ttyUSB0', person: 'tess', group: 'dialout', rights: 'rw-rw----', holders,
  said: 'It said so.', next: 'Do this.', name: 'Acme A1', vendorId: '0421', productId: '00ab', offers: 'a disk',
  file: '/dev/bus/usb/001/002', hub: 'Hub', needs: 500, clock: 'now', later: 'then', url: 'http://a', host: 'a', port: 1,
  handsets: 'Bench 1', choices: 'b', firewall: 'ufw', day: '2026-01-01', names: 'a', isOwn: true, minutes: 2,
}; // prettier-ignore

const ROWS = Object.entries({ ...PORT_FINDINGS, ...USB_FINDINGS, ...HTTP_FINDINGS, ...MACHINE_FINDINGS }).map(
  ([code, row]) => [code, row as unknown as FindingRow<typeof ABOUT>] as const,
);

describe.each(ROWS)('the finding %s', (_code, row) => {
  it('says in whole sentences what was found, what is missing and what to do, on every platform', () => {
    const sentences = [row.found(ABOUT), row.missing(ABOUT)];
    for (const platform of ['linux', 'darwin', 'win32'] as const) {
      const steps = (row.steps[platform] ?? row.steps.else)(ABOUT);
      expect(steps.length).toBeGreaterThan(0);
      sentences.push(...steps);
      for (const { title, content } of row.copy?.(ABOUT, platform) ?? []) {
        expect(title).not.toBe('');
        expect(content).not.toBe('');
      }
    }
    for (const sentence of sentences) {
      expect(sentence).toMatch(/[.:!`]$/);
      expect(sentence).not.toMatch(/undefined|null|\[object|NaN/);
    }
  });
});
