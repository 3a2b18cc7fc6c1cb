import type { Commands } from '../../src/cli/program';

/** Commands that do nothing but tell that they were called, and with what. */
export function idleCommands(
  called: (name: keyof Commands, args: readonly unknown[]) => void = () => undefined,
): Commands {
  const idle =
    (name: keyof Commands) =>
    (...args: readonly unknown[]): Promise<void> => {
      called(name, args);
      return Promise.resolve();
    };
  return {
    ask: idle('ask'),
    evaluate: idle('evaluate'),
    score: idle('score'),
    list: idle('list'),
    info: idle('info'),
    download: idle('download'),
    verify: idle('verify'),
    import: idle('import'),
    remove: idle('remove'),
  };
}
