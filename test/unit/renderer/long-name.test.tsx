import { render } from '@testing-library/react';
import { expect, it } from 'vitest';
import { LongName } from '../../../renderer/ui/LongName.tsx';

/** The parts that are shown; where there are two, the first one is cut when room is short. */
function shown(name: string): readonly (string | null)[] {
  const { container, unmount } = render(<LongName name={name} />);
  const parts = Array.from(container.querySelectorAll('span:not(.visually-hidden)'), ({ textContent }) => textContent);
  unmount();
  return parts;
}

it.each([
  ['/dev/ttyUSB0', ['/dev/ttyUSB0']],
  ['/tmp/ports/bench-4/near', ['/tmp/ports', '/bench-4/near']],
  ['/dev/serial/by-id/usb-Nokia_351234567890123', ['/dev/serial/by-id/usb-Nokia_', '351234567890123']],
  ['/a/very/long/folder/with/p1', ['/a/very/long', '/folder/with/p1']],
  ['usb-with-a-very-long-name/x', ['usb-with-a-v', 'ery-long-name/x']],
])('%s keeps its end, of a path whole folders', (name, parts) => {
  expect(shown(name)).toEqual(parts);
});

it('is read out as one word', () => {
  const { container } = render(<LongName name="/tmp/ports/bench-4/near" />);
  expect(container.querySelector('.visually-hidden')?.textContent).toBe('/tmp/ports/bench-4/near');
  for (const part of container.querySelectorAll('span:not(.visually-hidden)'))
    expect(part.getAttribute('aria-hidden')).toBe('true');
});
