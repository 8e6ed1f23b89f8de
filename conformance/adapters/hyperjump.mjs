// @hyperjump/json-schema, over our schemas: `userlint conform --surface rest -- node conformance/adapters/hyperjump.mjs`
import { readFileSync } from "node:fs";
import { registerSchema, validate } from "@hyperjump/json-schema/draft-2020-12";
import { answer } from "./protocol.mjs";

const validators = new Map();

async function validator(surface) {
  if (!validators.has(surface)) {
    const schema = JSON.parse(readFileSync(new URL(`../../schemas/${surface}.schema.json`, import.meta.url), "utf8"));
    registerSchema(schema, schema.$id);
    validators.set(surface, await validate(schema.$id));
  }
  return validators.get(surface);
}

await answer(async (surface, value) => (await validator(surface))(value).valid);
