// What the reader needs of a model. runtime/ has the real one, tests have models with hand-written logits.
import type { Calibration } from './confidence';
import type { SpanLogits } from './logits';
import type { DocumentPrior } from './ranking';
import type { ModelIdentity } from './result';
import type { Strictness, StrictnessLevel } from './strictness';
import type { Tokenizer } from './tokens';
import type { InputLayout, WindowInput } from './windows';

/** The constants that turn a model's logits into verdicts; measured, and kept in its manifest. */
export interface DecisionRule {
  readonly levels: Readonly<Record<Strictness, StrictnessLevel>>;
  readonly prior: DocumentPrior;
  readonly calibration: Calibration;
}

/** A reader of windows. */
export interface QaModel {
  readonly identity: ModelIdentity;
  /** Tokens of a whole input, special tokens included. */
  readonly maxLength: number;
  readonly layout: InputLayout;
  readonly tokenizer: Tokenizer;
  readonly rule: DecisionRule;
  /** Whether it was tested on questions with known answers; until then its confidences are estimates. */
  readonly examined: boolean;
  /** Time it took to load, in ms; 0 when it was there already. */
  readonly loadMs: number;
  /** Reads one window. */
  read(input: WindowInput): Promise<SpanLogits>;
}
