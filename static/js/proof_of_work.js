// Finds the proof of work that comments/moderation/stamp.py checks: a number such that the SHA-256
// of "<stamp>:<number>" begins with so many zero bits. 15 bits take some 33,000 attempts, each one
// round of SHA-256, which crypto.subtle would take far longer for: it answers asynchronously.
//
// The file is the module that a page imports and, in a worker, the work itself.

// FIPS 180-4, 4.2.2 and 5.3.3: fractions of the cube and square roots of the first primes.
function fractions(count, root) {
  const primes = [];
  for (let candidate = 2; primes.length < count; candidate += 1) {
    if (primes.every((prime) => candidate % prime)) {
      primes.push(candidate);
    }
  }
  return Int32Array.from(primes, (prime) => ((root(prime) % 1) * 2 ** 32) | 0);
}

const K = fractions(64, Math.cbrt);
const START = fractions(8, Math.sqrt);
const BLOCK = 64;
// Padding is a byte of 0x80 and the length in eight bytes (5.1.1).
const ROOM = BLOCK - 9;
const schedule = new Int32Array(BLOCK);

// FIPS 180-4, 6.2.2: the block in the first 16 words of `schedule` goes into `state`.
function compress(state) {
  const w = schedule;
  for (let t = 16; t < 64; t += 1) {
    const x = w[t - 15];
    const y = w[t - 2];
    const s0 = ((x >>> 7) | (x << 25)) ^ ((x >>> 18) | (x << 14)) ^ (x >>> 3);
    const s1 = ((y >>> 17) | (y << 15)) ^ ((y >>> 19) | (y << 13)) ^ (y >>> 10);
    w[t] = (w[t - 16] + s0 + w[t - 7] + s1) | 0;
  }
  let [a, b, c, d, e, f, g, h] = state;
  for (let t = 0; t < 64; t += 1) {
    const S1 = ((e >>> 6) | (e << 26)) ^ ((e >>> 11) | (e << 21)) ^ ((e >>> 25) | (e << 7));
    const S0 = ((a >>> 2) | (a << 30)) ^ ((a >>> 13) | (a << 19)) ^ ((a >>> 22) | (a << 10));
    const t1 = (h + S1 + ((e & f) ^ (~e & g)) + K[t] + w[t]) | 0;
    const t2 = (S0 + ((a & b) ^ (a & c) ^ (b & c))) | 0;
    h = g;
    g = f;
    f = e;
    e = (d + t1) | 0;
    d = c;
    c = b;
    b = a;
    a = (t1 + t2) | 0;
  }
  state[0] += a;
  state[1] += b;
  state[2] += c;
  state[3] += d;
  state[4] += e;
  state[5] += f;
  state[6] += g;
  state[7] += h;
}

function load(bytes, offset) {
  for (let word = 0; word < 16; word += 1) {
    const at = offset + 4 * word;
    schedule[word] =
      (bytes[at] << 24) | (bytes[at + 1] << 16) | (bytes[at + 2] << 8) | bytes[at + 3];
  }
}

function leadingZeros(state) {
  let bits = 0;
  for (const word of state) {
    bits += Math.clz32(word);
    if (word) {
      break;
    }
  }
  return bits;
}

// The hash of a text whose beginning was hashed before: what changes is its last block or two.
class Attempt {
  constructor(beginning) {
    const bytes = new TextEncoder().encode(beginning);
    const whole = bytes.length - (bytes.length % BLOCK);
    this.beginning = Int32Array.from(START);
    for (let offset = 0; offset < whole; offset += BLOCK) {
      load(bytes, offset);
      compress(this.beginning);
    }
    this.length = bytes.length;
    this.used = bytes.length - whole;
    this.tail = new Uint8Array(2 * BLOCK);
    this.tail.set(bytes.subarray(whole));
    this.state = new Int32Array(8);
  }

  zeroBits(number) {
    const { tail, used, state } = this;
    const digits = String(number);
    let end = used;
    for (let at = 0; at < digits.length; at += 1) {
      tail[end] = digits.charCodeAt(at);
      end += 1;
    }
    const size = end <= ROOM ? BLOCK : 2 * BLOCK;
    tail.fill(0, end, size);
    tail[end] = 0x80;
    const bits = 8 * (this.length + digits.length);
    tail[size - 2] = bits >>> 8;
    tail[size - 1] = bits & 255;
    state.set(this.beginning);
    for (let offset = 0; offset < size; offset += BLOCK) {
      load(tail, offset);
      compress(state);
    }
    return leadingZeros(state);
  }
}

// Tries `count` numbers from `first` on; null where none of them is a proof.
function search(attempt, bits, first, count) {
  for (let number = first; number < first + count; number += 1) {
    if (attempt.zeroBits(number) >= bits) {
      return String(number);
    }
  }
  return null;
}

const SLICE = 500;

// Without a worker: in slices short enough for the page to answer a tap between them.
async function solveHere(stamp, bits) {
  const attempt = new Attempt(`${stamp}:`);
  for (let first = 0; ; first += SLICE) {
    const proof = search(attempt, bits, first, SLICE);
    if (proof !== null) {
      return proof;
    }
    await new Promise((resume) => setTimeout(resume));
  }
}

function solveInWorker(stamp, bits) {
  return new Promise((resolve, reject) => {
    // The file's own address, which has the digest of its contents in it.
    const worker = new Worker(import.meta.url, { type: "module" });
    worker.onmessage = ({ data }) => {
      worker.terminate();
      resolve(data);
    };
    worker.onerror = (event) => {
      event.preventDefault();
      worker.terminate();
      reject(new Error("The worker did not start."));
    };
    worker.postMessage({ stamp, bits });
  });
}

// Resolves to a proof for `stamp` of `bits` zero bits, "" where none is asked for.
export async function solve(stamp, bits) {
  if (!(bits > 0)) {
    return "";
  }
  try {
    return await solveInWorker(stamp, bits);
  } catch {
    // No workers, or none of modules: browsers before 2020.
    return solveHere(stamp, bits);
  }
}

if (typeof document === "undefined" && typeof self !== "undefined") {
  self.onmessage = ({ data: { stamp, bits } }) => {
    self.postMessage(search(new Attempt(`${stamp}:`), bits, 0, Infinity));
  };
}
