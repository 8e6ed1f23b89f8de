// What Node makes of texts: reads {"locale": […], "photoUrl": […], "id": […]} from standard input, and writes an array for each.
import { readFileSync } from "node:fs";

const judges = {
  /** The canonical form; null where there is none. */
  locale: (text) => orNull(() => Intl.getCanonicalLocales(text)[0]),
  /** The URL as it is written out; null where it is none. */
  photoUrl: (text) => orNull(() => new URL(text).href),
  /** What a number in JSON becomes as a text, and whether it is one of those that have no neighbour for the same text. */
  id: (text) => {
    const number = JSON.parse(text);
    return { text: String(number), isSafe: Math.abs(number) <= Number.MAX_SAFE_INTEGER };
  },
};

function orNull(judge) {
  try {
    return judge() ?? null;
  } catch (error) {
    if (error instanceof RangeError || error instanceof TypeError) return null;
    throw error;
  }
}

const texts = JSON.parse(readFileSync(0, "utf8"));
const verdicts = Object.entries(texts).map(([field, list]) => [field, list.map(judges[field])]);
process.stdout.write(JSON.stringify(Object.fromEntries(verdicts)));
