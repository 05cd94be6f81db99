/** A text as QR code, for a camera. */
import { encode } from 'uqr';
import styles from './QrCode.module.css';

export interface QrCodeProps {
  readonly text: string;
  /** What a person finds in it, e.g. `Address of the setup page`. */
  readonly label: string;
  /** Edge, pixels. */
  readonly size?: number;
}

/** Light squares around a code are part of it. */
const BORDER = 3;

/** Draws the code with one path. */
export function QrCode({ text, label, size = 116 }: QrCodeProps) {
  const { data, size: edge } = encode(text, { ecc: 'M', border: BORDER });
  const squares = data.flatMap((row, y) => row.flatMap((isDark, x) => (isDark ? [`M${x} ${y}h1v1h-1z`] : [])));
  return (
    <figure className={styles.figure} aria-label={label}>
      <svg
        className={styles.code}
        aria-hidden="true"
        width={size}
        height={size}
        viewBox={`0 0 ${edge} ${edge}`}
        shapeRendering="crispEdges"
      >
        <rect className={styles.paper} width={edge} height={edge} />
        <path className={styles.ink} d={squares.join('')} />
      </svg>
    </figure>
  );
}
