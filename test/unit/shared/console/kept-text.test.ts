import { describe, expect, it } from 'vitest';
import { keptSource, keptText, lacksSecret } from '../../../../shared/console/kept-text.ts';
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

describe('a text that is kept and used again', () => {
  it.each([
    'replace ./DMAcc/a/AppAuth/b/AAuthSecret "geheim"',
    'atomic {\nadd ./DMAcc/a/AppAuth/b/AAuthData b64 geheim\n}',
    'replace ./Inbox xml "<Node><NodeName>AAuthSecret</NodeName><Value>geheim</Value></Node>"',
  ])('lacks the secret that was in it: %s', (text) => {
    expect(lacksSecret(text)).toBe(false);
    expect(lacksSecret(kept(text))).toBe(true);
  });

  it.each(['replace ./Vendor/Mask "******"', 'get ./DMAcc/a/AppAuth/b/AAuthSecret', 'replace ./a ****** ******', ''])(
    'lacks nothing where asterisks are no secret: %s',
    (text) => expect(lacksSecret(text)).toBe(false),
  );

  it('is refused when it cannot be read and speaks of a secret: nobody could find it', () => {
    expect(keptSource('replace ./DMAcc/AAuthSecret "geheim')).toMatchObject({
      ok: false,
      error: { code: 'secret-not-found' },
    });
    expect(keptSource('replace ./a "half a line')).toEqual({ ok: true, value: 'replace ./a "half a line' });
    expect(keptSource('replace ./DMAcc/AAuthSecret geheim')).toEqual({
      ok: true,
      value: kept('replace ./DMAcc/AAuthSecret geheim'),
    });
  });
});
