/** A cable that is no known handset yet, in the middle of the window: how it is, and what the doctor says about it. */
import type { Cable } from '../../../shared/contract/cables.ts';
import { ActionButton, ActionItem } from '../../app/ActionButton.tsx';
import { useWindow } from '../../app/store.ts';
import { linkWords } from '../../i18n/words.ts';
import { Button } from '../../ui/Button.tsx';
import { Chip } from '../../ui/Chip.tsx';
import { EmptyState } from '../../ui/EmptyState.tsx';
import { Menu } from '../../ui/Menu.tsx';
import { formatNumber } from '../../ui/numbers.ts';
import { Time, useNow } from '../../ui/Time.tsx';
import { openDoctor } from '../doctor/actions/open-doctor.ts';
import { FindingCard } from '../doctor/FindingCard.tsx';
import { useDoctor } from '../doctor/use-doctor.ts';
import { forgetCable } from './actions/forget-cable.ts';
import { obexModes } from './actions/obex-modes.ts';
import { tryCable } from './actions/try-cable.ts';
import styles from './CableView.module.css';
import { cableLine, cableName, cableState } from './cable-state.ts';

/** Everything about the cable with this port; nothing when it is gone from the list. */
export function CableView({ port }: { readonly port: string }) {
  const cable = useWindow((state) => state.cables.get(port));
  return cable === undefined ? null : <Known cable={cable} />;
}

function Known({ cable }: { readonly cable: Cable }) {
  const now = useNow();
  const { tone, shape } = cableState(cable, now);
  const { report } = useDoctor();
  const findings = report?.findings.filter(({ port }) => port === cable.port) ?? [];
  const at = { port: cable.port };
  return (
    <>
      <header className={styles.header}>
        <div className={styles.text}>
          <div className={styles.title}>
            <h1 className={styles.name} title={cable.port}>
              {cableName(cable)}
            </h1>
            <Chip tone={tone} shape={shape}>
              {cableLine(cable, now)}
            </Chip>
          </div>
          <p className={styles.facts}>
            {factsOf(cable).join(' · ')}
            {cable.heardAt === undefined ? null : (
              <>
                {' · last heard '}
                <Time at={cable.heardAt} suffix=" ago" />
              </>
            )}
          </p>
        </div>
        <div className={styles.buttons}>
          <ActionButton action={tryCable} at={at} kind={findings.length > 0 ? 'primary' : 'plain'} showShortcut>
            Try again
          </ActionButton>
          <ActionButton action={openDoctor} />
          <Menu align="end" trigger={<Button aria-label="More about this cable">⋯</Button>}>
            {cable.link === 'serial' ? <ActionItem action={obexModes} /> : null}
            <ActionItem action={forgetCable} at={at} danger />
          </Menu>
        </div>
      </header>
      {findings.length > 0 ? (
        <div className={styles.findings}>
          {findings.map((finding) => (
            <FindingCard key={finding.code} finding={finding} />
          ))}
        </div>
      ) : (
        <Sentence cable={cable} />
      )}
    </>
  );
}

/** What happens, where nothing is wrong. */
function Sentence({ cable }: { readonly cable: Cable }) {
  const { state, where, notAsked } = cable;
  if (state === 'plugged' && notAsked !== undefined)
    return (
      <EmptyState title={`Nobody has asked yet who hangs on ${where}`}>
        {notAsked === 'switched-off'
          ? 'Asking by itself is switched off in the settings. '
          : 'It may be something else than a handset, which could take a question amiss. '}
        If a handset hangs on it, choose “Try again”.
      </EmptyState>
    );
  return <EmptyState title={SENTENCES[state].title}>{SENTENCES[state].text}</EmptyState>;
}

const SENTENCES: Readonly<Record<Cable['state'], { readonly title: string; readonly text: string }>> = {
  plugged: { title: 'Something was plugged in', text: 'It is asked in a moment who it is.' },
  identifying: {
    title: 'It is being asked who it is',
    text: 'AT commands first, then OBEX. A handset may need some seconds, and may ask its user.',
  },
  ready: { title: 'A handset is ready here', text: 'It appears among the handsets as soon as it has said its name.' },
  'in-session': {
    title: 'A handset talks here',
    text: 'It appears among the handsets as soon as it has said its name.',
  },
  silent: { title: 'Nobody answers here', text: 'Look at the handset, then choose “Try again”.' },
  busy: { title: 'Another program has it', text: 'Close that program, then choose “Try again”.' },
  trouble: { title: 'No handset that can be talked to', text: 'Look at the handset, then choose “Try again”.' },
  gone: { title: 'It was pulled', text: 'It is taken up by itself when it is plugged in again.' },
};

function factsOf({ link, where, name, system = {}, named, group, speed, rtscts }: Cable): readonly string[] {
  const { vendorId, productId, serialNumber, portPath } = system;
  return [
    name !== undefined && where.startsWith(linkWords[link]) ? undefined : linkWords[link],
    name === undefined ? undefined : where,
    vendorId === undefined || productId === undefined ? undefined : `${vendorId}:${productId}`,
    serialNumber === undefined ? undefined : `serial number ${serialNumber}`,
    portPath === undefined || where.endsWith(portPath) ? undefined : `at ${portPath}`,
    speed === undefined ? undefined : `${formatNumber(speed)} baud`,
    rtscts === true ? 'RTS and CTS' : undefined,
    group === undefined ? undefined : `group ${group}`,
    named ? 'added by hand' : 'found by the system',
  ].filter((fact) => fact !== undefined);
}
