// Holds the structural rules against the vendor's own types and code: every payload of the corpus and thousands of generated ones are
// type-checked as literals of `UserOptions`, `CreateUserParams` and `SetUserParams`, and the ids are put before `@talkjs/core`.
//
//     node conformance/vendor.mjs PROGRAM             compares, in the pinned versions
//     node conformance/vendor.mjs PROGRAM --update    takes the newest versions, says what they changed, and compares
//
// What the compiler sees in the three types stands in vendor.types.json, so that a new version shows in the history what it changed.
// Texts, ids and numbers that are wrong for their content are no matter of types, and are not compared.
import { execFileSync } from "node:child_process";
import { existsSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { fileURLToPath } from "node:url";
import { generated, payloadsIn } from "./vendor/payloads.mjs";

const HERE = fileURLToPath(new URL(".", import.meta.url));
const GENERATED = 6000;

/** The types that speak of a surface: the same stand in two packages. */
const TYPES = [
  { surface: "sdk", module: "talkjs/all", name: "UserOptions" },
  { surface: "data-api-create", module: "talkjs/all", name: "CreateUserParams" },
  { surface: "data-api-create", module: "@talkjs/core", name: "CreateUserParams" },
  { surface: "data-api-set", module: "talkjs/all", name: "SetUserParams" },
  { surface: "data-api-set", module: "@talkjs/core", name: "SetUserParams" },
];

/** The rules that say what a type says: of the kind of a value, and of what is missing. */
const OF_KIND = ["wrong_type", "null_not_allowed", "custom_not_string", "custom_nested", "custom_null", "push_token_value"];
/** Those that say of a key what the check for excess properties says: errors to the compiler, warnings to us. */
const OF_KEY = ["unknown_field", "field_not_accepted"];
/** Those that say of an id what `session.user(id)` says. */
const OF_ID = ["wrong_type", "null_not_allowed", "id_number", "id_number_imprecise", "id_empty"];

if (!existsSync(join(HERE, "node_modules/.installed"))) {
  console.log("skipped: the vendor's packages and TypeScript are not installed");
  process.exit(0);
}
const [program, option] = process.argv.slice(2);
if (option === "--update") update();
const { TypesOf } = await import("./vendor/types.mjs");

const exceptions = JSON.parse(readFileSync(join(HERE, "exceptions.json"), "utf8")).vendor;
/** Surface, member and value of each difference that an exception explains. */
const explained = new Set();
const faults = [];

const payloads = [...payloadsIn(corpusTexts()), ...generated(GENERATED, 6)];
const known = { types: {} };
const compared = new Set();
for (const type of TYPES) {
  const types = new TypesOf(HERE, type);
  const members = types.members();
  known.types[`${type.name} of ${type.module}`] = members;
  // Members of the same types take the same literals: nothing is in them but types of JSON.
  const what = JSON.stringify([type.surface, members]);
  if (compared.has(what)) continue;
  compared.add(what);
  compareTypes(type, types, findings(type.surface, payloads));
}
await compareIds();
compareVersions();
for (const exception of exceptions) {
  for (const place of placesOf(exception)) {
    if (!explained.has(place)) faults.push(`exceptions.json says that ${place} differs, and it does not: ${exception.reason}`);
  }
}
if (faults.length > 0) {
  console.error(faults.slice(0, 40).join("\n"));
  console.error(`${faults.length} differences from the vendor's types and code`);
  process.exit(1);
}
console.log(`the vendor's types and code: ${payloads.length} payloads, ${exceptions.length} kinds of differences for a reason`);

/** The texts of the corpus that are JSON. */
function corpusTexts() {
  const folder = mkdtempSync(join(tmpdir(), "userlint-"));
  try {
    execFileSync(program, ["conform", "--export", join(folder, "corpus")]);
    const index = JSON.parse(readFileSync(join(folder, "corpus/index.json"), "utf8"));
    return index.cases.map((entry) => readFileSync(join(folder, "corpus", entry.file), "utf8"));
  } finally {
    rmSync(folder, { recursive: true });
  }
}

/** What userlint finds in each payload on a surface. Pointers begin inside the payload. */
function findings(surface, payloads) {
  const text = `[${payloads.map((payload) => JSON.stringify(payload)).join(",\n")}]`;
  const args = ["check", "--shape", "list", "--surface", surface, "--format", "json", "--min-severity", "warning", "-"];
  const report = JSON.parse(run(args, text));
  const found = payloads.map(() => []);
  for (const finding of report.findings) {
    const [, at, member = "", ...rest] = finding.pointer.split("/");
    if (at !== undefined) found[Number(at)].push({ ...finding, member: unescaped(member), isDeep: rest.length > 0 });
  }
  return found;
}

function unescaped(token) {
  return token.replaceAll("~1", "/").replaceAll("~0", "~");
}

function run(args, input) {
  try {
    return execFileSync(program, args, { input, encoding: "utf8", maxBuffer: 1 << 30, stdio: ["pipe", "pipe", "ignore"] });
  } catch (error) {
    // Errors in the payloads are what is looked for.
    if (error.status === 1) return error.stdout;
    throw error;
  }
}

/** Three comparisons: which members have a value of the wrong kind, what is missing, which keys the type does not have. */
function compareTypes(type, types, found) {
  const keys = types.keys();
  const isOfType = (key) => keys.has(key);
  // The id of the Data API stands in the reference, not in what is sent.
  const isId = (key) => key === "id" && !keys.has("id");
  const isStrange = (key) => !isOfType(key) && !isId(key);
  const verdicts = types.check(payloads.map((payload) => only(isOfType, payload)));
  const strangers = payloads.filter((payload) => isUser(payload) && Object.keys(payload).some(isStrange));
  const withStrangeKeys = types.check(strangers.map((payload) => only((key) => !isId(key), payload)));
  const isRefusedWhole = new Map(strangers.map((payload, at) => [payload, withStrangeKeys[at].isRefused]));
  payloads.forEach((payload, at) => {
    const ours = found[at];
    const ofKind = ours.filter((it) => OF_KIND.includes(it.rule) && it.severity === "error" && !isId(it.member));
    const wrong = new Set(ofKind.map((it) => it.member));
    const theirs = new Set([...verdicts[at].members].filter((member) => member !== ""));
    if (!isUser(payload)) {
      differ(type, payload, "", verdicts[at].isRefused, wrong.size > 0);
      return;
    }
    for (const member of new Set([...wrong, ...theirs])) {
      if (isOfType(member)) differ(type, payload, member, theirs.has(member), wrong.has(member));
    }
    const missing = ours.filter((it) => it.rule === "missing_field" && it.severity === "error").length;
    const required = types.required().filter((key) => !Object.hasOwn(payload, key)).length;
    if (missing !== required) differ(type, payload, "missing", required, missing);
    // The compiler speaks of what is missing only where nothing else is wrong.
    if (theirs.size === 0) differ(type, payload, "missing", verdicts[at].isRefused, missing > 0);
    const strange = Object.keys(payload).filter(isStrange);
    const named = new Set(ours.filter((it) => OF_KEY.includes(it.rule) && !it.isDeep && !isId(it.member)).map((it) => it.member));
    for (const key of new Set([...strange, ...named])) {
      differ(type, payload, key, strange.includes(key) && isRefusedWhole.get(payload), named.has(key));
    }
  });
}

function isUser(payload) {
  return typeof payload === "object" && payload !== null && !Array.isArray(payload);
}

/** A user with some of its keys; what is no user, as it is. */
function only(isMeant, payload) {
  return isUser(payload) ? Object.fromEntries(Object.entries(payload).filter(([key]) => isMeant(key))) : payload;
}

/** `@talkjs/core` throws on an id for the same ones for which we have an error of the same kind. */
async function compareIds() {
  // Nobody is called: the session asks for its app at once, and that request is never answered.
  globalThis.fetch = () => new Promise(() => {});
  const { getTalkSession } = await import("@talkjs/core");
  const session = getTalkSession({ appId: "app", userId: "me" });
  const users = payloads.filter((payload) => isUser(payload) && Object.hasOwn(payload, "id"));
  for (const surface of ["data-api-create", "data-api-set"]) {
    const found = findings(surface, users);
    users.forEach((user, at) => {
      const ours = found[at].some((it) => it.member === "id" && !it.isDeep && it.severity === "error" && OF_ID.includes(it.rule));
      let throws = false;
      try {
        session.user(user.id);
      } catch {
        throws = true;
      }
      differ({ surface, name: "session.user", module: "@talkjs/core" }, user, "id", throws, ours);
    });
  }
}

/** Notes a difference, unless an exception explains it. */
function differ(type, payload, member, theirs, ours) {
  if (theirs === ours) return;
  const place = placeOf(type.surface, member, payload?.[member]);
  const isMeant = (it) => it.theirs === say(theirs) && it.ours === say(ours) && placesOf(it).includes(place);
  if (exceptions.some(isMeant)) explained.add(place);
  else faults.push(`${type.name} of ${type.module} at "${member}": they ${say(theirs)}, we ${say(ours)}: ${JSON.stringify(payload)}`);
}

function placesOf({ surfaces, members, values }) {
  return surfaces.flatMap((surface) => members.flatMap((member) => values.map((value) => placeOf(surface, member, value))));
}

function placeOf(surface, member, value) {
  return `${surface} "${member}": ${JSON.stringify(value)}`;
}

function say(verdict) {
  return typeof verdict === "number" ? `miss ${verdict}` : verdict ? "refuse" : "accept";
}

/** One version each: that of the packages, of what they hold, and of the evidence for our rules. */
function compareVersions() {
  known.versions = installed();
  const file = join(HERE, "vendor.types.json");
  const text = JSON.stringify({ versions: known.versions, types: known.types }, null, 2) + "\n";
  if (option === "--update") writeFileSync(file, text);
  else if (readFileSync(file, "utf8") !== text) {
    faults.push("vendor.types.json is not what the types say: `node conformance/vendor.mjs PROGRAM --update` writes it");
  }
  const evidence = readFileSync(join(HERE, "../src/evidence.rs"), "utf8");
  for (const [name, version] of Object.entries(known.versions)) {
    const cited = new Set([...evidence.matchAll(new RegExp(`"${name}@([0-9.]+):`, "g"))].map((match) => match[1]));
    if (cited.size !== 1 || !cited.has(version)) {
      const versions = [...cited].join(", ");
      faults.push(`src/evidence.rs cites ${name} ${versions}, and ${version} is installed: see what changed, then cite it`);
    }
  }
}

function installed() {
  const version = (name) => JSON.parse(readFileSync(join(HERE, "node_modules", name, "package.json"), "utf8")).version;
  return { talkjs: version("talkjs"), "@talkjs/core": version("@talkjs/core") };
}

function update() {
  const before = installed();
  const options = ["--save-exact", "--ignore-scripts", "--no-audit", "--no-fund", "--omit-lockfile-registry-resolved"];
  execFileSync("npm", ["install", ...options, "talkjs@latest", "@talkjs/core@latest"], { cwd: HERE, stdio: "inherit" });
  writeFileSync(join(HERE, "node_modules/.installed"), readFileSync(join(HERE, "package-lock.json")));
  for (const [name, version] of Object.entries(installed())) console.log(`${name}: ${before[name]} → ${version}`);
  console.log("what that changed in the types: git diff conformance/vendor.types.json");
}
