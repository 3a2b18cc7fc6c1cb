// How far a transfer is, how fast, and languages, as people read them.
import { bytesText } from '../hub/quantities';

/** How far a transfer is: "120 MB of 326 MB". */
export function progressText(bytes: number, totalBytes: number): string {
  return `${bytesText(bytes)} of ${bytesText(totalBytes)}`;
}

/** A speed: "12 MB/s". */
export function speedText(bytesPerSecond: number): string {
  return `${bytesText(bytesPerSecond)}/s`;
}

/** Languages by their codes: "English". */
export function languagesText(codes: readonly string[]): string {
  const names = new Intl.DisplayNames(['en'], { type: 'language' });
  return codes.map((code) => names.of(code) ?? code).join(', ');
}
