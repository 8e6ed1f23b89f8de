// Writes the oracle of `js_number`: numbers as JSON texts, and what JavaScript's `String` makes of them.
//
//     node src/grammar/js_number/generate.mjs > src/grammar/js_number/oracle.tsv
//
// The numbers are made by a generator of its own with a fixed seed, so that the file is the same on every run.

let state = 0x9e3779b97f4a7c15n;

/** 64 random bits (SplitMix64). */
function bits() {
  state = BigInt.asUintN(64, state + 0x9e3779b97f4a7c15n);
  let z = state;
  z = BigInt.asUintN(64, (z ^ (z >> 30n)) * 0xbf58476d1ce4e5b9n);
  z = BigInt.asUintN(64, (z ^ (z >> 27n)) * 0x94d049bb133111ebn);
  return z ^ (z >> 31n);
}

const below = (count) => Number(bits() % BigInt(count));
const digits = (count) => Array.from({ length: count }, () => below(10)).join("");
const integer = (count) => (digits(count).replace(/^0+/, "") || "0");
const sign = () => (below(4) === 0 ? "-" : "");

/** A double of random bits, as `toPrecision` spells it with more or fewer digits than it has. */
function double() {
  const view = new DataView(new ArrayBuffer(8));
  view.setBigUint64(0, bits());
  const number = view.getFloat64(0);
  return Number.isFinite(number) ? number.toPrecision(1 + below(21)).replace(/^(-?)\./, "$10.") : "0";
}

const kinds = [
  () => sign() + integer(1 + below(25)),
  () => sign() + integer(1 + below(8)) + "." + digits(1 + below(20)),
  () => sign() + integer(1 + below(4)) + ["e", "E"][below(2)] + ["", "+", "-"][below(3)] + below(400),
  () => sign() + integer(1 + below(3)) + "." + digits(1 + below(8)) + "e" + (below(60) - 30),
  () => sign() + String(2n ** BigInt(50 + below(30)) + BigInt(below(9) - 4)),
  () => sign() + "0." + "0".repeat(below(12)) + digits(1 + below(18)),
  double,
];

const lines = new Set();
while (lines.size < 4000) {
  const number = kinds[below(kinds.length)]();
  lines.add(`${number}\t${String(JSON.parse(number))}`);
}
console.log([...lines].join("\n"));
