// Every limit of the reader in one place, each with its unit and its reason.

/** Question tokens read; the rest is cut and said. Longer "questions" are pasted text, and leave no room for the file. */
export const maxQuestionTokens = 64;

/** Context tokens that a window must hold at least; with less the reader sees sentences without their surroundings. */
export const minContextRoomTokens = 64;

/** Overlap of neighbouring windows in tokens, where nobody chose another: as the readers were trained. */
export const defaultOverlapTokens = 128;

/** Smallest overlap that may be chosen, in tokens: an answer that is longer could be cut by a window's edge. */
export const minOverlapTokens = 32;

/** Largest overlap that may be chosen, in tokens: beyond twice the longest answer it only costs time. */
export const maxOverlapTokens = 256;

/** Longest answer in tokens. Generous, for hashes, URLs and paths split into many pieces; words are what limits prose. */
export const maxAnswerTokens = 128;

/** Longest answer in words: 30 leaves 0.08 % of SQuAD 2.0's gold answers out of reach. */
export const maxAnswerWords = 30;

/** Longest answer in UTF-16 units: one unbroken run can be a single token of any size, and nobody reads that as an answer. */
export const maxAnswerChars = 1000;

/** Longest run of letters or digits that an answer is completed to, in UTF-16 units; longer runs are blobs, not words. */
export const maxRunChars = 256;

/** Longest passage shown around an answer, in UTF-16 units. */
export const maxPassageChars = 600;

/** Paragraphs read a second time for one question; nearly always it is one. */
export const maxSecondReadings = 6;

/** Different places kept of one window; more of them never reach a list that people read. */
export const keptSpansPerWindow = 8;

/** Different places kept of the whole document; the probability of the others is still counted. */
export const keptSpansPerDocument = 512;

/**
 * Windows read before the rest is offered instead of read: from a third of a minute to a minute with the bundled reader on
 * two cores (docs/performance.md, "The reading budget").
 */
export const defaultWindowBudget = 1000;

/** Time between two provisional results, in ms: more often than people can read only costs time. */
export const snapshotIntervalMs = 100;

/** Answers listed when nobody says how many. */
export const defaultTop = 5;
