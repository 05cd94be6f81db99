import { render, screen, waitFor, within } from '@testing-library/react';
import { userEvent } from '@testing-library/user-event';
import { afterEach, describe, expect, it } from 'vitest';
import type { FakeCarrier } from '../../../../renderer/app/fake-carrier.ts';
import { windowStore } from '../../../../renderer/app/store.ts';
import { NodeProperties } from '../../../../renderer/features/inventory/NodeProperties.tsx';
import { TooltipProvider } from '../../../../renderer/ui/Tooltip.tsx';
import type { NodeProperties as Properties } from '../../../../shared/contract/tree.ts';
import { fail, ok } from '../../../../shared/result.ts';
import { closeWindow, connectSample, loaded, sampleHandset } from '../sample-window.tsx';

const node: Properties = {
  uri: './SCM/Download',
  readAt: Date.now(),
  properties: [
    { name: 'ACL', value: '' },
    { name: 'Format', value: 'node' },
    { name: 'Name', value: 'Download' },
    { name: 'Size', refusal: { code: 406, word: 'feature not supported' } },
    { name: 'Title', value: 'To come' },
  ],
  serverId: 'bench',
  rights: [
    { command: 'Get', allowed: 'yes', from: '.', words: 'inherited from . – allowed for everyone' },
    { command: 'Replace', allowed: 'no', from: '.', words: 'inherited from . – allowed for nobody' },
  ],
};

async function show(answers: Parameters<typeof connectSample>[1]) {
  const carrier: FakeCarrier = connectSample({ handsets: [sampleHandset()] }, answers);
  await loaded();
  render(
    <TooltipProvider>
      <NodeProperties devId="IMEI:1" uri="./SCM/Download" />
    </TooltipProvider>,
  );
  return { carrier, user: userEvent.setup() };
}

afterEach(closeWindow);

describe('the properties of a node in the window', () => {
  it('are read when asked for: values, why there is none, and what this server may do', async () => {
    const { user } = await show({ 'tree.properties': () => ok(node) });
    expect(screen.queryByText('Title')).toBeNull();
    await user.click(screen.getByRole('button', { name: 'Read' }));
    await screen.findByText('To come');
    expect(screen.getByText('406 feature not supported')).toBeTruthy();
    expect(screen.getByText('empty: inherited')).toBeTruthy();
    const rights = screen.getByRole('table', { name: 'What this server (bench) may do here' });
    expect(
      within(rights).getByRole('row', { name: /^Replace may not inherited from \. – allowed for nobody/ }),
    ).toBeTruthy();
    expect(screen.queryByRole('button', { name: 'Edit Format' })).toBeNull();
  });

  it('a wrong access list is refused before anything is sent; a right one shows what the read-back says', async () => {
    const after: Properties = { ...node, properties: [{ name: 'ACL', value: 'Get=bench' }] };
    const { carrier, user } = await show({ 'tree.properties': () => ok(node), 'tree.setProperty': () => ok(after) });
    await user.click(screen.getByRole('button', { name: 'Read' }));
    await user.click(await screen.findByRole('button', { name: 'Edit ACL' }));
    const field = screen.getByLabelText('New ACL');
    await user.type(field, 'Get{Enter}');
    expect(screen.getByText(/no entry of an access list/)).toBeTruthy();
    expect(carrier.calls.some(({ name }) => name === 'tree.setProperty')).toBe(false);
    await user.type(field, '=bench{Enter}');
    await screen.findByText('Get=bench');
    expect(carrier.calls.findLast(({ name }) => name === 'tree.setProperty')?.input).toEqual({
      devId: 'IMEI:1',
      uri: './SCM/Download',
      property: 'ACL',
      value: 'Get=bench',
    });
  });

  it('a new name takes the selection along, and a refusal stays with the field', async () => {
    let answer: ReturnType<typeof fail> | ReturnType<typeof ok<Properties>> = fail(
      'property-refused',
      'Refused.',
      'Why.',
    );
    const { user } = await show({ 'tree.properties': () => ok(node), 'tree.setProperty': () => answer });
    await user.click(screen.getByRole('button', { name: 'Read' }));
    await user.click(await screen.findByRole('button', { name: 'Edit Name' }));
    await user.type(screen.getByLabelText('New Name'), '2{Enter}');
    expect((await screen.findByRole('alert')).textContent).toContain('Refused.');
    answer = ok({ ...node, uri: './SCM/Download2' });
    await user.click(screen.getByRole('button', { name: 'Replace' }));
    await waitFor(() => expect(windowStore.getState().selection.uri).toBe('./SCM/Download2'));
  });
});
