import { act, screen } from '@testing-library/react';
import { afterEach, expect, it } from 'vitest';
import { openDialog } from '../../../../renderer/app/store.ts';
import { ok } from '../../../../shared/result.ts';
import { closeWindow, openWindow, sampleStatus } from '../sample-window.tsx';

afterEach(closeWindow);

it('whether what is plugged in is asked by itself is a setting', async () => {
  const { carrier, user } = await openWindow(
    {},
    {
      'app.changeSettings': () => ok(sampleStatus),
      'handsets.enrolment': () =>
        ok({ serverURL: 'http://x/dm', user: 'u', password: 'p', serverId: 's', serverPassword: 'q' }),
    },
  );
  act(() => openDialog({ kind: 'settings' }));
  await user.selectOptions(screen.getByLabelText('Handsets on a cable'), 'Wait until I say so');
  await user.click(screen.getByRole('button', { name: 'Save' }));
  expect(carrier.calls.find(({ name }) => name === 'app.changeSettings')?.input).toMatchObject({ askCables: false });
});
