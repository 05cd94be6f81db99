import { describe, expect, it } from 'vitest';
import type { Command, Item, Message } from '../../../../shared/syncml/message.ts';
import { summarize } from '../../../../shared/syncml/summary.ts';
import { decodeXml } from '../../../../shared/syncml/xml.ts';
import { workedExample } from './worked-example.ts';

function message(...commands: readonly Command[]): Message {
  const hdr = { verDTD: '1.2', verProto: 'DM/1.2', sessionId: '1', msgId: '1' };
  return { hdr: { ...hdr, target: { locURI: 't' }, source: { locURI: 's' } }, commands, final: true };
}

function at(locURI: string): Item {
  return { target: { locURI } };
}

function lineOf(...commands: readonly Command[]): string {
  return summarize(message(...commands)).summary;
}

describe('the summary', () => {
  it('of the worked example', () => {
    const lines = Object.values(workedExample).map((xml) => {
      const decoded = decodeXml(new TextEncoder().encode(xml));
      return decoded.ok ? summarize(decoded.value.message).summary : decoded.error.code;
    });
    expect(lines).toEqual([
      'Alert 1200, Replace ./DevInfo ×5',
      'Status ×3',
      'Alert 1200, Replace ./DevInfo ×5, Status ×1',
      'Get ./SCM?prop=Type +1, Status ×3',
      'Results ×2, 6 nodes, Status ×3',
      'Sequence of 5, Add ./SCM/Download/pkg42 +2, Alert 1101, Exec …/DownloadInstall, Status ×1',
      'Status ×7',
      'Alert 1201, Replace ./DevInfo ×5, Alert 1226 OperationComplete',
    ]);
  });

  it('of a message of any number of commands, with names of any length, is one line made in no time', () => {
    const uri = `.${'/a'.repeat(400_000)}`;
    const alerts = Array.from({ length: 50_000 }, (): Command => ({
      cmd: 'Alert',
      cmdId: '1',
      data: '1226',
      items: [],
    }));
    const statuses = Array.from({ length: 50_000 }, (_, code): Command => {
      const status = {
        cmd: 'Status',
        cmdId: '1',
        msgRef: '1',
        cmdRef: '1',
        cmdName: 'Get',
        targetRefs: [],
        sourceRefs: [],
      };
      return { ...status, cmd: 'Status', data: String(code), items: [] };
    });
    const long: Command = { cmd: 'Replace', cmdId: '1', items: [at(`${uri}/b`), at(`${uri}/c`)] };
    const { summary, statuses: told } = summarize(message(long, ...alerts, ...statuses));
    expect(summary).toMatch(/^Replace .*a ×2, Alert 1226, Alert 1226.*…$/);
    expect([summary.length, told.length]).toEqual([400, 32]);
  });

  it('shortens a long URI to what it ends with', () => {
    const uri = './SCM/Download/pkg42/Operations/DownloadInstallInactive';
    expect(lineOf({ cmd: 'Exec', cmdId: '1', items: [at(uri)] })).toBe('Exec …/DownloadInstallInactive');
    expect(lineOf({ cmd: 'Get', cmdId: '1', items: [at(`./${'x'.repeat(100)}`)] })).toBe(`Get …${'x'.repeat(39)}`);
  });

  it('names the node that several Items have above them', () => {
    const below = (...uris: readonly string[]) => lineOf({ cmd: 'Get', cmdId: '1', items: uris.map(at) });
    expect(below('./A/B/C', './A/B/D')).toBe('Get ./A/B ×2');
    expect(below('./A/B', './A/B')).toBe('Get ./A ×2');
    expect(below('./A', './B')).toBe('Get . ×2');
    expect(below('A/B', 'C/D')).toBe('Get A/B ×2');
  });

  it('has a word for a message without commands and one without URIs', () => {
    expect(lineOf()).toBe('nothing, end of package');
    expect(summarize({ ...message(), final: false }).summary).toBe('nothing');
    expect(lineOf({ cmd: 'Add', cmdId: '1', items: [] }, { cmd: 'Other', cmdId: '2', name: 'Put' })).toBe('Add, Put');
  });
});

describe('the statuses of a summary', () => {
  it('are distinct, in order, with their words, and only codes', () => {
    const codes = ['212', '200', '404', '200', 'abc', '', '1200'];
    expect(summarize(message(...codes.map(status))).statuses).toEqual([
      { code: 212, word: 'authenticated for the session' },
      { code: 200, word: 'OK' },
      { code: 404, word: 'not found' },
      { code: 1200, word: 'SCOMO: successful' },
    ]);
  });
});

function status(data: string): Command {
  const refs = { cmdId: '1', msgRef: '1', cmdRef: '1', cmdName: 'Get', targetRefs: [], sourceRefs: [], items: [] };
  return { cmd: 'Status', ...refs, data };
}
