// Floats of 16 bits to single precision, exactly: every IEEE 754 half and every bfloat16 is a single.

let table: Float32Array | undefined;

/** All 65,536 halves once: weights are millions, and a lookup is the fastest way there is in JavaScript. */
function halves(): Float32Array {
  table ??= Float32Array.from({ length: 0x10000 }, (_, bits) => widenOne(bits));
  return table;
}

function widenOne(bits: number): number {
  const sign = bits & 0x8000 ? -1 : 1;
  const exponent = (bits >> 10) & 0x1f;
  const fraction = bits & 0x3ff;
  if (exponent === 0) return sign * fraction * 2 ** -24;
  if (exponent === 0x1f) return fraction === 0 ? sign * Infinity : NaN;
  return sign * (1 + fraction / 1024) * 2 ** (exponent - 15);
}

/** Writes the halves of `bytes` (little-endian) into `target`, which holds one single for each. */
export function widenHalves(bytes: Uint8Array, target: Float32Array): void {
  const values = halves();
  const view = new DataView(bytes.buffer, bytes.byteOffset, bytes.byteLength);
  for (let i = 0; i < target.length; i++) target[i] = values[view.getUint16(2 * i, true)] ?? NaN;
}

/** The same for bfloat16, which is the upper half of a single. */
export function widenBrainFloats(bytes: Uint8Array, target: Float32Array): void {
  const view = new DataView(bytes.buffer, bytes.byteOffset, bytes.byteLength);
  const bits = new Uint32Array(target.buffer, target.byteOffset, target.length);
  for (let i = 0; i < target.length; i++) bits[i] = view.getUint16(2 * i, true) << 16;
}
