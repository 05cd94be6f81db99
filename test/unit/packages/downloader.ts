/** Child of delivery-large.test.ts: fetches a URL, keeps nothing, and says how much came and how it ended. */
import { get } from 'node:http';

get(process.argv[2] ?? '', (response) => {
  let received = 0;
  let last: Buffer = Buffer.alloc(0);
  response.on('data', (chunk: Buffer) => {
    received += chunk.length;
    last = chunk;
  });
  response.on('end', () => process.stdout.write(JSON.stringify([received, last.subarray(-7).toString()])));
});
