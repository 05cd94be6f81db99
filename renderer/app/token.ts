/**
 * The token of the browser host. It comes in the fragment of the printed link, which is never sent to a server;
 * we take it out of the address bar at once and keep it for this tab only, so that reloading works.
 */

const KEY = 'scomo.token';

/** The token from `#t=…`, else the one this tab took earlier, else undefined. */
export function takeToken(): string | undefined {
  const given = new URLSearchParams(location.hash.slice(1)).get('t');
  if (given === null || given === '') return sessionStorage.getItem(KEY) ?? undefined;
  sessionStorage.setItem(KEY, given);
  history.replaceState(null, '', location.pathname + location.search);
  return given;
}
