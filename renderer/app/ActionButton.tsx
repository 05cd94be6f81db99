/** The button of an action: label, shortcut and condition come from the action itself. */
import type { ReactNode } from 'react';
import { Button, type ButtonProps } from '../ui/Button.tsx';
import { MenuItem } from '../ui/Menu.tsx';
import { perform, whyNot, type Action } from './action.ts';
import type { Focus } from './selection.ts';
import { useWindow } from './store.ts';

export interface ActionButtonProps extends Pick<
  ButtonProps,
  'kind' | 'size' | 'showShortcut' | 'className' | 'tabIndex' | 'aria-label'
> {
  readonly action: Action;
  /** What it acts on; the selection when absent. */
  readonly at?: Focus;
  /** Another label than the action's own. */
  readonly children?: ReactNode;
}

/** A button that performs an action. */
export function ActionButton({ action, at, children, ...rest }: ActionButtonProps) {
  const why = useWindow((state) => whyNot(action, state, at));
  return (
    <Button
      {...rest}
      hint={action.hint}
      shortcut={action.shortcut}
      whyNot={why}
      onClick={() => void perform(action, at)}
    >
      {children ?? action.label}
    </Button>
  );
}

/** The same action as an entry of a menu. */
export function ActionItem({
  action,
  at,
  danger = false,
}: {
  readonly action: Action;
  readonly at?: Focus;
  readonly danger?: boolean;
}) {
  const why = useWindow((state) => whyNot(action, state, at));
  return (
    <MenuItem shortcut={action.shortcut} whyNot={why} danger={danger} onSelect={() => void perform(action, at)}>
      {action.label}
    </MenuItem>
  );
}
