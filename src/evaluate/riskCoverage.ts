// Predictions with their confidences in, how many are wrong among the surest out.

/** What answering only the surest would give: both shares, 0 to 1. */
export interface RiskPoint {
  /** How many are answered. */
  readonly coverage: number;
  /** How many of them are wrong. */
  readonly risk: number;
}

/** The curve from the surest few to all. */
export interface RiskCoverage {
  /** By rising coverage, the last one all; at most 200. */
  readonly points: readonly RiskPoint[];
  /** Mean risk over all coverages, 0 to 1: less is better. */
  readonly area: number;
}
