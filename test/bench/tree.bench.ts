/** The tree of 100,000 nodes in Chromium, against its limits and against the list one writes first. */
import { printRows } from './ratio.ts';
import { measureTree } from './tree.ts';

const { firstPaintMs, updateP95Ms, addedHeapMB, peer } = await measureTree();
printRows([
  {
    what: '100,000 nodes open: first paint',
    ours: `${firstPaintMs.toFixed(0)} ms`,
    peer: 'limit 300 ms',
    ratio: firstPaintMs / 300,
    limit: { most: 1 },
  },
  {
    what: 'the same rows in a plain React list',
    ours: `${firstPaintMs.toFixed(0)} ms`,
    peer: `plain list ${peer.firstPaintMs.toFixed(0)} ms`,
    ratio: firstPaintMs / peer.firstPaintMs,
    limit: 'none',
  },
  {
    what: '100,000 nodes open: one leaf changes, p95',
    ours: `${updateP95Ms.toFixed(1)} ms`,
    peer: 'limit 8 ms',
    ratio: updateP95Ms / 8,
    limit: { most: 1 },
  },
  {
    what: 'the same change in a plain React list',
    ours: `${updateP95Ms.toFixed(1)} ms`,
    peer: `plain list ${peer.updateP95Ms.toFixed(1)} ms`,
    ratio: updateP95Ms / peer.updateP95Ms,
    limit: { most: 1 },
  },
  {
    what: '100,000 nodes open: added heap',
    ours: `${addedHeapMB.toFixed(1)} MB`,
    peer: 'limit 40 MB',
    ratio: addedHeapMB / 40,
    limit: { most: 1 },
  },
]);
