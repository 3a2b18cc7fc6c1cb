// Sentences for what goes wrong on the way to a model: what happened, and what to do about it.
import type { HubError } from '../hub/errors';
import { bytesText, durationText } from '../hub/quantities';
import type { StoreError } from '../hub/storeError';

const goesOn = 'the same command then goes on where it was';
const otherFolder = 'set DOCUMENT_QA_HOME to another folder';

/** The sentence for a failure to fetch or keep a file. */
export function hubFailure({ reason, subject, message, details }: HubError): string {
  switch (reason) {
    case 'offline':
      return 'requests are switched off by HF_HUB_OFFLINE; unset it, or bring the files: document-qa models import FOLDER';
    case 'badEndpoint':
      return `HF_ENDPOINT: ${subject} ${message}`;
    case 'badName':
      return `${subject} is ${message}; models are named owner/name or owner/name@revision`;
    case 'noSpace':
      return `there is too little room for ${subject}: ${spaceText(details)}; make room, or ${otherFolder}`;
    case 'hostNotFound':
      return `the host ${subject} is not found (${message}); check the connection, and HTTPS_PROXY behind a proxy`;
    case 'unreachable':
      return `${subject} is not reached (${message}); check the connection, and HTTPS_PROXY behind a proxy; ${goesOn}`;
    case 'tls':
      return (
        `the certificate of ${subject} is not trusted here (${message}); where a proxy reads along, ` +
        'set NODE_EXTRA_CA_CERTS to the file of its certificate'
      );
    case 'proxyRefused':
      return proxyFailure(subject, details.status);
    case 'stalled':
      return `nothing more comes from ${subject}; check the connection and run the command again: it goes on where it was`;
    case 'redirectLoop':
      return `${subject} refers to itself without end; check HF_ENDPOINT, and the proxy if there is one`;
    case 'unsafeRedirect':
      return `${subject} refers to an address that is not safe (${message}); check HF_ENDPOINT`;
    case 'unauthorised':
      return `the Hub wants to know who asks for ${subject}; set HF_TOKEN to a token of yours`;
    case 'forbidden':
      return `the Hub does not give ${subject} to everyone; accept its conditions on its page, and set HF_TOKEN`;
    case 'repositoryNotFound':
      return `the Hub has no model ${subject}, or keeps it private; check the name, or set HF_TOKEN`;
    case 'revisionNotFound':
      return `the Hub knows no ${subject}; check the commit, branch or tag`;
    case 'fileNotFound':
      return `the Hub has no ${subject}; check HF_ENDPOINT if that is a mirror`;
    case 'rateLimited':
      return `${subject} wants fewer requests; run the command again ${pauseText(details.retryAfterMs)}; ${goesOn}`;
    case 'serverFault':
      return `${subject} is in trouble (${statusText(details.status)}); run the command again later; ${goesOn}`;
    case 'storageRefused':
      return `the storage ${subject} refuses the file (${statusText(details.status)}); run the command again later`;
    case 'badAnswer':
      return `${subject} does not answer as the Hub does (${message}); check HF_ENDPOINT, and the proxy if there is one`;
    case 'wrongSize':
    case 'wrongHash':
      return `${subject} came, but is not the file that it should be (${message}); nothing of it was kept: try again later`;
    case 'notTheFile':
      return `a web page came in the place of ${subject}: sign in to the network, or check HTTPS_PROXY and HF_ENDPOINT`;
    case 'diskFull':
      return `the disk is full at ${subject}; make room, or ${otherFolder}; ${goesOn}`;
    case 'notWritable':
      return `${subject} ${message}; check its permissions, or ${otherFolder}`;
  }
}

/** The sentence for a choice or a folder that cannot be used. */
export function storeFailure({ reason, subject, message }: StoreError): string {
  switch (reason) {
    case 'badHome':
      return `DOCUMENT_QA_HOME: ${subject} ${message}`;
    case 'unknownModel':
      return `there is no model ${subject}; ${message}`;
    case 'badRevision':
      return subject === '' ? `behind @ there is nothing: ${message}` : `${subject}: ${message}`;
    case 'notInstalled':
      return `${subject} is not installed; run: document-qa models download ${subject}`;
    case 'bundled':
      return `${subject} comes with the program: it is always there, and is neither fetched nor removed`;
    case 'foreignFolder':
      return `${subject} ${message}`;
    case 'fileMissing':
      return `${subject} ${message}; without it there is no reader`;
    case 'fileDamaged':
      return `${subject} ${message}; get it again from where it came`;
    case 'unsupported':
      return `${subject} cannot be used: ${message}`;
  }
}

function proxyFailure(host: string, status: number | undefined): string {
  return status === 407
    ? 'the proxy wants a user and a password (407); set HTTPS_PROXY to http://USER:PASSWORD@HOST:PORT'
    : `the proxy does not lead to ${host} (${statusText(status)}); check HTTPS_PROXY, or name the host in NO_PROXY`;
}

function spaceText({ neededBytes = 0, freeBytes = 0 }: HubError['details']): string {
  return `${bytesText(neededBytes)} are needed, ${bytesText(freeBytes)} are free`;
}

function statusText(status: number | undefined): string {
  return status === undefined ? 'no status' : `status ${status}`;
}

function pauseText(ms: number | undefined): string {
  return ms === undefined ? 'later' : `in ${durationText(ms)}`;
}
