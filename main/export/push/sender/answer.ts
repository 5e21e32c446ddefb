/** What came of one request. */
export type PostAnswer =
  | {
      readonly type: 'answered';
      readonly status: number;
      readonly contentType: string;
      /** The beginning of what the server wrote. */
      readonly text: string;
      readonly retryAfterMs: number | null;
    }
  | {
      readonly type: 'failed';
      /** As few words, e.g. `connection refused`. */
      readonly cause: string;
      /** The server may have taken what was sent: it left before the connection was lost. */
      readonly mayHaveArrived: boolean;
      /** A connection of before, which the server had closed in the meantime: nothing is wrong. */
      readonly isStale: boolean;
    };

export type Post = (request: {
  readonly body: Uint8Array;
  readonly headers: Readonly<Record<string, string>>;
}) => Promise<PostAnswer>;
