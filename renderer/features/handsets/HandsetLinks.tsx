/** The links that a handset hangs on, the one in use first, each with its state; and which of them a person prefers. */
import type { Handset, HandsetLink } from '../../../shared/contract/handsets.ts';
import { ActionItem } from '../../app/ActionButton.tsx';
import { comingBack, linkWords } from '../../i18n/words.ts';
import { Button } from '../../ui/Button.tsx';
import { Menu, MenuSeparator } from '../../ui/Menu.tsx';
import { StateShape } from '../../ui/StateShape.tsx';
import { useNow } from '../../ui/Time.tsx';
import { cableState, countdown, isComingBack } from '../cables/cable-state.ts';
import { tryCable } from '../cables/actions/try-cable.ts';
import { openDoctor } from '../doctor/actions/open-doctor.ts';
import { preferLinks } from './actions/prefer-link.ts';
import styles from './HandsetLinks.module.css';

/** A button that shows the first link and opens all of them; nothing while there is none. */
export function HandsetLinks({ handset }: { readonly handset: Handset }) {
  const { preferredLink, devId } = handset;
  const links = handset.links.map((link) => asSilentAs(handset, link));
  const now = useNow();
  const [first] = links;
  if (first === undefined) return null;
  const at = { devId };
  const kinds = [...new Set(links.map(({ link }) => link))];
  const { shape, tone } = cableState(first, now);
  return (
    <Menu
      trigger={
        <Button
          kind="quiet"
          size="small"
          className={styles.button ?? ''}
          hint={`${linkWords[first.link]} ${first.where} · ${wordOf(first, now)}`}
          aria-label={`Links of ${handset.name}: ${links.map((link) => `${linkWords[link.link]} ${link.where}`).join(', ')}`}
        >
          <StateShape shape={shape} tone={tone} size={8} />
          <span className={styles.first}>
            {isComingBack(first, now)
              ? `${linkWords[first.link]} · ${wordOf(first, now)}`
              : `${linkWords[first.link]} ${first.where}`}
          </span>
          {links.length > 1 ? <span className={styles.more}>+{links.length - 1}</span> : null}
        </Button>
      }
    >
      <ul className={styles.links} aria-label="Links">
        {links.map((link) => (
          <LinkLine key={`${link.link} ${link.where}`} link={link} now={now} />
        ))}
      </ul>
      <MenuSeparator />
      {kinds.length > 1 || preferredLink !== undefined
        ? kinds.map((kind) => <ActionItem key={kind} action={preferLinks[kind]} at={at} />)
        : null}
      {preferredLink === undefined ? null : <ActionItem action={preferLinks.any} at={at} />}
      {links.some(({ link }) => link !== 'http') ? <ActionItem action={tryCable} at={at} /> : null}
      <ActionItem action={openDoctor} at={at} />
    </Menu>
  );
}

/** A virtual handset that is switched off is silent at once; over the network it only shows after a while. */
function asSilentAs(handset: Handset, link: HandsetLink): HandsetLink {
  return handset.state === 'silent' && link.link === 'http' && link.state === 'ready'
    ? { ...link, state: 'silent' }
    : link;
}

function LinkLine({ link, now }: { readonly link: HandsetLink; readonly now: number }) {
  const { shape, tone } = cableState(link, now);
  return (
    <li className={styles.link}>
      <StateShape shape={shape} tone={tone} />
      <span className={styles.where}>
        {linkWords[link.link]} {link.where}
      </span>
      <span className={styles.state}>
        {wordOf(link, now)}
        {link.preferred ? ' · preferred' : ''}
      </span>
    </li>
  );
}

function wordOf(link: HandsetLink, now: number): string {
  if (link.backUntil !== undefined && isComingBack(link, now))
    return `${comingBack.word} ${countdown(link.backUntil, now)}`;
  return cableState(link, now).word;
}
