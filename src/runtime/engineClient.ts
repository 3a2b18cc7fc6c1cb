// The engine as the extension host sees it: started with the first question, watched, and let go when nobody asks.
import { type ChildProcess, fork } from 'node:child_process';
import type { Evaluation } from '../evaluate/evaluation';
import type { ExamRecord } from '../evaluate/examRecord';
import {
  askMethod,
  type AskRequest,
  type EngineFailure,
  evaluateMethod,
  type EvaluateRequest,
  type EvaluationProgress,
  examineMethod,
  type ExamineRequest,
  type ExamProgress,
} from '../protocol/engine';
import type { QaResult } from '../qa/result';
import { CrashLimit } from './crashLimit';
import type { Connect, EngineConnection, RequestHooks } from './engineConnection';

/** Settings of an engine. */
export interface EngineOptions {
  /** Absolute path of the engine's bundle. */
  readonly enginePath: string;
  /** The process is ended after this long without a question, in ms. */
  readonly idleMs: number;
  /** A process that goes on for this long after it was told to stop is ended, in ms. */
  readonly stopMs: number;
  /** Gets what the process prints, and when it starts and ends. Never holds text of a document. */
  readonly log: (line: string) => void;
}

/**
 * A question that got no result; `reason` says why. `crashed`: the process ended while it was reading. `stopped`: it was
 * ended because it did not stop by itself. `keepsCrashing`: it is not started, because it crashed again and again.
 */
export class EngineError extends Error {
  override readonly name = 'EngineError';

  constructor(
    readonly reason: EngineFailure['reason'] | 'crashed' | 'stopped' | 'cannotStart' | 'keepsCrashing',
    message: string,
    readonly file: string | null = null,
    options?: ErrorOptions,
  ) {
    super(message, options);
  }
}

interface RunningEngine {
  readonly child: ChildProcess;
  readonly connection: EngineConnection;
  /** Rejects when the process ends; never resolves. */
  readonly ended: Promise<never>;
  /** Set when it is ended because it did not stop. */
  isHanging: boolean;
  /** Exams under way, or under way when it ended. */
  exams: number;
}

/** One engine process at most, started lazily and again after it ended. */
export class EngineClient {
  readonly #options: EngineOptions;
  readonly #crashes = new CrashLimit();
  #connect: Connect | undefined;
  #engine: RunningEngine | undefined;
  #idleTimer: NodeJS.Timeout | undefined;
  #asking = 0;
  #runs = 0;
  #disposals = 0;

  constructor(options: EngineOptions) {
    this.#options = options;
  }

  /** The process id while an engine runs. */
  get pid(): number | undefined {
    return this.#engine?.child.pid;
  }

  /**
   * Asks one question. Aborting `signal` ends the reading: the result then has the state `stopped` and says how much
   * was read. Throws EngineError.
   */
  ask(
    request: Omit<AskRequest, 'run'>,
    signal: AbortSignal,
    onProvisional: (result: QaResult) => void,
  ): Promise<QaResult> {
    return this.#request(askMethod, request, { signal, onProgress: onProvisional });
  }

  /**
   * Holds a model's entrance exam, or returns its stored outcome; questions that are asked meanwhile go first. Null when
   * `signal` was aborted. Throws EngineError.
   */
  examine(
    request: Omit<ExamineRequest, 'run'>,
    signal: AbortSignal,
    onProgress: (progress: ExamProgress) => void,
  ): Promise<ExamRecord | null> {
    return this.#request(examineMethod, request, { signal, onProgress });
  }

  /**
   * Evaluates a reader on a SQuAD file; questions that are asked meanwhile go first. Null when `signal` was aborted: what
   * was read is kept for the next time. Throws EngineError.
   */
  evaluate(
    request: Omit<EvaluateRequest, 'run'>,
    signal: AbortSignal,
    onProgress: (progress: EvaluationProgress) => void,
  ): Promise<Evaluation | null> {
    return this.#request(evaluateMethod, request, { signal, onProgress });
  }

  /** Ends the process at once. A later question starts another. */
  dispose(): void {
    this.#disposals++;
    this.#end('disposed');
  }

  async #request<Progress, Result>(method: string, request: object, hooks: RequestHooks<Progress>): Promise<Result> {
    clearTimeout(this.#idleTimer);
    this.#asking++;
    try {
      const connect = (this.#connect ??= await this.#loadConnection());
      for (let tries = 1; ; tries++) {
        const engine = (this.#engine ??= this.#startUnlessCrashing(connect));
        if (method === examineMethod) engine.exams++;
        try {
          return await this.#requestOf(engine, method, { ...request, run: ++this.#runs }, hooks);
        } catch (error) {
          if (hooks.signal.aborted || !(error instanceof EngineError)) throw error;
          // The process was ended because of another question: this one only waited behind it.
          const wasBystander = error.reason === 'stopped';
          // An exam tries graphs that nobody has tried before; a question beside it is asked once more.
          const wasBesideExam = error.reason === 'crashed' && engine.exams > 0 && method === askMethod && tries === 1;
          if (!wasBystander && !wasBesideExam) throw error;
        } finally {
          // Those that ended with the process stay counted: they may have been the cause.
          if (method === examineMethod && engine === this.#engine) engine.exams--;
        }
      }
    } finally {
      this.#asking--;
      if (this.#asking === 0) this.#idleTimer = setTimeout(() => this.#end('idle'), this.#options.idleMs).unref();
    }
  }

  async #requestOf<Progress, Result>(
    engine: RunningEngine,
    method: string,
    request: { readonly run: number },
    hooks: RequestHooks<Progress>,
  ): Promise<Result> {
    const { signal } = hooks;
    let hangTimer: NodeJS.Timeout | undefined;
    const onAbort = (): void => {
      hangTimer = setTimeout(() => this.#endHanging(engine), this.#options.stopMs);
    };
    signal.addEventListener('abort', onAbort);
    if (signal.aborted) onAbort();
    try {
      const replied = engine.connection.request<Progress, Result>(method, request, hooks);
      const reply = await Promise.race([replied, engine.ended]);
      if ('result' in reply) return reply.result;
      const { reason, message, file } = reply.failure;
      throw new EngineError(reason, message, file);
    } finally {
      clearTimeout(hangTimer);
      signal.removeEventListener('abort', onAbort);
    }
  }

  /** Loads what the first question needs. Throws EngineError where that fails, or when all was ended meanwhile. */
  async #loadConnection(): Promise<Connect> {
    const disposals = this.#disposals;
    const { connect } = await import('./engineConnection').catch((cause: unknown) => {
      throw new EngineError('cannotStart', String(cause), null, { cause });
    });
    if (this.#disposals > disposals) throw new EngineError('stopped', 'the engine was ended before it had started');
    return connect;
  }

  /** Starts the process, or throws EngineError `keepsCrashing`: what else could read is to be tried here. */
  #startUnlessCrashing(connect: Connect): RunningEngine {
    if (!this.#crashes.isReached(performance.now())) return this.#start(connect);
    this.#options.log('the engine keeps crashing and is not started');
    throw new EngineError('keepsCrashing', 'the engine crashed five times within three minutes');
  }

  #start(connect: Connect): RunningEngine {
    const { enginePath, log } = this.#options;
    const child = fork(enginePath, [], {
      // A document of megabytes then goes through without being escaped.
      serialization: 'advanced',
      execArgv: [],
      // In VS Code the executable is Electron; these make it the Node inside it.
      env: { ...process.env, ELECTRON_RUN_AS_NODE: '1', ELECTRON_NO_ASAR: '1' },
      stdio: ['ignore', 'pipe', 'pipe', 'ipc'],
    });
    log(`engine ${child.pid ?? '?'} started`);
    for (const stream of [child.stdout, child.stderr]) {
      stream?.setEncoding('utf8').on('data', (text: string) => log(`engine: ${text.trimEnd()}`));
    }
    const connection = connect(child, (message) => log(`engine connection: ${message}`));
    const ended = new Promise<never>((_, reject) => {
      const end = (error: EngineError): void => {
        // One that was told to end is gone from here by then.
        if (this.#engine?.child === child) {
          this.#engine = undefined;
          this.#crashes.add(performance.now());
        }
        reject(error);
        connection.dispose();
      };
      child.once('error', (cause) => end(new EngineError('cannotStart', cause.message, null, { cause })));
      child.once('exit', (code, signal) => {
        log(`engine ${child.pid ?? '?'} ended (${signal ?? `exit status ${code ?? '?'}`})`);
        const reason = engine.isHanging ? 'stopped' : 'crashed';
        end(new EngineError(reason, `the engine ended with ${signal ?? `exit status ${code ?? '?'}`}`));
      });
    });
    // Nobody may be asking when the process ends.
    ended.catch(() => undefined);
    const engine: RunningEngine = { child, connection, ended, isHanging: false, exams: 0 };
    return engine;
  }

  /** A run cannot be interrupted from outside: what does not look up between windows is ended with its process. */
  #endHanging(engine: RunningEngine): void {
    this.#options.log(`engine ${engine.child.pid ?? '?'} did not stop`);
    engine.isHanging = true;
    if (this.#engine === engine) this.#engine = undefined;
    engine.child.kill('SIGKILL');
  }

  #end(why: string): void {
    clearTimeout(this.#idleTimer);
    const engine = this.#engine;
    if (engine === undefined) return;
    this.#options.log(`engine ${engine.child.pid ?? '?'} is ended (${why})`);
    this.#engine = undefined;
    engine.child.kill();
  }
}
