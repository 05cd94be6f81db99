/**
 * `npm run test:cable`: handsets on cables, serial and USB. `npm run test:cable -- serial` or `-- usb` runs one of them;
 * what follows goes to vitest.
 */

import { testSerial, testUsb } from './cable-tests.mjs';
import { launch } from './launcher.mjs';

await launch(async () => {
  const [only, ...args] = process.argv.slice(2);
  const isOneLink = only === 'serial' || only === 'usb';
  const rest = isOneLink ? args : process.argv.slice(2);
  const results = [
    ...(only === 'usb' ? [] : [await testSerial(rest)]),
    ...(only === 'serial' ? [] : [await testUsb(rest)]),
  ];
  const passed = results.reduce((total, result) => total + result.passed, 0);
  const failed = results.reduce((total, result) => total + result.failed, 0);
  console.log(`${passed} passed, ${failed} failed`);
  return failed === 0 ? 0 : 1;
});
