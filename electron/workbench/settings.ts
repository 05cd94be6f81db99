/** What a person can set, as it stands, and the values of the first start. */
import type { Settings } from '../../shared/contract/app.ts';
import type { Storage } from '../storage/storage.ts';

const DEFAULT_SETTINGS: Settings = {
  holdSeconds: 20,
  stepTimeLimitSeconds: 600,
  silentAfterSeconds: 60,
  weakestAuth: 'basic',
  askCables: true,
  theme: 'system',
};

/** Reads the settings; those that nobody has changed have their defaults. */
export function settingsOf(storage: Storage): Settings {
  return { ...DEFAULT_SETTINGS, ...(storage.settings.get('settings') as Partial<Settings> | undefined) };
}
