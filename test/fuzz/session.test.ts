import * as fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { encodeXml } from '../../shared/syncml/xml-encode.ts';
import { codes, commands, md5Cred, message, nonceOf, packageOne, read } from '../unit/server/scripted-handset.ts';
import { logIn, testTable } from '../unit/server/table.ts';
import { arbitraryMessage } from './arbitrary-message.ts';

/** Whatever a handset says: every exchange is answered, nothing throws, and nothing leaves before it has proven itself. */
describe('sessions under arbitrary messages', () => {
  it('answers every message of an unproven handset with statuses only', async () => {
    await fc.assert(
      fc.asyncProperty(fc.array(arbitraryMessage, { minLength: 1, maxLength: 5 }), async (messages) => {
        const test = testTable();
        test.onOpen = (dm) => void dm.get('./Secret');
        for (const one of messages) {
          const bytes = encodeXml({ ...one, hdr: { ...one.hdr, verProto: 'DM/1.2', verDTD: '1.2' } });
          if (!bytes.ok) continue;
          const reply = await test.table.exchange(bytes.value, { address: '127.0.0.1' });
          const sent =
            reply.ok && reply.value.bytes.length > 0 ? commands(reply.value.bytes).map((command) => command.cmd) : [];
          expect(sent).toEqual([]);
        }
        expect(test.events.some((event) => event.type === 'open')).toBe(false);
        test.table.close();
      }),
      { numRuns: 300 },
    );
  });

  it('answers every message of a proven handset, and settles everything that was sent', async () => {
    await fc.assert(
      fc.asyncProperty(fc.array(arbitraryMessage, { minLength: 1, maxLength: 5 }), async (messages) => {
        const test = testTable();
        let settled = 0;
        let sent = 0;
        test.onOpen = (dm) => {
          sent += 2;
          void dm.get('./A').then(() => (settled += 1));
          void dm.exec('./B', { correlator: 'c' }).then(() => {
            settled += 1;
            dm.end();
          });
        };
        const first = await logIn(test);
        expect(codes(first)[0]).toBe('SyncHdr 212');
        const { hdr } = read(message({ msgId: '3', commands: [] }));
        for (const [index, one] of messages.entries()) {
          const bytes = encodeXml({ ...one, hdr: { ...hdr, msgId: String(index + 3) } });
          if (!bytes.ok) continue;
          const reply = await test.table.exchange(bytes.value, { address: '127.0.0.1' });
          expect(reply.ok && reply.value.bytes.length > 0 ? read(reply.value.bytes).hdr.sessionId : hdr.sessionId).toBe(
            hdr.sessionId,
          );
        }
        test.table.close();
        await new Promise((resolve) => setImmediate(resolve));
        expect(settled).toBe(sent);
      }),
      { numRuns: 300 },
    );
  });

  it('never proves a handset by a replayed or altered credential', async () => {
    await fc.assert(
      fc.asyncProperty(fc.string({ minLength: 1, maxLength: 20 }), async (password) => {
        fc.pre(password !== 'ohbehave');
        const test = testTable();
        const challenge = await test.say(message({ msgId: '1', commands: packageOne() }));
        const reply = await test.say(
          message({ msgId: '2', commands: packageOne(), cred: md5Cred(nonceOf(challenge), password) }),
        );
        expect(codes(reply)[0]).toBe('SyncHdr 401');
      }),
      { numRuns: 100 },
    );
  });
});
