import { DatabaseSync, type StatementSyncInstance } from '@photostructure/sqlite';
import type { Row } from './columns.ts';

export type Value = string | number | null | Uint8Array;

/** One connection with its statements prepared once. SQLite's errors pass through; see failures.ts. */
export class Database {
  readonly #connection: InstanceType<typeof DatabaseSync>;
  readonly #statements = new Map<string, StatementSyncInstance>();

  /** @param path a file, or with `readOnly` also a `file:` URI. */
  constructor(path: string, options: { readonly readOnly?: boolean; readonly busyMs?: number } = {}) {
    this.#connection = new DatabaseSync(path, {
      readOnly: options.readOnly ?? false,
      timeout: options.busyMs ?? 0,
    });
  }

  exec(sql: string): void {
    this.#connection.exec(sql);
  }

  run(sql: string, ...values: Value[]): number {
    return this.#prepared(sql).run(...values).changes;
  }

  get(sql: string, ...values: Value[]): Row | undefined {
    return this.#prepared(sql).get(...values);
  }

  all(sql: string, ...values: Value[]): readonly Row[] {
    return this.#prepared(sql).all(...values);
  }

  /** The first column of the first row, or null: pragmas and aggregates. */
  value(sql: string, ...values: Value[]): unknown {
    const row = this.get(sql, ...values);
    return row === undefined ? null : (Object.values(row)[0] ?? null);
  }

  number(sql: string, ...values: Value[]): number {
    const value = this.value(sql, ...values);
    return typeof value === 'number' ? value : 0;
  }

  /** All of `work` or nothing of it. */
  transaction<T>(work: () => T): T {
    return this.#between('BEGIN IMMEDIATE', work);
  }

  /** Everything `work` reads is of one moment, whatever others write meanwhile. */
  snapshot<T>(work: () => T): T {
    return this.#between('BEGIN', work);
  }

  #between<T>(begin: string, work: () => T): T {
    this.exec(begin);
    try {
      const result = work();
      this.exec('COMMIT');
      return result;
    } catch (error) {
      this.#rollback();
      throw error;
    }
  }

  /** Closing checkpoints the log; on a full disk that fails and the log stays for the next start. */
  close(): void {
    for (const statement of this.#statements.values()) statement.close();
    this.#statements.clear();
    this.#connection.close();
  }

  #prepared(sql: string): StatementSyncInstance {
    const known = this.#statements.get(sql);
    if (known !== undefined) return known;
    const statement = this.#connection.prepare(sql);
    this.#statements.set(sql, statement);
    return statement;
  }

  /** SQLite has rolled back by itself after some errors (a full disk, for one). */
  #rollback(): void {
    if (this.#connection.isTransaction) this.exec('ROLLBACK');
  }
}
