// A button that tells the host one thing, as most of the panel's do.
import type { ComponentChildren, VNode } from 'preact';
import type { FromPanel } from '../../src/protocol/panel';
import { send } from './host';

interface WishButtonProps {
  readonly wish: FromPanel;
  /** A class of panel.css. */
  readonly look?: 'link' | 'button' | 'row';
  /** What a pointer that rests on it is told. */
  readonly title?: string;
  readonly children: ComponentChildren;
}

/** Sends its wish when it is pressed. */
export function WishButton({ wish, look = 'link', title, children }: WishButtonProps): VNode {
  return (
    <button type="button" class={look} title={title} onClick={() => send(wish)}>
      {children}
    </button>
  );
}
