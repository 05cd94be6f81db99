/** Copies a text and says that it did. */
import { useEffect, useState } from 'react';
import { Button } from './Button.tsx';

export interface CopyButtonProps {
  readonly text: string;
  /** What is copied, for the accessible name: `Copy server URL`. */
  readonly what: string;
  readonly label?: string;
  /** `normal` beside other buttons of that size. */
  readonly size?: 'small' | 'normal';
}

/** A small button that puts `text` on the clipboard. */
export function CopyButton({ text, what, label = 'Copy', size = 'small' }: CopyButtonProps) {
  const [state, setState] = useState<'idle' | 'copied' | 'failed'>('idle');
  useEffect(() => {
    if (state === 'idle') return undefined;
    const timer = setTimeout(() => setState('idle'), 1600);
    return () => clearTimeout(timer);
  }, [state]);
  return (
    <Button
      kind="quiet"
      size={size}
      aria-label={`${label} ${what}`}
      onClick={() => {
        navigator.clipboard.writeText(text).then(
          () => setState('copied'),
          () => setState('failed'),
        );
      }}
    >
      <span aria-live="polite">{{ idle: label, copied: 'Copied ✓', failed: 'Select and copy by hand' }[state]}</span>
    </Button>
  );
}
