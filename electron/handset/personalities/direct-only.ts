/** By the book, but for the Download list, which is optional: a package can only be written into Data (facts 1.2). */
import type { Personality } from './personality.ts';
import { spec10 } from './spec-1-0.ts';

export const directOnly: Personality = { ...spec10, object: { ...spec10.object, hasDownload: false } };
