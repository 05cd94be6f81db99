/** The message as XML, as it would go out. */
import type { Preview } from '../../../shared/contract/console.ts';
import { CopyButton } from '../../ui/CopyButton.tsx';
import { ErrorNotice } from '../../ui/ErrorNotice.tsx';
import { Xml } from '../trace/Xml.tsx';
import styles from './Previews.module.css';

/** What holds for both encodings. */
export const ABOUT_PREVIEW =
  'As it goes out in the middle of a session. In the first message of a session more Statuses stand before the commands, and the header carries our credential, which is never shown.';

export function MessagePreview({ preview }: { readonly preview: Preview }) {
  const { xml } = preview;
  if ('code' in xml) return <ErrorNotice failure={xml} />;
  return (
    <div className={styles.preview}>
      <div className={styles.about}>
        <p>{ABOUT_PREVIEW}</p>
        <CopyButton text={xml.text} what="message" />
      </div>
      <Xml text={xml.text} />
    </div>
  );
}
