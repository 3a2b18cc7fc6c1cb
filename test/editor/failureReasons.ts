import type { HubFailureReason } from '../../src/hub/errors';
import type { StoreFailureReason } from '../../src/hub/storeError';

/** Every reason of the Hub, with the first remedy that a person is given. */
export const hubReasons: Readonly<Record<HubFailureReason, string>> = {
  offline: 'importModel',
  badEndpoint: 'openSettings',
  badName: 'chooseReader',
  noSpace: 'download',
  hostNotFound: 'download',
  unreachable: 'download',
  tls: 'download',
  proxyRefused: 'download',
  stalled: 'download',
  redirectLoop: 'openSettings',
  unsafeRedirect: 'openSettings',
  unauthorised: 'setToken',
  forbidden: 'setToken',
  repositoryNotFound: 'chooseReader',
  revisionNotFound: 'chooseReader',
  fileNotFound: 'chooseReader',
  rateLimited: 'download',
  serverFault: 'download',
  storageRefused: 'download',
  badAnswer: 'openSettings',
  wrongSize: 'download',
  wrongHash: 'download',
  notTheFile: 'download',
  diskFull: 'download',
  notWritable: 'download',
};

/** The same of the store. */
export const storeReasons: Readonly<Record<StoreFailureReason, string>> = {
  badHome: 'openSettings',
  unknownModel: 'chooseReader',
  badRevision: 'chooseReader',
  notInstalled: 'chooseReader',
  bundled: 'chooseReader',
  foreignFolder: 'importModel',
  fileMissing: 'importModel',
  fileDamaged: 'importModel',
  unsupported: 'chooseReader',
};
