/** The settings of the workbench: what a person has changed, and what holds until then. */
import type { Settings } from '../../shared/contract/app.ts';
import type { Storage } from '../storage/storage.ts';

const DEFAULT_SETTINGS: Settings = {
  holdSeconds: 20,
  stepTimeLimitSeconds: 600,
  silentAfterSeconds: 60,
  weakestAuth: 'basic',
  theme: 'system',
};

/** As they are now. */
export function readSettings(storage: Storage): Settings {
  return { ...DEFAULT_SETTINGS, ...(storage.settings.get('settings') as Partial<Settings> | undefined) };
}
