// One of the vendor's types, asked through the TypeScript compiler: which members it has, and which literals it takes.
import { join } from "node:path";
import ts from "typescript";

const OPTIONS = {
  strict: true,
  noEmit: true,
  skipLibCheck: true,
  target: ts.ScriptTarget.ES2022,
  module: ts.ModuleKind.ESNext,
  moduleResolution: ts.ModuleResolutionKind.Bundler,
  lib: ["lib.es2022.d.ts"],
  types: [],
};

/** Parsed once for all programs: the vendor's declarations and those of the language. */
const parsed = new Map();

export class TypesOf {
  constructor(folder, { module, name }) {
    this.folder = folder;
    this.heading = `import type { ${name} as T } from "${module}";\n`;
    const { program, source } = this.#program("declare const it: T;\nexport { it };\n");
    const errors = ts.getPreEmitDiagnostics(program, source);
    if (errors.length > 0) throw new Error(ts.formatDiagnostics(errors, ts.createCompilerHost(OPTIONS)));
    const checker = program.getTypeChecker();
    const declaration = source.statements[1].declarationList.declarations[0];
    this.properties = checker.getTypeAtLocation(declaration).getProperties().map((symbol) => ({
      key: symbol.name,
      isOptional: (symbol.flags & ts.SymbolFlags.Optional) !== 0,
      text: checker.typeToString(checker.getTypeOfSymbolAtLocation(symbol, declaration), undefined, ts.TypeFormatFlags.NoTruncation),
    }));
  }

  keys() {
    return new Set(this.properties.map((property) => property.key));
  }

  required() {
    return this.properties.filter((property) => !property.isOptional).map((property) => property.key);
  }

  /** The members as the compiler sees them, by name. */
  members() {
    const sorted = [...this.properties].sort((a, b) => (a.key < b.key ? -1 : 1));
    return Object.fromEntries(sorted.map(({ key, isOptional, text }) => [isOptional ? `${key}?` : key, text]));
  }

  /** For each value: whether it is refused as a literal, and the members of which the compiler complains. */
  check(values) {
    const { program, source } = this.#program(values.map((value, at) => `export const _${at}: T = ${literal(value)};\n`).join(""));
    const verdicts = values.map(() => ({ isRefused: false, members: new Set() }));
    const statements = source.statements.slice(1);
    for (const { start } of [...program.getSyntacticDiagnostics(source), ...program.getSemanticDiagnostics(source)]) {
      const at = before(statements, start);
      verdicts[at].isRefused = true;
      verdicts[at].members.add(memberAt(statements[at], start));
    }
    return verdicts;
  }

  #program(text) {
    const path = join(this.folder, "literals.ts");
    const source = ts.createSourceFile(path, this.heading + text, OPTIONS.target, true);
    const host = ts.createCompilerHost(OPTIONS);
    const read = host.getSourceFile.bind(host);
    host.getSourceFile = (name, ...rest) => {
      if (name === path) return source;
      if (!parsed.has(name)) parsed.set(name, read(name, ...rest));
      return parsed.get(name);
    };
    const exists = host.fileExists.bind(host);
    host.fileExists = (name) => name === path || exists(name);
    return { program: ts.createProgram([path], OPTIONS, host), source };
  }
}

/** A key named `__proto__` is a prototype in a literal unless it stands in brackets. */
const literal = (value) => JSON.stringify(value).replaceAll('"__proto__":', '["__proto__"]:');

/** The statement in which a position stands. */
function before(statements, position) {
  let [low, high] = [0, statements.length - 1];
  while (low < high) {
    const middle = (low + high + 1) >> 1;
    if (statements[middle].pos <= position) low = middle;
    else high = middle - 1;
  }
  return low;
}

/** The member of the literal in which a position stands; nothing for the literal as a whole. */
function memberAt(statement, position) {
  const value = statement.declarationList.declarations[0].initializer;
  const member = ts.isObjectLiteralExpression(value)
    ? value.properties.find((property) => property.pos <= position && position < property.end)
    : undefined;
  return member?.name.text ?? "";
}
