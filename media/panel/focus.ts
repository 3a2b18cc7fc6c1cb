// What has the focus may go with the next snapshot. The focus then stays near, where a browser would drop it.
import type { RefObject } from 'preact';
import { useLayoutEffect } from 'preact/hooks';

/**
 * Keeps the focus in `root` when what had it is gone, moved or of no use after a render of the component that calls it:
 * on what was moved, else on the control that now stands where it stood, else on the question.
 */
export function useKeptFocus(root: RefObject<HTMLElement | null>): void {
  // While rendering, which is before the change.
  const restore = rememberFocus(root.current);
  useLayoutEffect(() => restore?.());
}

/** What surrounds the control that has the focus, and which of its tab stops that is. */
interface Around {
  readonly element: HTMLElement;
  readonly index: number;
}

/** What brings it back; undefined while it is elsewhere. */
function rememberFocus(root: HTMLElement | null): (() => void) | undefined {
  const focused = document.activeElement;
  // A panel in the background takes no focus from the editor.
  if (!(focused instanceof HTMLElement) || root?.contains(focused) !== true || !document.hasFocus()) return undefined;
  const around: Around[] = [];
  for (let element = focused.parentElement; element !== null && element !== root; element = element.parentElement) {
    around.push({ element, index: Math.max(0, tabStops(element).indexOf(focused)) });
  }
  return () => {
    const now = document.activeElement;
    const wasGivenAway = now !== focused && now !== document.body;
    if (wasGivenAway) return;
    const [near] = isUsable(focused) ? [focused] : around.flatMap(stopNear);
    (near ?? root.querySelector('textarea'))?.focus();
  };
}

/** The tab stop that is now where another one was; none where nothing is left around it. */
function stopNear({ element, index }: Around): HTMLElement[] {
  const stops = element.isConnected ? tabStops(element) : [];
  return stops.slice(Math.min(index, stops.length - 1)).slice(0, 1);
}

function tabStops(element: HTMLElement): HTMLElement[] {
  const controls = element.querySelectorAll<HTMLElement>('button, summary, textarea');
  return [...controls].filter((control) => control.tabIndex === 0 && isUsable(control));
}

/** A disabled button, or one in what is folded away, cannot have the focus. */
function isUsable(control: HTMLElement): boolean {
  return control.isConnected && !control.matches(':disabled') && control.checkVisibility();
}
