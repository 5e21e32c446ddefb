/** RFC 4180, read strictly: every line ends with CRLF and has as many fields as the first. */
export function readCsv(text: string): Record<string, string>[] {
  const records: string[][] = [];
  let fields: string[] = [];
  let at = 0;
  while (at < text.length) {
    const quoted = text[at] === '"';
    const end = quoted ? closingQuote(text, at + 1) : nextBreak(text, at);
    fields.push(quoted ? text.slice(at + 1, end).replaceAll('""', '"') : text.slice(at, end));
    at = quoted ? end + 1 : end;
    if (text[at] === ',') at += 1;
    else {
      if (text.slice(at, at + 2) !== '\r\n') throw new Error(`no line end at ${at}`);
      records.push(fields);
      fields = [];
      at += 2;
    }
  }
  const [head = [], ...rest] = records;
  return rest.map((record) => {
    if (record.length !== head.length) throw new Error(`${record.length} fields, not ${head.length}`);
    return Object.fromEntries(head.map((name, index) => [name, record[index] ?? '']));
  });
}

function closingQuote(text: string, from: number): number {
  for (let at = from; ; at += 2) {
    at = text.indexOf('"', at);
    if (at < 0) throw new Error('open quote');
    if (text[at + 1] !== '"') return at;
  }
}

function nextBreak(text: string, from: number): number {
  let at = from;
  while (at < text.length && text[at] !== ',' && text[at] !== '\r') {
    if (text[at] === '"' || text[at] === '\n') throw new Error(`a bare ${JSON.stringify(text[at])}`);
    at += 1;
  }
  return at;
}
