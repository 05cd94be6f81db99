/**
 * The main job, done by hand in the real window of the running workbench. The chapters go on from one another, so they
 * run in this order and in one window.
 */
import { describe, expect, it } from 'vitest';
import { firstStart } from './walk/first-start.ts';
import { treeGrid } from './walk/tree.ts';
import { packageLibrary } from './walk/package-library.ts';
import { pushBySteps } from './walk/push-by-steps.ts';
import { component } from './walk/component.ts';
import { slowHandset } from './walk/slow-handset.ts';
import { switchedOffHandset } from './walk/switched-off-handset.ts';
import { traceOfMessages } from './walk/trace.ts';
import { palette } from './walk/palette.ts';
import { settings } from './walk/settings.ts';
import { opened, openWalk } from './walk/walk.ts';

openWalk();

firstStart();
treeGrid();
packageLibrary();
pushBySteps();
component();
slowHandset();
switchedOffHandset();
traceOfMessages();
palette();
settings();

describe('the whole walk', () => {
  it('ended without one complaint of the browser', () => {
    expect(opened.complaints).toEqual([]);
    expect(opened.loads()).toBe(3);
  });
});
