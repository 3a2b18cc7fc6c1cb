// What there is to say about a better reader: the offer, its download, or what keeps it away. Quiet, below the answers.
import type { ComponentChild, VNode } from 'preact';
import type { PanelDownload, PanelOffer, PanelProblem, PanelReader, PanelRemedy } from '../../src/protocol/panel';
import { Icon } from './icon';
import { WishButton } from './wishButton';
import { words } from './words';

/** The block below the answers. */
export function ReaderBlock({ reader }: { readonly reader: PanelReader }): VNode {
  return (
    <section class="reader" aria-label={words.betterReader()}>
      <Content reader={reader} />
    </section>
  );
}

function Content({ reader }: { readonly reader: PanelReader }): VNode {
  switch (reader.kind) {
    case 'offer':
      return <Offer offer={reader} />;
    case 'download':
      return <Download download={reader} />;
    case 'problem':
      return <Problem problem={reader} />;
  }
}

/** A path breaks where a name in it ends. */
function breakable(path: string): ComponentChild[] {
  return path.split(/(?<=[\\/])/).flatMap((name, index) => [name, <wbr key={index} />]);
}

function Offer({ offer: { title, facts, fetched } }: { readonly offer: PanelOffer }): VNode {
  return (
    <>
      <p class="reader-title">
        <Icon name="download" />
        <span>
          <bdi>{words.readWith(title)}</bdi>
        </span>
      </p>
      <dl class="facts">
        {facts.map(({ name, text }) => (
          <div key={name}>
            <dt>{name}</dt>
            <dd>
              <bdi>{breakable(text)}</bdi>
            </dd>
          </div>
        ))}
      </dl>
      <p class="reader-actions">
        <WishButton look="button" wish={{ type: 'reader', action: 'download' }}>
          {fetched === null ? words.download() : words.resume()}
        </WishButton>
        <WishButton wish={{ type: 'reader', action: 'decline' }}>{words.decline()}</WishButton>
        {fetched === null ? null : <span class="reader-detail">{fetched}</span>}
      </p>
    </>
  );
}

function Download({ download: { title, text, bytes, totalBytes } }: { readonly download: PanelDownload }): VNode {
  return (
    <>
      <p class="reader-title" role="status">
        <bdi>{title}</bdi>
      </p>
      <progress
        aria-label={title}
        aria-valuetext={text}
        {...(totalBytes === 0 ? {} : { max: totalBytes, value: bytes })}
      />
      <p class="reader-actions">
        <span class="reader-detail">{text}</span>
        <WishButton wish={{ type: 'reader', action: 'cancel' }}>{words.cancel()}</WishButton>
      </p>
    </>
  );
}

function Problem({ problem: { text, remedies } }: { readonly problem: PanelProblem }): VNode {
  return (
    <>
      <p class="reader-problem" role="status">
        <Icon name="warning" />
        <bdi>{text}</bdi>
      </p>
      <p class="reader-actions">
        <Remedies remedies={remedies} />
      </p>
    </>
  );
}

/** What mends a failure, each as a button. */
export function Remedies({ remedies }: { readonly remedies: readonly PanelRemedy[] }): VNode {
  return (
    <>
      {remedies.map(({ action, title }) => (
        <WishButton key={action} wish={{ type: 'reader', action }}>
          {title}
        </WishButton>
      ))}
    </>
  );
}
