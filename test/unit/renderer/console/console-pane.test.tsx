import { act, fireEvent, screen, waitFor, within } from '@testing-library/react';
import { afterEach, describe, expect, it } from 'vitest';
import { resetConsole } from '../../../../renderer/features/console/console-store.ts';
import { dropTrees } from '../../../../renderer/features/inventory/tree-stores.ts';
import type { ConsoleEntry, Preview, Snippet } from '../../../../shared/contract/console.ts';
import { fail, ok } from '../../../../shared/result.ts';
import type { Answers } from '../../../../renderer/app/fake-carrier.ts';
import { closeWindow, openWindow, sampleHandset, type OpenWindow } from '../sample-window.tsx';

afterEach(() => {
  closeWindow();
  dropTrees();
  resetConsole();
});

const preview: Preview = {
  commands: 1,
  onlyReads: true,
  warnings: [],
  notes: [],
  speaks: 'wbxml',
  xml: { octets: 612, text: '<SyncML>\n  <SyncBody>\n  </SyncBody>\n</SyncML>' },
  wbxml: {
    octets: 3,
    base64: btoa('\u0002\u0000k'),
    parts: [
      [0, 1, 0, 'header', 'WBXML 1.2'],
      [1, 2, 0, 'header', 'string table'],
      [2, 3, 0, 'open', '<SyncBody>'],
    ],
  },
};

function entry(id: number, change: Partial<ConsoleEntry> = {}): ConsoleEntry {
  return {
    id,
    devId: 'IMEI:1',
    at: Date.now(),
    text: 'get ./DevInfo/Man',
    state: 'answered',
    endedAt: Date.now(),
    answers: [
      {
        cmd: 'Get',
        about: './DevInfo/Man',
        code: 200,
        word: 'OK',
        statuses: [{ code: 200, word: 'OK', data: [] }],
        results: [{ uri: './DevInfo/Man', value: 'Acme', octets: 4 }],
        children: [],
      },
    ],
    leftOut: 0,
    reports: [],
    ...change,
  };
}

const snippets: Snippet[] = [
  { id: 'root-acl', name: 'Read the ACL of the root', text: 'get .?prop=ACL', builtIn: true },
  { id: '7', name: 'Mine', text: 'get ./Vendor', builtIn: false },
];

async function openConsole(answers: Answers = {}, history: readonly ConsoleEntry[] = []): Promise<OpenWindow> {
  const window = await openWindow(
    { handsets: [sampleHandset()] },
    {
      'console.history': () => ok([...history]),
      'console.preview': () => ok(preview),
      'console.snippets': () => ok(snippets),
      'tree.snapshot': ({ devId }) =>
        ok({
          devId,
          version: 1,
          rows: [
            ['./DevInfo', 'node', null, null, 1],
            ['./DevInfo/Man', 'chr', 'Acme', null, 1],
            ['./SCM', 'node', null, null, 1],
          ],
        }),
      ...answers,
    },
  );
  await window.user.keyboard('{Alt>}k{/Alt}');
  await waitFor(() => expect(document.activeElement).toBe(editor()));
  return window;
}

function editor(): HTMLTextAreaElement {
  return screen.getByRole<HTMLTextAreaElement>('textbox', { name: 'Commands' });
}

function area(): HTMLTextAreaElement {
  return document.getElementById('console-commands') as HTMLTextAreaElement;
}

const lastInput = ({ carrier }: OpenWindow, name: string): unknown =>
  carrier.calls.findLast((call) => call.name === name)?.input;

describe('composing', () => {
  it('completes nodes of the tree as a combobox while the list is open', async () => {
    const { user } = await openConsole();
    await user.type(editor(), 'get ./D');
    await user.keyboard('{Control>} {/Control}');
    const list = await screen.findByRole('listbox', { name: 'Completions' });
    expect(area().getAttribute('role')).toBe('combobox');
    expect(
      within(list)
        .getAllByRole('option')
        .map((option) => option.textContent),
    ).toEqual(['./DevInfo1 child']);
    expect(area().getAttribute('aria-activedescendant')).toBe(within(list).getByRole('option').id);
    await user.keyboard('{Enter}');
    expect(area().value).toBe('get ./DevInfo');
    expect(area().getAttribute('role')).toBeNull();
    await user.keyboard('/{Control>} {/Control}{Tab}');
    expect(area().value).toBe('get ./DevInfo/Man');
  });

  it('opens the list by itself while a word is typed, and Enter then is a new line', async () => {
    const { user } = await openConsole();
    await user.type(editor(), 'ge');
    await screen.findByRole('listbox', { name: 'Completions' });
    await user.keyboard('{Enter}');
    expect(area().value).toBe('ge\n');
    await user.keyboard('{Escape}');
    expect(screen.queryByRole('listbox', { name: 'Completions' })).toBeNull();
  });

  it('lets Enter take from a list that was asked for before the one that typing opens came', async () => {
    const { user } = await openConsole();
    await user.click(area());
    // At once, as on a machine that draws its frames late.
    fireEvent.change(area(), { target: { value: 'get ./D' } });
    fireEvent.keyDown(area(), { key: ' ', ctrlKey: true });
    await new Promise<void>((done) => requestAnimationFrame(() => requestAnimationFrame(() => done())));
    await user.keyboard('{Enter}');
    expect(area().value).toBe('get ./DevInfo');
  });

  it('says where it is wrong, and does not send it', async () => {
    const window = await openConsole();
    await window.user.type(editor(), 'got ./a');
    await screen.findByText(/A command begins here, but this is none/);
    expect(screen.getByText('line 1, column 1')).toBeDefined();
    expect(area().getAttribute('aria-invalid')).toBe('true');
    await window.user.keyboard('{Escape}{Control>}{Enter}{/Control}');
    expect(lastInput(window, 'console.send')).toBeUndefined();
  });

  it('shows size and encoding, and warns of what is dangerous', async () => {
    const { user } = await openConsole({
      'console.preview': () =>
        ok({ ...preview, onlyReads: false, warnings: [{ kind: 'danger', text: 'Delete . is bad.' }] }),
    });
    await user.type(editor(), 'delete .');
    await screen.findByText('Delete . is bad.');
    expect(screen.getByText(/612 B as XML · 3 B as WBXML · this handset speaks WBXML/)).toBeDefined();
  });
});

describe('sending', () => {
  it('sends with Ctrl Enter, shows that it waits, and follows it to its answer', async () => {
    const waiting = entry(1, { state: 'waiting', answers: [] });
    const window = await openConsole({
      'console.send': () => ok(waiting),
      'console.cancel': () => ok(waiting),
    });
    await window.user.type(editor(), 'get ./DevInfo/Man');
    await window.user.keyboard('{Escape}');
    area().focus();
    await window.user.keyboard('{Control>}{Enter}{/Control}');
    expect(lastInput(window, 'console.send')).toEqual({ devId: 'IMEI:1', text: 'get ./DevInfo/Man' });
    act(() => window.carrier.push({ type: 'console', entry: waiting }));
    const answer = screen.getByRole('article', { name: 'Answer' });
    expect(answer.textContent).toContain('For the handset to call; it was woken.');
    await window.user.click(within(answer).getByRole('button', { name: 'Take back' }));
    expect(lastInput(window, 'console.cancel')).toEqual({ id: 1 });
    act(() => window.carrier.push({ type: 'console', entry: entry(1) }));
    expect(answer.textContent).toContain('Answered');
    expect(answer.textContent).toContain('200 OK');
    expect(within(answer).getByRole('cell', { name: 'Acme' })).toBeDefined();
  });

  it('tells a refusal with its reason', async () => {
    const { user } = await openConsole({
      'console.send': () => fail('run-under-way', 'A step is under way.', 'Wait until it is through.'),
    });
    await user.type(editor(), 'get .');
    await user.keyboard('{Escape}');
    await user.click(screen.getByRole('button', { name: /^Send/ }));
    expect(await screen.findByText('Wait until it is through.')).toBeDefined();
  });

  it('shows a value that is XML line by line', async () => {
    const value = '<MgmtTree><VerDTD>1.2</VerDTD></MgmtTree>';
    const [answer] = entry(1).answers;
    if (answer === undefined) throw new Error('The sample has an answer.');
    const results = [{ uri: './SCM?list=TNDS', value, format: 'xml', octets: value.length }];
    await openConsole({}, [entry(1, { answers: [{ ...answer, results }] })]);
    const cell = screen.getByRole('cell', { name: /MgmtTree/ });
    expect(cell.textContent).toBe('<MgmtTree>\n  <VerDTD>1.2</VerDTD>\n</MgmtTree>');
  });

  it('says that nobody knows what was carried out when the answer was lost', async () => {
    await openConsole({}, [
      entry(1, {
        state: 'unknown',
        answers: [],
        failure: { code: 'session-over', message: 'The session is over.', next: 'Read.', retryable: true },
      }),
    ]);
    expect((await screen.findByRole('article', { name: 'Answer' })).textContent).toContain('Sent, answer lost');
  });
});

describe('the history', () => {
  const history = [entry(2, { text: 'get ./two' }), entry(1, { text: 'get ./one' })];

  it('comes back with the arrow keys, and what was being written too', async () => {
    const { user } = await openConsole({}, history);
    await user.type(editor(), 'get ./draft');
    await user.keyboard('{Escape}');
    area().focus();
    await user.keyboard('{ArrowUp}');
    expect(area().value).toBe('get ./two');
    await user.keyboard('{ArrowUp}{ArrowUp}');
    expect(area().value).toBe('get ./one');
    await user.keyboard('{ArrowDown}{ArrowDown}');
    expect(area().value).toBe('get ./draft');
  });

  it('can be changed, sent again and looked at', async () => {
    const window = await openConsole({ 'console.send': () => ok(entry(3)) }, history);
    await window.user.click(screen.getByRole('tab', { name: /History/ }));
    await window.user.click(screen.getByRole('button', { name: 'Send again get ./one' }));
    expect(lastInput(window, 'console.send')).toEqual({ devId: 'IMEI:1', text: 'get ./one' });
    await window.user.click(screen.getByRole('tab', { name: /History/ }));
    await window.user.click(screen.getByRole('button', { name: /Answered *get \.\/one/ }));
    expect(area().value).toBe('get ./one');
  });
});

describe('snippets', () => {
  it('are put into the editor, kept, changed and removed', async () => {
    const window = await openConsole({
      'console.saveSnippet': ({ name, text }) => ok({ id: '8', name, text, builtIn: false }),
      'console.removeSnippet': () => ok({}),
    });
    const { user } = window;
    await user.click(screen.getByRole('tab', { name: 'Snippets' }));
    await user.click(await screen.findByRole('button', { name: /^Read the ACL of the root/ }));
    expect(area().value).toBe('get .?prop=ACL');
    await user.click(screen.getByRole('button', { name: 'Keep these commands…' }));
    await user.type(screen.getByRole('textbox', { name: 'Name' }), 'Root ACL{Enter}');
    expect(lastInput(window, 'console.saveSnippet')).toEqual({ name: 'Root ACL', text: 'get .?prop=ACL' });
    await user.click(await screen.findByRole('button', { name: 'Delete Mine' }));
    await user.click(screen.getByRole('button', { name: /^Delete/ }));
    expect(lastInput(window, 'console.removeSnippet')).toEqual({ id: '7' });
  });
});

describe('a secret', () => {
  const text = 'replace ./DMAcc/a/AppAuth/b/AAuthSecret';

  it('that was not kept is not sent again as asterisks: its commands go to the editor', async () => {
    const window = await openConsole({}, [entry(1, { text: `${text} ******` })]);
    const { user } = window;
    await user.click(screen.getByRole('tab', { name: /History/ }));
    const again = screen.getByRole('button', { name: /^Send again/ });
    expect(again.getAttribute('aria-disabled')).toBe('true');
    await user.click(again);
    expect(lastInput(window, 'console.send')).toBeUndefined();
  });

  it('is not kept in a snippet, and the dialog says so', async () => {
    const { user } = await openConsole();
    await user.type(editor(), `${text} geheim`);
    await user.click(screen.getByRole('tab', { name: 'Snippets' }));
    await user.click(screen.getByRole('button', { name: 'Keep these commands…' }));
    expect(screen.getByText(/kept as asterisks/)).toBeDefined();
  });
});

describe('the bytes', () => {
  it('are explained part by part, and choosing a part marks its octets', async () => {
    const { user } = await openConsole();
    await user.type(editor(), 'get .');
    await user.click(screen.getByRole('tab', { name: 'Bytes' }));
    const parts = await screen.findByRole('listbox', { name: 'Meaning of the octets' });
    const marked = () => [...document.querySelectorAll('[data-marked]')].map((octet) => octet.textContent?.trim());
    expect(marked()).toEqual(['6b']);
    await user.click(within(parts).getByRole('option', { name: 'WBXML 1.2' }));
    expect(marked()).toEqual(['02']);
  });
});
