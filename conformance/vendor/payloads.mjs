// The payloads that are put before the vendor's types: those of the corpus, and generated ones, the same for the same seed.

/** Arrays and objects in one another, at most, in what is compared: userlint judges no text that has more than 128. */
const DEEPEST = 100;

/** Every object that stands in the texts, at any depth, and every value that is a text of its own; each once. */
export function payloadsIn(texts) {
  const found = new Set();
  const visit = (value, isWhole) => {
    const isObject = typeof value === "object" && value !== null;
    if (isWhole || (isObject && !Array.isArray(value))) found.add(value);
    if (isObject) for (const inner of Object.values(value)) visit(inner, false);
  };
  for (const text of texts) {
    const value = valueOf(text);
    if (value !== undefined) visit(value, true);
  }
  // Half a character in a key is spelled otherwise in pointers, and has a rule of its own.
  const comparable = [...found].filter((value) => depthOf(value) <= DEEPEST).map((value) => JSON.stringify(value));
  return [...new Set(comparable)].filter((text) => !/\\ud[89a-f]/.test(text)).map((text) => JSON.parse(text));
}

function valueOf(text) {
  try {
    return JSON.parse(text);
  } catch {
    return undefined;
  }
}

function depthOf(value) {
  let depth = 0;
  for (let level = [value]; level.length > 0; depth += 1) {
    level = level.flatMap((it) => (typeof it === "object" && it !== null ? Object.values(it) : []));
  }
  return depth;
}

const FIELDS = [
  "id", "name", "email", "phone", "photoUrl", "locale", "welcomeMessage", "role", "custom", "pushTokens", "availabilityText", "configuration",
];

const STRANGE = ["createdAt", "headerPhotoUrl", "emial", "Name", "photo_url", "photoURL", "", "a/b", "toString", "constructor", "length", "x y"];

const VALUES = [
  null, true, false, 0, 7, -1.5, 1e21, "", "text", "+31612345678", "linda@talkjs.com",
  [], ["linda@talkjs.com"], ["a", "b"], [null], ["a", null], [1], [[]], ["a", ["b"]], [{}],
  {}, { a: "b" }, { a: null }, { a: 1 }, { a: true }, { a: {} }, { a: ["b"] }, { a: "b", c: null, d: "" }, { "": "x" }, { 0: "x", toString: "y" },
  { "fcm:t": true }, { "apns:t": null }, { "fcm:t": false }, { "fcm:t": true, "apns:u": null }, { "fcm:t": "true" }, { "fcm:t": 1 },
];

const CLEAN = {
  id: "user_7", name: "Linda", email: ["linda@talkjs.com"], phone: "+31612345678", photoUrl: "https://talkjs.com/a.png", locale: "en-US",
  welcomeMessage: "Hi!", role: "buyer", custom: { plan: "gold" },
};

/** Users with up to four changes each. */
export function generated(count, seed) {
  const below = dice(seed);
  const one = (list) => list[below(list.length)];
  const users = new Map();
  while (users.size < count) {
    const user = below(3) === 0 ? { id: "1", name: "A" } : { ...CLEAN };
    for (let changes = below(5); changes > 0; changes -= 1) {
      const field = below(6) === 0 ? one(STRANGE) : one(FIELDS);
      if (below(5) === 0) delete user[field];
      else user[field] = one(VALUES);
    }
    users.set(JSON.stringify(user), user);
  }
  return [...users.values()];
}

/** Whole numbers below a bound (mulberry32). */
function dice(seed) {
  let state = seed;
  return (bound) => {
    state = (state + 0x6d2b79f5) | 0;
    let mixed = Math.imul(state ^ (state >>> 15), 1 | state);
    mixed = (mixed + Math.imul(mixed ^ (mixed >>> 7), 61 | mixed)) ^ mixed;
    return Math.floor((((mixed ^ (mixed >>> 14)) >>> 0) / 2 ** 32) * bound);
  };
}
