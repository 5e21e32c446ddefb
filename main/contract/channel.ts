/** One question a window may ask; never there at run time: it carries the types of both ends. */
export interface Question<Ask, Answer> {
  readonly ask?: Ask;
  readonly answer?: Answer;
}

/** Something windows are told without asking. */
export interface Push<Message> {
  readonly message?: Message;
}

export const question = <Ask, Answer>(): Question<Ask, Answer> => ({});
export const push = <Message>(): Push<Message> => ({});

export type AskOf<Q> = Q extends Question<infer Ask, unknown> ? Ask : never;
export type AnswerOf<Q> = Q extends Question<unknown, infer Answer> ? Answer : never;
export type MessageOf<P> = P extends Push<infer Message> ? Message : never;

/** What is wrong and the way out, both whole sentences fit for a person. */
export interface Trouble {
  readonly what: string;
  readonly wayOut: string;
}

/** What crosses the boundary for each question: an expected failure is data. */
export type Reply<Answer> =
  | { readonly ok: true; readonly answer: Answer }
  | { readonly ok: false; readonly trouble: Trouble };
