// @cfworker/json-schema, over our schemas: `userlint conform --surface rest -- node conformance/adapters/cfworker.mjs`
import { readFileSync } from "node:fs";
import { Validator } from "@cfworker/json-schema";
import { answer } from "./protocol.mjs";

const validators = new Map();

function validator(surface) {
  if (!validators.has(surface)) {
    const schema = JSON.parse(readFileSync(new URL(`../../schemas/${surface}.schema.json`, import.meta.url), "utf8"));
    validators.set(surface, new Validator(schema, "2020-12"));
  }
  return validators.get(surface);
}

await answer((surface, value) => {
  try {
    return validator(surface).validate(value).valid;
  } catch (error) {
    // It cannot spell the place of a key that holds half of a surrogate pair.
    if (error instanceof URIError) return false;
    throw error;
  }
});
