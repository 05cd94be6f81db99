/**
 * What V8 is told of our memory. A session lives for a few messages: long enough to be met by a collection of the young
 * objects now and then, and V8 then makes what it is made of among the old ones from the start (pretenuring). There it
 * stays, dead, until the next full collection, and keeps alive all that it refers to. With two hundred sessions at once
 * each collection had twice as much to copy and took three times as long (docs/decisions/004-no-pretenuring.md).
 */
import { setFlagsFromString } from 'node:v8';

/** Lets everything begin among the young objects, in this process from now on. */
export function keepSessionsYoung(): void {
  setFlagsFromString('--no-allocation-site-pretenuring');
}
