// A zod schema, as somebody writes it who has read TalkJS's pages about users and knows zod: the types and which fields may be null
// as documented, zod's own formats for addresses, numbers and URLs, and no id or name that is empty. It is held against the corpus to
// see what that catches; it is neither tuned to the corpus nor kept dull.
//
//     userlint conform --surface sdk,rest -- node conformance/adapters/zod-schema.mjs
import { z } from "zod";
import { answer } from "./protocol.mjs";

const custom = z.record(z.string(), z.string().nullable());

/** What `new Talk.User(…)` takes. */
const sdk = z.object({
  id: z.union([z.string().min(1), z.number()]),
  name: z.string().min(1),
  email: z.union([z.email(), z.array(z.email())]).nullish(),
  phone: z.union([z.e164(), z.array(z.e164())]).nullish(),
  photoUrl: z.url().nullish(),
  locale: z.string().nullish(),
  role: z.string().nullish(),
  welcomeMessage: z.string().nullish(),
  custom: custom.nullish(),
});

/** What `PUT /users/{id}` takes: the id stands in the path, and may be repeated. */
const rest = z.object({
  id: z.string().min(1).optional(),
  name: z.string().min(1),
  email: z.array(z.email()).nullish(),
  phone: z.array(z.e164()).nullish(),
  photoUrl: z.url().nullish(),
  locale: z.string().nullish(),
  role: z.string().nullish(),
  welcomeMessage: z.string().nullish(),
  custom: custom.nullish(),
  pushTokens: z.record(z.string(), z.literal(true).nullable()).nullish(),
});

const schemas = { sdk, rest };

await answer((surface, value) => schemas[surface]?.safeParse(value).success ?? "there is no schema for this surface");
