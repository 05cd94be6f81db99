/** Light or dark: the system decides unless the settings say otherwise. */
import type { Settings } from '../../shared/contract/app.ts';
import { windowStore } from './store.ts';

const KEY = 'scomo.theme';

/** Sets `data-theme` now (as last known, so that nothing flashes) and with every change of the settings. */
export function followTheme(): () => void {
  apply(localStorage.getItem(KEY) ?? 'system');
  return windowStore.subscribe((state, before) => {
    const theme = state.status?.settings.theme;
    if (theme === undefined || theme === before.status?.settings.theme) return;
    localStorage.setItem(KEY, theme);
    apply(theme);
  });
}

function apply(theme: Settings['theme'] | (string & {})): void {
  const root = document.documentElement;
  if (theme === 'light' || theme === 'dark') root.dataset['theme'] = theme;
  else delete root.dataset['theme'];
}
