// The state of the converter: graphs that are kept on a disk were written by one of them.

/** Changes whenever the same model would become another graph. */
export const converterVersion = '1';
