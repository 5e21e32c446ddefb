/** One step of the schema. Never edited once released: a change is a new file with the next number. */
export interface Migration {
  readonly name: string;
  /** Statements that run in one transaction with the version they lead to. */
  readonly sql: string;
}
