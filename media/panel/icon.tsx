// Codicons as inline SVG: one file each instead of a font, coloured by the text around them.
import askSvg from '@vscode/codicons/src/icons/send.svg';
import closeSvg from '@vscode/codicons/src/icons/close.svg';
import copySvg from '@vscode/codicons/src/icons/copy.svg';
import downloadSvg from '@vscode/codicons/src/icons/cloud-download.svg';
import errorSvg from '@vscode/codicons/src/icons/error.svg';
import maybeSvg from '@vscode/codicons/src/icons/question.svg';
import noAnswerSvg from '@vscode/codicons/src/icons/circle-slash.svg';
import answerSvg from '@vscode/codicons/src/icons/pass.svg';
import pinSvg from '@vscode/codicons/src/icons/pin.svg';
import warningSvg from '@vscode/codicons/src/icons/warning.svg';
import type { VNode } from 'preact';

const icons = {
  ask: askSvg,
  close: closeSvg,
  copy: copySvg,
  download: downloadSvg,
  error: errorSvg,
  answer: answerSvg,
  maybe: maybeSvg,
  noAnswer: noAnswerSvg,
  pin: pinSvg,
  warning: warningSvg,
};

/** An icon; it says nothing to a screen reader, so the words beside it must. */
export function Icon({ name }: { readonly name: keyof typeof icons }): VNode {
  return (
    <span class="icon" aria-hidden="true">
      <svg viewBox="0 0 16 16" dangerouslySetInnerHTML={{ __html: icons[name] }} />
    </span>
  );
}

interface IconButtonProps {
  readonly icon: keyof typeof icons;
  readonly title: string;
  /** Left out: a tab stop of its own. */
  readonly tabIndex?: 0 | -1;
  readonly onClick: () => void;
}

/** A button that is an icon; its title is its name. */
export function IconButton({ icon, title, tabIndex = 0, onClick }: IconButtonProps): VNode {
  return (
    <button type="button" class="icon-button" aria-label={title} title={title} tabIndex={tabIndex} onClick={onClick}>
      <Icon name={icon} />
    </button>
  );
}
