/** What comes of a promise, wrapped; null: it has not settled in time. Rejects as it does. */
export async function within<Value>(
  ms: number,
  promise: Promise<Value>,
): Promise<{ readonly value: Value } | null> {
  let timer: NodeJS.Timeout | undefined;
  const late = new Promise<null>((resolve) => {
    timer = setTimeout(() => resolve(null), ms);
  });
  try {
    return await Promise.race([promise.then((value) => ({ value })), late]);
  } finally {
    clearTimeout(timer);
  }
}
