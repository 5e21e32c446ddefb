/**
 * JSON (RFC 8259) that remembers where each key and value stood, so that a message about a setting can name
 * its line and column; JSON.parse can not. Stricter in one point: a key given twice is an error, because one of
 * the two would be ignored without a word.
 */
export interface TextPosition {
  /** Both count from 1; columns count UTF-16 units, as editors do. */
  readonly line: number;
  readonly column: number;
}

export type Path = readonly (string | number)[];

export type JsonText =
  | {
      readonly ok: true;
      readonly value: unknown;
      /** Where the value at that path begins, or else the nearest one around it; for a key, where the key begins. */
      readonly valueAt: (path: Path) => TextPosition;
      readonly keyAt: (path: Path) => TextPosition;
    }
  | { readonly ok: false; readonly message: string; readonly at: TextPosition };

/** Deeper nesting than any settings file has; keeps recursion bounded. */
const MAX_DEPTH = 64;

const SPACE = /[ \t\n\r]*/y;
// biome-ignore lint/suspicious/noControlCharactersInRegex: RFC 8259 section 7 forbids them unescaped.
const STRING = /"(?:[^"\\\u0000-\u001f]|\\(?:["\\/bfnrt]|u[0-9a-fA-F]{4}))*"/y;
const NUMBER = /-?(?:0|[1-9][0-9]*)(?:\.[0-9]+)?(?:[eE][+-]?[0-9]+)?/y;
const WORD = /[A-Za-z0-9_$'.+-]+/y;
const LITERALS: ReadonlyMap<string, unknown> = new Map<string, unknown>([
  ['true', true],
  ['false', false],
  ['null', null],
]);

/** What follows one of these keys is repeated in no message. */
const SECRETS = ['token', 'password'];

class JsonFault extends Error {
  readonly offset: number;
  constructor(message: string, offset: number) {
    super(message);
    this.offset = offset;
  }
}

const pathKey = (path: Path): string => JSON.stringify(path);

class Reader {
  readonly values = new Map<string, number>();
  readonly keys = new Map<string, number>();
  readonly #text: string;
  #offset = 0;
  #lastKey = '';

  constructor(text: string) {
    this.#text = text;
  }

  document(): unknown {
    if (this.#text.startsWith('\uFEFF')) this.#offset = 1;
    this.#skip();
    const value = this.#value([], 0);
    this.#skip();
    if (this.#offset < this.#text.length) throw this.#fault('expected nothing more');
    return value;
  }

  #skip(): void {
    SPACE.lastIndex = this.#offset;
    SPACE.test(this.#text);
    this.#offset = SPACE.lastIndex;
  }

  #take(pattern: RegExp): string | null {
    pattern.lastIndex = this.#offset;
    const found = pattern.exec(this.#text);
    if (found === null) return null;
    this.#offset = pattern.lastIndex;
    return found[0];
  }

  #peek(): string {
    return this.#text[this.#offset] ?? '';
  }

  #fault(expected: string): JsonFault {
    const offset = this.#offset;
    if (SECRETS.includes(this.#lastKey)) return new JsonFault(expected, offset);
    const word = this.#take(WORD) ?? this.#peek();
    const found = word === '' ? 'the file ends here' : `found ${JSON.stringify(word.slice(0, 20))}`;
    return new JsonFault(`${expected}, but ${found}`, offset);
  }

  #value(path: Path, depth: number): unknown {
    this.values.set(pathKey(path), this.#offset);
    if (depth > MAX_DEPTH) throw new JsonFault(`nested deeper than ${MAX_DEPTH} levels`, this.#offset);
    switch (this.#peek()) {
      case '{':
        return this.#object(path, depth);
      case '[':
        return this.#array(path, depth);
      case '"':
        return this.#string();
      default:
        return this.#scalar();
    }
  }

  #scalar(): unknown {
    const start = this.#offset;
    const word = this.#take(WORD);
    if (word !== null && LITERALS.has(word)) return LITERALS.get(word);
    this.#offset = start;
    const number = this.#take(NUMBER);
    if (number !== null && number === word) return Number(number);
    this.#offset = start;
    throw this.#fault('expected a value');
  }

  #string(): string {
    const start = this.#offset;
    const token = this.#take(STRING);
    if (token === null) {
      throw new JsonFault('this text has no closing quote on its line, or a wrong \\ escape', start);
    }
    return String(JSON.parse(token));
  }

  #array(path: Path, depth: number): unknown[] {
    const items: unknown[] = [];
    this.#offset++;
    this.#skip();
    if (this.#close(']')) return items;
    for (;;) {
      items.push(this.#value([...path, items.length], depth + 1));
      this.#skip();
      if (this.#close(']')) return items;
      this.#comma(']');
    }
  }

  #object(path: Path, depth: number): unknown {
    const entries: [string, unknown][] = [];
    this.#offset++;
    this.#skip();
    if (this.#close('}')) return {};
    for (;;) {
      const key = this.#key(path);
      entries.push([key, this.#value([...path, key], depth + 1)]);
      this.#skip();
      // fromEntries defines own properties, so a key "__proto__" is a plain (unknown) key.
      if (this.#close('}')) return Object.fromEntries(entries);
      this.#comma('}');
    }
  }

  #key(path: Path): string {
    const start = this.#offset;
    if (this.#peek() !== '"') throw this.#fault('expected a key in double quotes');
    const key = this.#string();
    const place = pathKey([...path, key]);
    if (this.keys.has(place)) throw new JsonFault(`the key ${JSON.stringify(key)} is given twice`, start);
    this.keys.set(place, start);
    this.#lastKey = key;
    this.#skip();
    if (!this.#close(':')) throw this.#fault(`expected : after the key ${JSON.stringify(key)}`);
    this.#skip();
    return key;
  }

  #close(character: string): boolean {
    if (this.#peek() !== character) return false;
    this.#offset++;
    return true;
  }

  #comma(end: string): void {
    if (!this.#close(',')) throw this.#fault(`expected , or ${end}`);
    this.#skip();
  }
}

function position(text: string, offset: number): TextPosition {
  const before = text.slice(0, offset);
  const lineStart = before.lastIndexOf('\n') + 1;
  return { line: before.split('\n').length, column: offset - lineStart + 1 };
}

/** What is to blame may be a value that is not there. */
function nearestValue(values: ReadonlyMap<string, number>, path: Path): number | undefined {
  const offset = values.get(pathKey(path));
  return offset !== undefined || path.length === 0 ? offset : nearestValue(values, path.slice(0, -1));
}

export function parseJsonText(text: string): JsonText {
  const reader = new Reader(text);
  const at = (offset: number | undefined): TextPosition => position(text, offset ?? 0);
  try {
    const value = reader.document();
    return {
      ok: true,
      value,
      valueAt: (path) => at(nearestValue(reader.values, path)),
      keyAt: (path) => at(reader.keys.get(pathKey(path)) ?? reader.values.get(pathKey(path))),
    };
  } catch (error) {
    if (error instanceof JsonFault) return { ok: false, message: error.message, at: at(error.offset) };
    throw error;
  }
}
