/** The selected message, decoded: coloured XML that can be selected and copied. */
import { useLayoutEffect, useRef } from 'react';
import type { TraceDetail } from '../../../shared/contract/trace.ts';
import { useAnswer } from '../../app/use-answer.ts';
import { ActionButton } from '../../app/ActionButton.tsx';
import { editAndResend } from '../console/actions/edit-and-resend.ts';
import { select, useWindow } from '../../app/store.ts';
import { Button } from '../../ui/Button.tsx';
import { CopyButton } from '../../ui/CopyButton.tsx';
import { ErrorNotice } from '../../ui/ErrorNotice.tsx';
import { Remark } from '../../ui/Remark.tsx';
import { formatBytes } from '../../ui/numbers.ts';
import { directionOf } from './trace-words.ts';
import styles from './MessageDetail.module.css';
import { Xml } from './Xml.tsx';

/** Asks for the message and shows it. */
export function MessageDetail({ id }: { readonly id: number }) {
  const answer = useAnswer('trace.get', { id });
  if (answer === undefined) return <header className={styles.header} />;
  if (!answer.ok) {
    return (
      <>
        <header className={styles.header}>
          <h2>Message</h2>
          <CloseButton />
        </header>
        <div className={styles.failed}>
          <ErrorNotice failure={answer.error} />
        </div>
      </>
    );
  }
  return <Message key={id} detail={answer.value} />;
}

function Message({ detail }: { readonly detail: TraceDetail }) {
  const { entry } = detail;
  const name = useWindow((state) => (entry.devId === undefined ? undefined : state.handsets.get(entry.devId)?.name));
  const scroller = useRef<HTMLElement>(null);
  const noted = detail.notes.length > 0;
  // The header of a message is always the same; what it says begins at its body. Notes stand above and go first.
  useLayoutEffect(() => {
    const pane = scroller.current;
    const body = pane?.querySelector<HTMLElement>('[data-body]');
    if (pane && body && !noted) pane.scrollTop = body.offsetTop - pane.offsetTop - 6;
  }, [noted]);
  const facts = [
    entry.msgId === undefined ? KINDS[entry.kind] : `Message ${entry.msgId}`,
    entry.sessionId === undefined ? undefined : `session ${entry.sessionId}`,
    name === undefined
      ? undefined
      : `${entry.direction === 'none' ? '' : `${directionOf(entry).word.split(' ')[0]} `}${name}`,
    entry.bytes === 0 ? undefined : formatBytes(entry.bytes),
    detail.contentType,
  ].filter((fact) => fact !== undefined);
  return (
    <>
      <header className={styles.header}>
        <h2 title={facts.join(' · ')}>{facts.join(' · ')}</h2>
        {entry.kind === 'message' && entry.direction === 'out' ? (
          <ActionButton
            action={editAndResend}
            at={{ devId: entry.devId, traceId: entry.id }}
            kind="quiet"
            size="small"
          />
        ) : null}
        <CopyButton text={detail.text} what="message" />
        <CloseButton />
      </header>
      {/* Reached with Tab, so that the keys can scroll it. */}
      {/* oxlint-disable-next-line jsx-a11y/no-noninteractive-tabindex */}
      <section className={styles.scroll} ref={scroller} aria-label="Decoded message" tabIndex={0}>
        {detail.notes.map((note) => (
          <Remark key={note}>{note}</Remark>
        ))}
        <Xml text={detail.text} />
      </section>
    </>
  );
}

function CloseButton() {
  return (
    <Button kind="quiet" size="small" aria-label="Close the message" onClick={() => select({ traceId: undefined })}>
      ✕
    </Button>
  );
}

const KINDS: Readonly<Record<TraceDetail['entry']['kind'], string>> = {
  message: 'Message',
  rejected: 'Refused bytes',
  delivery: 'Package delivery',
  notification: 'Notification',
  session: 'Note',
};
