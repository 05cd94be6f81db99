import { screen, within } from '@testing-library/react';
import * as fc from 'fast-check';
import { afterEach, describe, expect, it } from 'vitest';
import {
  draftOf,
  modeOf,
  NEW_MODE,
  type ObexModeDraft,
  wrongWith,
} from '../../../../renderer/features/cables/obex-mode-draft.ts';
import { cables as contract, type NewObexMode, type ObexModeRow } from '../../../../shared/contract/cables.ts';
import { fail, ok } from '../../../../shared/result.ts';
import { closeWindow, openWindow } from '../sample-window.tsx';

afterEach(closeWindow);

const BUILT_IN: ObexModeRow = {
  id: 'sqwe',
  name: 'Siemens',
  manufacturer: 'siemens|benq',
  commands: ['AT^SQWE=0', 'AT^SQWE=3'],
  agreedBy: ['ok', 'silence'],
  settleMs: 1000,
  leave: 'escape',
  own: false,
  worksFor: ['SIEMENS S65'],
};

/** A workbench that keeps what it is given. */
function modesBook(...own: readonly ObexModeRow[]) {
  let kept = [...own];
  return {
    'cables.modes': () => ok([...kept, BUILT_IN]),
    'cables.saveMode': (mode: NewObexMode) => {
      const row = { ...mode, id: mode.id ?? 'own-1', own: true, worksFor: [] };
      kept = [...kept.filter(({ id }) => id !== row.id), row];
      return ok(row);
    },
    'cables.removeMode': ({ id }: { readonly id: string }) => {
      kept = kept.filter((each) => each.id !== id);
      return ok({});
    },
  };
}

const OWN: ObexModeRow = { ...BUILT_IN, id: 'own-1', name: 'Acme cradle', own: true, worksFor: [] };

async function openModes(answers: Parameters<typeof openWindow>[1]) {
  const opened = await openWindow({}, answers);
  await opened.user.keyboard('{Control>}k{/Control}');
  await opened.user.keyboard('Ways to switch{Enter}');
  await screen.findByRole('dialog', { name: 'Ways to switch to OBEX' });
  return opened;
}

describe('the ways to switch to OBEX', () => {
  it('are shown with their commands, for whom they are and for whom they worked', async () => {
    await openModes(modesBook());
    const theirs = within(await screen.findByRole('region', { name: 'With the workbench' }));
    expect(theirs.getByText('AT^SQWE=0 AT^SQWE=3')).toBeTruthy();
    expect(theirs.getByText('for Siemens or Benq · worked for SIEMENS S65')).toBeTruthy();
    expect(theirs.queryByRole('button')).toBeNull();
    expect(within(screen.getByRole('region', { name: 'Yours' })).getByText(/^None yet/)).toBeTruthy();
  });

  it('are added: what is missing is said before anything is sent', async () => {
    const { carrier, user } = await openModes(modesBook());
    await user.click(screen.getByRole('button', { name: 'Add a way…' }));
    const form = within(screen.getByRole('dialog', { name: 'Add a way to switch to OBEX' }));
    expect(form.queryByText('Give it a name.')).toBeNull();
    await user.type(form.getByLabelText('Name'), 'Acme cradle');
    const commands = form.getByLabelText('AT commands');
    await user.type(commands, 'OBEX{Enter}at+mode=1');
    expect(form.getByText(/^“OBEX” is no AT command/)).toBeTruthy();
    await user.click(form.getByRole('button', { name: 'Keep' }));
    expect(carrier.calls.some(({ name }) => name === 'cables.saveMode')).toBe(false);
    await user.clear(commands);
    await user.type(commands, 'at+mode=1{Enter}{Enter}AT*EOBEX');
    await user.type(form.getByLabelText('Manufacturer'), 'acme');
    await user.click(form.getByLabelText('answers OK'));
    await user.click(form.getByLabelText('answers CONNECT'));
    expect(form.getByText('Choose at least one answer.')).toBeTruthy();
    await user.click(form.getByLabelText('says nothing'));
    await user.click(form.getByRole('button', { name: 'Keep' }));
    const yours = within(await screen.findByRole('region', { name: 'Yours' }));
    expect(await yours.findByText('Acme cradle')).toBeTruthy();
    expect(carrier.calls.find(({ name }) => name === 'cables.saveMode')?.input).toEqual({
      name: 'Acme cradle',
      manufacturer: 'acme',
      commands: ['AT+mode=1', 'AT*EOBEX'],
      agreedBy: ['silence'],
      settleMs: 300,
      leave: 'escape',
    });
  });

  it('are changed, and stay in the form when the workbench refuses them', async () => {
    const { carrier, user } = await openModes({
      ...modesBook(OWN),
      'cables.saveMode': () => fail('mode-unknown', 'There is no such way.', 'Choose one of the list.'),
    });
    await user.click(await screen.findByRole('button', { name: 'Edit Acme cradle' }));
    const form = within(screen.getByRole('dialog', { name: 'Change “Acme cradle”' }));
    const pause = form.getByLabelText('Pause before OBEX, milliseconds');
    await user.clear(pause);
    await user.type(pause, '99999');
    expect(form.getByText('A whole number from 0 to 10,000.')).toBeTruthy();
    await user.clear(pause);
    await user.type(pause, '50');
    await user.selectOptions(form.getByLabelText('Back to a modem'), 'disconnect');
    await user.click(form.getByRole('button', { name: 'Keep' }));
    expect(await form.findByText('There is no such way.')).toBeTruthy();
    expect(carrier.calls.at(-1)?.input).toMatchObject({ id: 'own-1', settleMs: 50, leave: 'disconnect' });
    await user.keyboard('{Escape}');
    expect(await screen.findByRole('dialog', { name: 'Ways to switch to OBEX' })).toBeTruthy();
  });

  it('of a person are deleted after a question', async () => {
    const { carrier, user } = await openModes(modesBook(OWN));
    await user.click(await screen.findByRole('button', { name: 'Delete Acme cradle' }));
    await user.click(
      within(screen.getByRole('dialog', { name: 'Delete “Acme cradle”?' })).getByRole('button', { name: 'Delete' }),
    );
    expect(await screen.findByText(/^None yet/)).toBeTruthy();
    expect(carrier.calls.find(({ name }) => name === 'cables.removeMode')?.input).toEqual({ id: 'own-1' });
  });

  it('are one click from the doctor where they are what is missing', async () => {
    const finding = { about: '/dev/ttyUSB0', found: 'It speaks AT.', missing: 'A way.', steps: ['Add it.'], copy: [] };
    const { user } = await openWindow(
      {},
      {
        ...modesBook(),
        'doctor.run': () =>
          ok({
            platform: 'linux',
            at: 0,
            findings: [{ ...finding, code: 'wrong-mode', weight: 'trouble' }],
            looked: [],
          }),
      },
    );
    await user.keyboard('{Alt>}{Shift>}d{/Shift}{/Alt}');
    await user.click(await screen.findByRole('button', { name: 'Ways to switch to OBEX…' }));
    expect(await screen.findByRole('dialog', { name: 'Ways to switch to OBEX' })).toBeTruthy();
  });
});

describe('the draft of a way', () => {
  const draft = fc.record<ObexModeDraft>({
    name: fc.string({ maxLength: 80 }),
    manufacturer: fc.string({ maxLength: 80 }),
    commands: fc
      .array(fc.oneof(fc.stringMatching(/^[aA][tT][ -~]{0,78}$/), fc.string({ maxLength: 90 })), { maxLength: 7 })
      .map((lines) => lines.join('\n')),
    agreedBy: fc.subarray<ObexModeDraft['agreedBy'][number]>(['connect', 'ok', 'silence']),
    settle: fc.oneof(fc.nat(12_000).map(String), fc.string({ maxLength: 6 })),
    leave: fc.constantFrom('disconnect', 'escape'),
  });

  it('is kept by the workbench whenever nothing is wrong with it', () => {
    fc.assert(
      fc.property(draft, (written) => {
        fc.pre(Object.keys(wrongWith(written)).length === 0);
        expect(contract.saveMode.input.safeParse(modeOf(written, undefined)).success).toBe(true);
      }),
      { numRuns: 2_000 },
    );
  });

  it('of a way says the same way again', () => {
    const { own: _own, worksFor: _worksFor, ...mode } = BUILT_IN;
    expect(modeOf(draftOf(BUILT_IN), BUILT_IN.id)).toEqual(mode);
    expect(wrongWith(draftOf(BUILT_IN))).toEqual({});
    expect(Object.keys(wrongWith(NEW_MODE))).toEqual(['name', 'commands']);
  });
});
