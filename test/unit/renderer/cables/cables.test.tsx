import { act, screen, waitFor, within } from '@testing-library/react';
import * as fc from 'fast-check';
import { afterEach, describe, expect, it } from 'vitest';
import { windowStore } from '../../../../renderer/app/store.ts';
import { countdown, looseCables } from '../../../../renderer/features/cables/cable-state.ts';
import type { Cable } from '../../../../shared/contract/cables.ts';
import type { Finding } from '../../../../shared/contract/doctor.ts';
import { fail, ok } from '../../../../shared/result.ts';
import { closeWindow, openWindow, sampleHandset } from '../sample-window.tsx';

afterEach(closeWindow);

function sampleCable(change: Partial<Cable> = {}): Cable {
  const port = change.port ?? '/dev/ttyUSB0';
  return { port, where: port, link: 'serial', state: 'trouble', named: true, ...change };
}

const FINDING: Finding = {
  code: 'port-busy',
  weight: 'trouble',
  about: '/dev/ttyUSB0',
  port: '/dev/ttyUSB0',
  found: '/dev/ttyUSB0 is held by minicom (process 7).',
  missing: 'The port for ourselves.',
  steps: ['Leave `minicom`.', 'Then try again.'],
  copy: [{ title: 'udev rule', path: '/etc/udev/rules.d/x.rules', content: '# rule\n' }],
};

const report = (...findings: readonly Finding[]) => ({
  'doctor.run': () =>
    ok({ platform: 'linux' as const, at: 0, findings: [...findings], looked: [{ about: 'USB', is: 'none' }] }),
});

describe('cables in the list of handsets', () => {
  it('stand there until it is known which handset hangs on them, each with its state in words', async () => {
    const failure = { code: 'x', message: 'It said no.', next: 'Look.', retryable: true };
    const { carrier } = await openWindow(
      {
        handsets: [sampleHandset()],
        cables: [
          sampleCable({ failure }),
          sampleCable({ port: '/dev/ttyUSB1', state: 'busy', holder: { pid: 7, name: 'minicom' } }),
          sampleCable({ port: '/dev/ttyUSB2', state: 'ready', devId: 'IMEI:1' }),
          sampleCable({ port: '/dev/ttyS0', state: 'plugged', notAsked: 'may-be-anything' }),
        ],
      },
      report(),
    );
    const rows = within(screen.getByRole('list', { name: 'Needs a look' }));
    expect(rows.getByText('Serial · In trouble')).toBeTruthy();
    expect(rows.getByText('It said no.').title).toBe('It said no.');
    expect(rows.getByText('Serial · Used by minicom')).toBeTruthy();
    expect(rows.queryByText('/dev/ttyUSB2')).toBeNull();
    const left = within(screen.getByRole('list', { name: 'Ports not asked' }));
    expect(left.getByText('Serial · Not asked: it may be anything')).toBeTruthy();
    act(() => carrier.push({ type: 'cable-removed', port: '/dev/ttyUSB1' }));
    expect(rows.queryByText('/dev/ttyUSB1')).toBeNull();
  });

  it('stand before the handsets where a person has to look at them, else behind', async () => {
    await openWindow(
      {
        handsets: [sampleHandset(), sampleHandset({ devId: 'IMEI:2', state: 'new' })],
        cables: [
          sampleCable({ port: '/dev/ttyUSB1', state: 'identifying' }),
          sampleCable({ port: '/dev/ttyUSB2', state: 'silent' }),
          sampleCable({ port: '/dev/ttyS0', state: 'plugged', notAsked: 'may-be-anything' }),
        ],
      },
      report(),
    );
    const headings = within(screen.getByRole('region', { name: 'Handsets' })).getAllByRole('heading', { level: 3 });
    expect(headings.map((each) => each.textContent)).toEqual([
      'Waiting to be admitted',
      'Needs a look',
      'Here',
      'On a cable',
      'Ports not asked',
    ]);
  });

  it('keep the end of a long path, which tells one port from the next', async () => {
    const port = '/dev/serial/by-id/usb-FTDI_FT232R_USB_UART_A9007CX3-if00-port0';
    await openWindow({ cables: [sampleCable({ port })] }, report());
    const rows = within(screen.getByRole('list', { name: 'Needs a look' }));
    expect(rows.getByRole('button', { name: `${port} Serial · In trouble` })).toBeTruthy();
    expect(screen.getAllByText('7CX3-if00-port0').length).toBe(1);
  });

  it('say how they are before where, because a narrow list cuts off the end', async () => {
    const named = { port: '/dev/ttyUSB3', name: 'FT232R', system: {}, speed: 9600, rtscts: true } as const;
    const { user } = await openWindow(
      { cables: [sampleCable({ ...named, state: 'busy', holder: { pid: 7, name: 'minicom' } })] },
      report(),
    );
    const row = screen.getByText('Used by minicom · ttyUSB3');
    expect(row.title).toBe('Used by minicom · /dev/ttyUSB3');
    await user.click(row);
    const main = screen.getByRole('main').textContent;
    expect(main).toContain('Used by minicom');
    expect(main).toContain('Serial · /dev/ttyUSB3 · 9,600 baud · RTS and CTS · added by hand');
  });

  it('count down while a handset is expected back, on the handset itself when it is known', async () => {
    const backUntil = Date.now() + 100_000;
    await openWindow(
      {
        handsets: [sampleHandset({ link: 'serial' })],
        cables: [
          sampleCable({ state: 'gone', backUntil }),
          sampleCable({ port: '/dev/ttyUSB1', state: 'gone', backUntil, devId: 'IMEI:1' }),
        ],
      },
      report(),
    );
    expect(within(screen.getByRole('list', { name: 'On a cable' })).getByText(/Coming back · 1:(40|39)/)).toBeTruthy();
    expect(within(screen.getByRole('list', { name: 'Here' })).getByText(/^Serial · Coming back · 1:/)).toBeTruthy();
  });

  it('are shown with what the doctor says of them, and give way to the handset once it is known', async () => {
    const { carrier, user } = await openWindow(
      { handsets: [sampleHandset()], cables: [sampleCable({ state: 'busy' })] },
      report(FINDING, { ...FINDING, port: '/dev/ttyUSB7', about: '/dev/ttyUSB7' }),
    );
    await user.click(screen.getByRole('button', { name: /ttyUSB0.*Used by/ }));
    const main = within(screen.getByRole('main'));
    expect(await main.findByText(FINDING.found)).toBeTruthy();
    expect(main.getAllByRole('listitem').map((each) => each.textContent)).toEqual([
      'Leave minicom.',
      'Then try again.',
    ]);
    expect(main.queryByText('/dev/ttyUSB7')).toBeNull();
    await user.click(main.getByRole('button', { name: /^Try again/ }));
    expect(carrier.calls.find(({ name }) => name === 'cables.retry')?.input).toEqual({ port: '/dev/ttyUSB0' });
    act(() => carrier.push({ type: 'cable', cable: sampleCable({ state: 'ready', devId: 'IMEI:1' }) }));
    expect(windowStore.getState().selection).toMatchObject({ devId: 'IMEI:1', port: undefined });
    expect(main.getByRole('heading', { level: 1, name: 'Acme A1' })).toBeTruthy();
  });

  it('put what needs a person first, and leave no one out', () => {
    const states = ['plugged', 'identifying', 'ready', 'in-session', 'silent', 'busy', 'trouble', 'gone'] as const;
    const cables = fc.uniqueArray(fc.record({ port: fc.nat(99), state: fc.constantFrom(...states) }), {
      selector: ({ port }) => port,
    });
    fc.assert(
      fc.property(cables, (some) => {
        const all = some.map(({ port, state }) => sampleCable({ port: `/dev/ttyUSB${port}`, state }));
        const sorted = looseCables(new Map(all.map((each) => [each.port, each])), new Map());
        expect(sorted.toSorted((a, b) => a.port.localeCompare(b.port))).toEqual(
          all.toSorted((a, b) => a.port.localeCompare(b.port)),
        );
        const isTrouble = sorted.map(({ state }) => state === 'trouble');
        expect(isTrouble.lastIndexOf(true)).toBeLessThan(
          isTrouble.includes(false) ? isTrouble.indexOf(false) : Infinity,
        );
      }),
    );
  });

  it('count in minutes and seconds, never below nothing', () => {
    expect([112_000, 59_001, 1, 0, -5].map((left) => countdown(left, 0))).toEqual([
      '1:52',
      '1:00',
      '0:01',
      '0:00',
      '0:00',
    ]);
  });
});

describe('adding a port', () => {
  it('takes one of the list or a path, asks it, and shows it', async () => {
    const added = sampleCable({ port: '/dev/ttyS0', state: 'identifying' });
    const { carrier, user } = await openWindow(
      {
        handsets: [sampleHandset()],
        cables: [sampleCable({ port: '/dev/ttyS0', named: false, state: 'plugged', notAsked: 'may-be-anything' })],
        cableNotices: [{ code: 'no-usb', message: 'There is no USB.', next: 'Use a port.', retryable: true }],
      },
      { ...report(), 'cables.add': () => ok(added), 'cables.retry': () => ok({}) },
    );
    await user.keyboard('{Alt>}p{/Alt}');
    const dialog = within(screen.getByRole('dialog', { name: 'Add a port' }));
    expect(dialog.getByText('There is no USB. Use a port.')).toBeTruthy();
    await user.click(dialog.getByRole('radio', { name: /ttyS0/ }));
    await user.click(dialog.getByRole('button', { name: 'Add' }));
    expect(
      carrier.calls.filter(({ name }) => name.startsWith('cables.')).map(({ name, input }) => [name, input]),
    ).toEqual([
      ['cables.add', { port: '/dev/ttyS0' }],
      ['cables.retry', { port: '/dev/ttyS0' }],
    ]);
    expect(windowStore.getState()).toMatchObject({ dialog: undefined, selection: { port: '/dev/ttyS0' } });
  });

  it('says what is wrong with a path before it is sent, and what the workbench says in place', async () => {
    const refused = () => fail('port-missing', 'There is no port /dev/none.', 'Plug it in.');
    const { carrier, user } = await openWindow({}, { ...report(), 'cables.add': refused });
    await user.keyboard('{Alt>}p{/Alt}');
    const dialog = within(screen.getByRole('dialog', { name: 'Add a port' }));
    await user.type(dialog.getByLabelText('Path of the port'), 'ttyUSB0');
    expect(dialog.getByText(/A whole path without/)).toBeTruthy();
    await user.keyboard('{Enter}');
    expect(carrier.calls.some(({ name }) => name === 'cables.add')).toBe(false);
    await user.clear(dialog.getByLabelText('Path of the port'));
    await user.type(dialog.getByLabelText('Path of the port'), '/dev/none{Enter}');
    expect(await dialog.findByText('There is no port /dev/none.')).toBeTruthy();
  });
});

describe('the links of a handset', () => {
  const links = [
    { link: 'serial', where: '/dev/ttyUSB0', port: '/dev/ttyUSB0', state: 'ready', calls: false, preferred: false },
    { link: 'http', where: '192.0.2.7', state: 'silent', calls: true, preferred: false },
  ] as const;

  it('are listed with their states, and one of them can be preferred', async () => {
    const handset = sampleHandset({ link: 'serial', links: [...links] });
    const { carrier, user } = await openWindow({ handsets: [handset] }, { 'handsets.preferLink': () => ok({}) });
    await user.click(screen.getByRole('button', { name: 'Links of Acme A1: Serial /dev/ttyUSB0, HTTP 192.0.2.7' }));
    expect(
      within(screen.getByRole('list', { name: 'Links' }))
        .getAllByRole('listitem')
        .map((each) => each.textContent),
    ).toEqual(['Serial /dev/ttyUSB0Ready', 'HTTP 192.0.2.7Answers nothing']);
    await user.click(screen.getByRole('menuitem', { name: 'Prefer HTTP' }));
    expect(carrier.calls.at(-1)?.input).toEqual({ devId: 'IMEI:1', link: 'http' });
  });

  it('say which is preferred, and take that back', async () => {
    const handset = sampleHandset({ links: [{ ...links[0], preferred: true }], preferredLink: 'serial' });
    const { carrier, user } = await openWindow({ handsets: [handset] }, { 'handsets.preferLink': () => ok({}) });
    await user.click(screen.getByRole('button', { name: /^Links of Acme A1/ }));
    expect(screen.getByText('Ready · preferred')).toBeTruthy();
    await user.click(screen.getByRole('menuitem', { name: 'Prefer no link' }));
    expect(carrier.calls.at(-1)?.input).toEqual({ devId: 'IMEI:1', link: 'any' });
  });
});

describe('the connection doctor', () => {
  it('tells every finding and what it has looked at, and looks again when a cable changes', async () => {
    const { carrier, user } = await openWindow({ cables: [sampleCable()] }, report(FINDING));
    await user.keyboard('{Alt>}{Shift>}d{/Shift}{/Alt}');
    const dialog = within(screen.getByRole('dialog', { name: 'Connection doctor' }));
    expect(await dialog.findByText('1 trouble')).toBeTruthy();
    expect(dialog.getByText(FINDING.found)).toBeTruthy();
    expect(dialog.getByText('/etc/udev/rules.d/x.rules')).toBeTruthy();
    expect(within(dialog.getByRole('region', { name: 'Looked at' })).getByText('none')).toBeTruthy();
    const asked = (): number => carrier.calls.filter(({ name }) => name === 'doctor.run').length;
    const before = asked();
    act(() => carrier.push({ type: 'cable', cable: sampleCable({ state: 'ready' }) }));
    await waitFor(() => expect(asked()).toBe(before + 1));
    await user.click(await dialog.findByRole('button', { name: 'Look again' }));
    await waitFor(() => expect(asked()).toBe(before + 2));
  });

  it('says that all is well', async () => {
    const { user } = await openWindow({}, report());
    await user.keyboard('{Alt>}{Shift>}d{/Shift}{/Alt}');
    expect(await screen.findByText('All is well')).toBeTruthy();
  });
});
