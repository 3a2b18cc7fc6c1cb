// Sizes, speeds and durations as people read them.

/** A size in decimal units, as shops and file managers have it: "326 MB". */
export function bytesText(bytes: number): string {
  if (bytes < 999_500) return `${Math.round(bytes / 1e3)} kB`;
  if (bytes < 999_500_000) return `${Math.round(bytes / 1e6)} MB`;
  return `${(bytes / 1e9).toFixed(1)} GB`;
}

/** How far a transfer is: "120 MB of 326 MB". */
export function progressText(bytes: number, totalBytes: number): string {
  return `${bytesText(bytes)} of ${bytesText(totalBytes)}`;
}

/** A speed: "12 MB/s". */
export function speedText(bytesPerSecond: number): string {
  return `${bytesText(bytesPerSecond)}/s`;
}

/** A wait, rounded to what matters: "8 s", "3 min", "2 h". */
export function durationText(ms: number): string {
  const seconds = Math.ceil(ms / 1000);
  if (seconds < 90) return `${seconds} s`;
  const minutes = Math.round(seconds / 60);
  return minutes < 90 ? `${minutes} min` : `${Math.round(minutes / 60)} h`;
}

/** Languages by their codes: "English". */
export function languagesText(codes: readonly string[]): string {
  const names = new Intl.DisplayNames(['en'], { type: 'language' });
  return codes.map((code) => names.of(code) ?? code).join(', ');
}
