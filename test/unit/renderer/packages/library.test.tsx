import { act, fireEvent, screen, waitFor, within } from '@testing-library/react';
import { afterEach, describe, expect, it } from 'vitest';
import { fail, ok } from '../../../../shared/result.ts';
import { closeWindow, openWindow, samplePackage } from '../sample-window.tsx';

afterEach(closeWindow);

describe('the package library', () => {
  it('takes files that are dropped on the window', async () => {
    const { carrier } = await openWindow({}, { 'packages.add': () => ok(samplePackage()) });
    const dataTransfer = { types: ['Files'], files: [new File(['x'], 'notes-2.1.zip')] };
    act(() => void fireEvent(window, dropEvent('dragenter', dataTransfer)));
    expect(screen.getByText('Drop to add to the package library')).toBeTruthy();
    act(() => void fireEvent(window, dropEvent('drop', dataTransfer)));
    expect(screen.queryByText('Drop to add to the package library')).toBeNull();
    await waitFor(() =>
      expect(carrier.calls.at(-1)).toEqual({ name: 'packages.add', input: { handle: 'handle-notes-2.1.zip' } }),
    );
    expect(await screen.findByText('notes-2.1.zip is in the library.')).toBeTruthy();
  });

  it('names the file that could not be added', async () => {
    await openWindow({}, { 'packages.add': () => fail('not-a-package', 'The file is empty.', 'Choose another file.') });
    act(() => void fireEvent(window, dropEvent('drop', { types: ['Files'], files: [new File([], 'empty.zip')] })));
    const alert = await screen.findByRole('alert');
    expect(alert.textContent).toMatch(/empty\.zip: The file is empty\.Choose another file\./);
  });

  it('leaves text that is dragged over it alone', async () => {
    await openWindow();
    act(() => void fireEvent(window, dropEvent('dragenter', { types: ['text/plain'], files: [] })));
    expect(screen.queryByText('Drop to add to the package library')).toBeNull();
  });

  it('lets a person correct what is known of a package', async () => {
    const { carrier, user } = await openWindow(
      { packages: [samplePackage({ described: 'name', components: [] })] },
      { 'packages.edit': () => ok(samplePackage()) },
    );
    const item = screen.getByRole('button', { name: /^Notes 2\.1/ });
    expect(item.textContent).toContain('components unknown');
    await user.dblClick(item);
    const dialog = screen.getByRole('dialog', { name: 'Notes 2.1' });
    await user.clear(within(dialog).getByLabelText('Version'));
    await user.type(within(dialog).getByLabelText('Version'), '2.2');
    await user.click(within(dialog).getByRole('button', { name: 'Add component' }));
    await user.type(within(dialog).getByLabelText('ID of component 1'), 'com.acme.notes');
    await user.click(within(dialog).getByRole('button', { name: 'Save' }));
    expect(carrier.calls.at(-1)).toEqual({
      name: 'packages.edit',
      input: {
        digest: 'a'.repeat(64),
        facts: {
          pkgId: 'acme-notes-2.1',
          name: 'Notes',
          version: '2.2',
          pkgType: 'application/zip',
          components: [{ id: 'com.acme.notes' }],
        },
      },
    });
  });
});

function dropEvent(type: string, dataTransfer: object): Event {
  return Object.assign(new Event(type, { bubbles: true, cancelable: true }), { dataTransfer });
}
