/** Every personality by its name. */
import type { PersonalityName } from '../../../shared/contract/virtual-handset.ts';
import { directOnly } from './direct-only.ts';
import { libdmclient } from './libdmclient.ts';
import { mediatek } from './mediatek.ts';
import type { Personality } from './personality.ts';
import { redbend } from './redbend.ts';
import { spec10 } from './spec-1-0.ts';
import { spec11 } from './spec-1-1.ts';
import { symbian } from './symbian.ts';
import { verizon } from './verizon.ts';

export const personalities: Readonly<Record<PersonalityName, Personality>> = {
  'spec-1.0': spec10,
  'spec-1.1': spec11,
  'direct-only': directOnly,
  redbend,
  mediatek,
  verizon,
  symbian,
  libdmclient,
};
