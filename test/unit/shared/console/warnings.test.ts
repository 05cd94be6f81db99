import { describe, expect, it } from 'vitest';
import { keptText } from '../../../../shared/console/kept-text.ts';
import { readCommands } from '../../../../shared/console/read-commands.ts';
import { type Warning, warningsOf } from '../../../../shared/console/warnings.ts';

function warnings(text: string): readonly Warning[] {
  const read = readCommands(text);
  if (!read.ok) throw new Error(read.error.message);
  return warningsOf(read.value.commands);
}

/** As the history keeps it. */
function kept(text: string): string {
  const read = readCommands(text);
  if (!read.ok) throw new Error(read.error.message);
  return keptText(text, read.value.commands);
}

const BLANKED = /asterisks .* put the secret in first/i;

describe('a secret that was not kept', () => {
  it.each([
    'replace ./DMAcc/a/AppAuth/b/AAuthSecret "geheim"',
    'replace ./Vendor/AAuthSecret "geheim"',
    'sequence {\nadd ./Vendor/AAuthData b64 Z2VoZWlt\n}',
    'replace ./Inbox xml "<Node><NodeName>AAuthSecret</NodeName><Value>geheim</Value></Node>"',
  ])('is a danger when its asterisks would be sent: %s', (text) => {
    expect(warnings(text).some((one) => BLANKED.test(one.text))).toBe(false);
    const [first] = warnings(kept(text));
    expect(first?.kind).toBe('danger');
    expect(first?.text).toMatch(BLANKED);
  });

  it('is none where asterisks are a value like any other', () => {
    expect(warnings('replace ./Vendor/Mask "****"')).toEqual([]);
  });
});
