/** Does it to each of a list, so many at a time; results in the list's order. The first error ends it. */
export async function atOnce<Item, Result>(
  limit: number,
  items: readonly Item[],
  work: (item: Item) => Promise<Result>,
): Promise<readonly Result[]> {
  const results = new Map<number, Result>();
  let next = 0;
  let hasFailed = false;
  const worker = async (): Promise<void> => {
    while (!hasFailed) {
      const index = next;
      next += 1;
      const item = items[index];
      if (item === undefined) return;
      try {
        results.set(index, await work(item));
      } catch (error) {
        hasFailed = true;
        throw error;
      }
    }
  };
  const ended = await Promise.allSettled(Array.from({ length: limit }, worker));
  const failure = ended.find((each) => each.status === 'rejected');
  if (failure !== undefined) throw failure.reason;
  return [...results].sort(([a], [b]) => a - b).map(([, result]) => result);
}
