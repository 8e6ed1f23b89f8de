// The line protocol of corpus/README.md, for adapters in Node: reads requests, asks, writes answers. What is asked about is one
// user; inputs that hold users in something, have settings or may have comments are skipped.
import { createInterface } from "node:readline";

/** Why a request is not for a judge of single users; undefined if it is, or if only its value shows that. */
function whyNot(request) {
  if (request.settings) return "settings are not known here";
  if (request.shape && request.shape !== "user") return "only single users are judged";
  if (/\.(jsonc|json5)$/i.test(request.name)) return "the input may have comments";
  const lines = (request.text ?? "").split("\n").filter((line) => line.trim());
  if (lines.length > 1 || /\.(ndjson|jsonl)$/i.test(request.name)) {
    if (valueOf(lines[0]) !== undefined) return "only single users are judged";
  }
  return undefined;
}

/** The value of a JSON text; undefined if it is none. */
function valueOf(text) {
  try {
    return JSON.parse(text);
  } catch {
    return undefined;
  }
}

/** A judge for a surface: a function from a value to true, false, or a text that says why it is skipped. */
export async function answer(judge) {
  for await (const line of createInterface({ input: process.stdin })) {
    const request = JSON.parse(line);
    const skipped = whyNot(request);
    const verdict = skipped ?? (await verdictOn(request, judge));
    const said = typeof verdict === "string" ? { skipped: verdict } : { accepted: verdict };
    process.stdout.write(JSON.stringify({ id: request.id, ...said }) + "\n");
  }
}

/** A text that is no JSON is refused before a judge of values sees it. What comes in base64 is not UTF-8, and so is none. */
async function verdictOn(request, judge) {
  const value = valueOf(request.text);
  if (value === undefined) return false;
  const isUser = (item) => item?.id !== undefined || item?.name !== undefined;
  const isList = !request.shape && Array.isArray(value) && value.some(isUser);
  return isList ? "only single users are judged" : judge(request.surface, value);
}
