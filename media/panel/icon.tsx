// Codicons as inline SVG: one file each instead of a font, coloured by the text around them.
import askSvg from '@vscode/codicons/src/icons/send.svg';
import downloadSvg from '@vscode/codicons/src/icons/cloud-download.svg';
import errorSvg from '@vscode/codicons/src/icons/error.svg';
import maybeSvg from '@vscode/codicons/src/icons/question.svg';
import noAnswerSvg from '@vscode/codicons/src/icons/circle-slash.svg';
import answerSvg from '@vscode/codicons/src/icons/pass.svg';
import warningSvg from '@vscode/codicons/src/icons/warning.svg';
import type { VNode } from 'preact';

const icons = {
  ask: askSvg,
  download: downloadSvg,
  error: errorSvg,
  answer: answerSvg,
  maybe: maybeSvg,
  noAnswer: noAnswerSvg,
  warning: warningSvg,
};

/** An icon; it says nothing to a screen reader, so the words beside it must. */
export function Icon({ name }: { readonly name: keyof typeof icons }): VNode {
  return <span class="icon" aria-hidden="true" dangerouslySetInnerHTML={{ __html: icons[name] }} />;
}
