/** A field and what ends it (RFC 4180). */
const FIELD = /("(?:[^"]|"")*"|[^",\r\n]*)(,|\r\n)/y;

/** Records by the names in the head line. @throws for what is no CSV, or has lines of uneven length. */
export function csvRecords(text: string): readonly Readonly<Record<string, string>>[] {
  const lines: string[][] = [[]];
  FIELD.lastIndex = 0;
  while (FIELD.lastIndex < text.length) {
    const at = FIELD.lastIndex;
    const found = FIELD.exec(text);
    if (found === null) throw new Error(`no CSV at ${at}: ${text.slice(at, at + 60)}`);
    const [, field = '', end] = found;
    lines.at(-1)?.push(field.startsWith('"') ? field.slice(1, -1).replaceAll('""', '"') : field);
    if (end !== ',') lines.push([]);
  }
  const [head = [], ...records] = lines.slice(0, -1);
  return records.map((record) => {
    if (record.length !== head.length) throw new Error(`${record.length} fields of ${head.length}`);
    return Object.fromEntries(head.map((name, index) => [name, record[index] ?? '']));
  });
}
