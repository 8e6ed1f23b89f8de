// The peers in Node: `node peers.cjs FILE` judges the users in a file of NDJSON, and prints a line for each validator with its
// name, how many users it accepts and rejects, and the seconds of processor time; fields are parted by tabs. The packages are
// found by NODE_PATH.
"use strict";
const fs = require("node:fs");
const path = require("node:path");
const Ajv = require("ajv/dist/2020").default;
const addFormats = require("ajv-formats").default;
const { Type } = require("@sinclair/typebox");
const { TypeCompiler } = require("@sinclair/typebox/compiler");
const { z } = require("zod");

const schema = JSON.parse(fs.readFileSync(path.join(__dirname, "../../schemas/rest.schema.json"), "utf8"));
const pattern = (name) => schema.properties[name].pattern ?? schema.properties[name].items.pattern;

function ajv(options) {
  return addFormats(new Ajv({ strict: false, ...options })).compile(schema);
}

// The same questions in the words of a builder, with the schema's patterns.
function typebox() {
  const orNull = (type) => Type.Optional(Type.Union([type, Type.Null()]));
  const user = Type.Object({
    id: Type.String({ minLength: 1 }),
    name: Type.String(),
    email: orNull(Type.Array(Type.String({ pattern: pattern("email") }))),
    phone: orNull(Type.Array(Type.String({ pattern: pattern("phone") }))),
    photoUrl: orNull(Type.String({ pattern: "^https:" })),
    locale: orNull(Type.String({ pattern: pattern("locale") })),
    role: orNull(Type.String()),
    welcomeMessage: orNull(Type.String()),
    custom: orNull(Type.Record(Type.String(), Type.Union([Type.String(), Type.Null()]))),
  });
  const compiled = TypeCompiler.Compile(user);
  return (value) => compiled.Check(value);
}

function zod() {
  const user = z.object({
    id: z.string().min(1),
    name: z.string(),
    email: z.array(z.string().regex(new RegExp(pattern("email")))).nullish(),
    phone: z.array(z.string().regex(new RegExp(pattern("phone")))).nullish(),
    photoUrl: z.string().regex(/^https:/).nullish(),
    locale: z.string().regex(new RegExp(pattern("locale"))).nullish(),
    role: z.string().nullish(),
    welcomeMessage: z.string().nullish(),
    custom: z.record(z.string(), z.string().nullable()).nullish(),
  });
  return (value) => user.safeParse(value).success;
}

function lines(bytes) {
  const lines = [];
  for (let start = 0, end; (end = bytes.indexOf(10, start)) >= 0; start = end + 1) {
    lines.push(bytes.subarray(start, end));
  }
  return lines;
}

function judge(accepts, users) {
  let accepted = 0;
  for (const user of users) {
    if (accepts(JSON.parse(user.toString("utf8")))) accepted += 1;
  }
  return accepted;
}

const users = lines(fs.readFileSync(process.argv[2]));
const warmUp = users.slice(0, 20000);
const modes = {
  "JSON.parse (Node)": null,
  ajv: ajv({}),
  "ajv `allErrors`": ajv({ allErrors: true }),
  typebox: typebox(),
  zod: zod(),
};
for (const [name, accepts] of Object.entries(modes)) {
  judge(accepts ?? (() => true), warmUp);
  const start = process.cpuUsage();
  const accepted = judge(accepts ?? (() => true), users);
  const { user, system } = process.cpuUsage(start);
  const counts = accepts ? [accepted, users.length - accepted] : ["-", "-"];
  console.log([name, ...counts, (user + system) / 1e6].join("\t"));
}
