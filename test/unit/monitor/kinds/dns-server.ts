import { createSocket, type RemoteInfo, type Socket } from 'node:dgram';

/** How the server answers; `silent` does not, until told to by `release`. */
export type Manner =
  | 'address'
  | 'no-name'
  | 'no-data'
  | 'servfail'
  | 'refused'
  | 'garbage'
  | 'foreign-id'
  | 'silent';

const RCODES = { address: 0, 'no-data': 0, 'no-name': 3, servfail: 2, refused: 5 } as const;

/** The question alone with the answer's flags (RFC 1035 section 4.1), and one A record when asked for. */
function answerTo(query: Buffer, manner: keyof typeof RCODES): Buffer {
  const questionEnd = 12 + query.subarray(12).indexOf(0) + 5;
  const head = Buffer.from(query.subarray(0, questionEnd));
  head.writeUInt16BE(0x8180 | RCODES[manner], 2);
  head.writeUInt16BE(manner === 'address' ? 1 : 0, 6);
  head.writeUInt16BE(0, 10);
  if (manner !== 'address') return head;
  return Buffer.concat([head, Buffer.from([0xc0, 12, 0, 1, 0, 1, 0, 0, 0, 60, 0, 4, 192, 0, 2, 1])]);
}

function packetFor(query: Buffer, manner: Exclude<Manner, 'silent'>): Buffer {
  if (manner === 'garbage') return Buffer.from('this is no answer');
  if (manner !== 'foreign-id') return answerTo(query, manner);
  const answer = answerTo(query, 'address');
  answer.writeUInt16BE(query.readUInt16BE(0) ^ 0xffff, 0);
  return answer;
}

export interface DnsServer {
  readonly port: number;
  readonly queries: number;
  /** Resolves when the next query has come in. */
  nextQuery(): Promise<void>;
  /** Answers all silent queries after all. */
  release(): void;
  close(): Promise<void>;
}

export async function startDnsServer(manner: Manner, host = '127.0.0.1'): Promise<DnsServer> {
  const socket: Socket = createSocket(host.includes(':') ? 'udp6' : 'udp4');
  const held: [Buffer, RemoteInfo][] = [];
  let queries = 0;
  let onQuery: (() => void)[] = [];
  socket.on('message', (query, from) => {
    queries += 1;
    if (manner === 'silent') held.push([query, from]);
    else socket.send(packetFor(query, manner), from.port, from.address);
    for (const listener of onQuery.splice(0)) listener();
    onQuery = [];
  });
  await new Promise<void>((resolve) => {
    socket.bind(0, host, resolve);
  });
  return {
    port: socket.address().port,
    get queries() {
      return queries;
    },
    nextQuery: () =>
      new Promise((resolve) => {
        onQuery.push(resolve);
      }),
    release: () => {
      for (const [query, from] of held.splice(0)) {
        socket.send(answerTo(query, 'address'), from.port, from.address);
      }
    },
    close: () =>
      new Promise((resolve) => {
        socket.close(resolve);
      }),
  };
}
