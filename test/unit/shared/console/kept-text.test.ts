import { describe, expect, it } from 'vitest';
import { keptText } from '../../../../shared/console/kept-text.ts';
import { readCommands } from '../../../../shared/console/read-commands.ts';

function kept(text: string): string {
  const read = readCommands(text);
  if (!read.ok) throw new Error(read.error.message);
  return keptText(text, read.value.commands);
}

describe('what the history of the console keeps', () => {
  it('is the text as it was typed when no secret stands in it', () => {
    const text = 'get   ./DMAcc/a/AppAuth/b/AAuthSecret; replace ./a "x"  # AAuthSecret';
    expect(kept(text)).toBe(text);
  });

  it.each([
    'replace ./DMAcc/a/AppAuth/b/AAuthSecret "geheim"',
    'atomic {\nadd ./DMAcc/a/AppAuth/b/AAuthData b64 geheim\n}',
    'replace ./Inbox xml "<Node><NodeName>AAuthSecret</NodeName><Value>geheim</Value></Node>"',
    '<Replace><CmdID>1</CmdID><Item><Target><LocURI>./a/AAuthSecret</LocURI></Target><Data>geheim</Data></Item></Replace>',
  ])('has asterisks for a secret: %s', (text) => {
    expect(kept(text)).not.toContain('geheim');
    expect(kept(text)).toContain('******');
    expect(readCommands(kept(text)).ok).toBe(true);
  });
});
