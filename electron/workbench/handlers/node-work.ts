/** Work on one node of an admitted handset, in a session; a URI is checked before anything is sent. */
import { checkURI } from '../../../shared/dm/uri.ts';
import { fail, type Result } from '../../../shared/result.ts';
import type { Conversation } from '../../server/conversation.ts';
import type { Services } from '../services.ts';

export type NodeWork = <T>(
  devId: string,
  uri: string,
  what: string,
  work: (dm: Conversation, uri: string) => Promise<Result<T>>,
) => Promise<Result<T>>;

/** Makes the way in. Errors: `handset-unknown`, `handset-not-admitted`, those of `checkURI` and of the desk. */
export function nodeWork({ registry, desk, settings, now }: Services): NodeWork {
  return async (devId, uri, what, work) => {
    const record = registry.get(devId);
    if (record === undefined)
      return fail('handset-unknown', 'There is no such handset.', 'Choose one of the list, or let it call once.');
    if (!record.admitted)
      return fail(
        'handset-not-admitted',
        'This handset has not been admitted.',
        'Admit it first; nothing is read of a handset nobody knows.',
      );
    const checked = checkURI(uri);
    if (!checked.ok) return checked;
    const until = now() + settings().stepTimeLimitSeconds * 1000;
    return desk.inSession(devId, { what, until, holdMs: () => 0 }, (dm) => work(dm, checked.value));
  };
}
