/** The size of the window. */
import { useSyncExternalStore } from 'react';

export interface Viewport {
  readonly width: number;
  readonly height: number;
}

/** Width and height in px; renders again when the window is resized. */
export function useViewport(): Viewport {
  return useSyncExternalStore(subscribe, read);
}

let last: Viewport = { width: 0, height: 0 };

function read(): Viewport {
  const { innerWidth: width, innerHeight: height } = window;
  if (last.width !== width || last.height !== height) last = { width, height };
  return last;
}

function subscribe(watcher: () => void): () => void {
  window.addEventListener('resize', watcher);
  return () => window.removeEventListener('resize', watcher);
}
