// ajv, over our schemas: `userlint conform --surface rest -- node conformance/adapters/ajv.mjs`
import { readFileSync } from "node:fs";
import Ajv from "ajv/dist/2020.js";
import addFormats from "ajv-formats";
import { answer } from "./protocol.mjs";

const validators = new Map();

function validator(surface) {
  if (!validators.has(surface)) {
    const schema = JSON.parse(readFileSync(new URL(`../../schemas/${surface}.schema.json`, import.meta.url), "utf8"));
    // In its strict mode ajv refuses keywords that it does not know, `x-userlint` among them.
    validators.set(surface, addFormats(new Ajv.default({ strict: false })).compile(schema));
  }
  return validators.get(surface);
}

await answer((surface, value) => validator(surface)(value));
