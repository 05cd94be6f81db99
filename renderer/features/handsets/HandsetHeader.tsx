/** Above the tabs: which handset this is, how it is, and what is most often done with it. */
import type { Handset } from '../../../shared/contract/handsets.ts';
import { personalityRow } from '../../../shared/contract/virtual-handset.ts';
import { ActionButton, ActionItem } from '../../app/ActionButton.tsx';
import { showEvents } from '../../app/actions/show-events.ts';
import { handsetWords, tlsWords } from '../../i18n/words.ts';
import { Button } from '../../ui/Button.tsx';
import { Chip } from '../../ui/Chip.tsx';
import { Menu, MenuSeparator } from '../../ui/Menu.tsx';
import { ProgressBar } from '../../ui/ProgressBar.tsx';
import { formatCount } from '../../ui/numbers.ts';
import { Time } from '../../ui/Time.tsx';
import { pushPackage } from '../packages/actions/push-package.ts';
import { bootstrapFile } from './actions/bootstrap-file.ts';
import { forget } from './actions/forget.ts';
import { allowLegacyTls, forbidLegacyTls } from './actions/legacy-tls.ts';
import { notifications } from './actions/notifications.ts';
import { readAgain } from './actions/read-again.ts';
import { readWholeTree } from './actions/read-whole-tree.ts';
import { rename } from './actions/rename.ts';
import { showAccount } from './actions/show-account.ts';
import { setFaults } from './actions/set-faults.ts';
import { startVirtual } from './actions/start-virtual.ts';
import { stopVirtual } from './actions/stop-virtual.ts';
import { unlock } from './actions/unlock.ts';
import { wake } from './actions/wake.ts';
import { useActivity } from './activity.ts';
import styles from './HandsetHeader.module.css';
import { HandsetLinks } from './HandsetLinks.tsx';
import { lockSentence } from './lock-words.ts';
import { newEvents } from './new-events.ts';
import { tlsRefusal } from './tls-refusal.ts';
import { useLastRead } from './use-last-read.ts';

/** Name, state, facts and the main buttons of the selected handset. */
export function HandsetHeader({ handset }: { readonly handset: Handset }) {
  const { word, shape, tone } = handsetWords[handset.state];
  const at = { devId: handset.devId };
  const activity = useActivity(handset);
  const locked = lockSentence(handset);
  const refused = tlsRefusal(handset);
  return (
    <header className={styles.header}>
      <div className={styles.title}>
        <h1 className={styles.name} title={[...new Set([handset.name, handset.devId])].join(' · ')}>
          {handset.name}
        </h1>
        <Chip tone={tone} shape={shape}>
          {word}
        </Chip>
        {handset.unseenAlerts === 0 ? null : (
          <ActionButton action={showEvents} size="small">
            {newEvents(handset.unseenAlerts)}
          </ActionButton>
        )}
        {handset.virtual?.faults === undefined ? null : <Faults faults={handset.virtual.faults} />}
        {handset.name === handset.devId ? null : (
          <code className={styles.devId} title={handset.devId}>
            {handset.devId}
          </code>
        )}
      </div>
      <div className={styles.buttons}>
        {handset.state === 'new' ? null : (
          <>
            <ActionButton action={readAgain} at={at} showShortcut />
            <ActionButton action={pushPackage} />
          </>
        )}
        <Menu align="end" trigger={<Button aria-label="More about this handset">⋯</Button>}>
          <ActionItem action={readWholeTree} at={at} />
          <ActionItem action={wake} at={at} />
          <ActionItem action={notifications} at={at} />
          <MenuSeparator />
          <ActionItem action={showAccount} at={at} />
          <ActionItem action={bootstrapFile} at={at} />
          <ActionItem action={handset.legacyTls ? forbidLegacyTls : allowLegacyTls} at={at} />
          <MenuSeparator />
          <ActionItem action={rename} at={at} />
          {handset.virtual === undefined ? null : (
            <>
              <ActionItem action={setFaults} at={at} />
              <ActionItem action={handset.virtual.running ? stopVirtual : startVirtual} at={at} />
            </>
          )}
          <MenuSeparator />
          <ActionItem action={forget} at={at} danger />
        </Menu>
      </div>
      <Facts handset={handset} activity={activity?.what} />
      {locked === undefined && refused === undefined && handset.problem === undefined ? null : (
        <div className={styles.problems}>
          {locked === undefined ? null : (
            <div className={styles.lock}>
              <p>{locked}</p>
              <ActionButton action={unlock} at={at} size="small" />
            </div>
          )}
          {refused === undefined ? null : (
            <div className={styles.lock}>
              <p>{refused}</p>
              <ActionButton action={allowLegacyTls} at={at} size="small" />
            </div>
          )}
          {handset.problem === undefined ? null : <p>{handset.problem}</p>}
        </div>
      )}
      {activity === undefined ? null : (
        <span className={styles.progress}>
          <ProgressBar label={activity.what} {...(activity.share === undefined ? {} : { share: activity.share })} />
        </span>
      )}
    </header>
  );
}

/** What somebody asked to go wrong with it: nobody shall wonder. */
function Faults({ faults }: { readonly faults: readonly string[] }) {
  return (
    <Chip tone="waiting" shape="triangle" title={`Asked to go wrong: ${faults.join(', ')}`}>
      {formatCount(faults.length, 'fault')}
    </Chip>
  );
}

function Facts({ handset, activity }: { readonly handset: Handset; readonly activity: string | undefined }) {
  const lastRead = useLastRead(handset.devId);
  const facts = [
    ...(handset.name === `${handset.man} ${handset.mod}` ? [] : [handset.man, handset.mod]),
    handset.tls === undefined || handset.tls === '' ? undefined : `HTTPS (${tlsWords(handset.tls)})`,
    handset.legacyTls ? 'legacy TLS allowed' : undefined,
    handset.virtual === undefined ? undefined : handset.virtual.running ? 'virtual' : 'virtual, switched off',
    handset.virtual?.personality === undefined ? undefined : personalityRow(handset.virtual.personality).title,
  ].filter((fact) => fact !== undefined);
  const text = facts.join(' · ');
  // DmV is the maker's version of the DM client, not the version of the protocol (DM StdObj 1.2, DevInfo).
  const all = handset.dmV === undefined ? text : `${text} · DM client ${handset.dmV}`;
  return (
    <div className={styles.facts}>
      <HandsetLinks handset={handset} />
      {all === '' ? null : (
        <span className={styles.known} title={all}>
          {text}
        </span>
      )}
      <span className={styles.now}>
        {activity !== undefined ? (
          activity
        ) : lastRead === undefined ? (
          'not read yet'
        ) : (
          <>
            read <Time at={lastRead} suffix=" ago" />
          </>
        )}
      </span>
    </div>
  );
}
