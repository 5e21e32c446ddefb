export interface Pair<Item> {
  readonly left: Item | null;
  readonly right: Item | null;
  /** 0: they only stand beside each other. */
  readonly weight: number;
}

/** `best[i][j]`: the greatest sum of weights of the items from i and from j on. */
function bestSums<Item>(
  left: readonly Item[],
  right: readonly Item[],
  weigh: (left: Item, right: Item) => number,
): readonly (readonly number[])[] {
  const best = Array.from({ length: left.length + 1 }, () => new Array<number>(right.length + 1).fill(0));
  for (let i = left.length - 1; i >= 0; i -= 1) {
    for (let j = right.length - 1; j >= 0; j -= 1) {
      const [one, other] = [left[i], right[j]];
      const weight = one === undefined || other === undefined ? 0 : weigh(one, other);
      const paired = weight > 0 ? weight + (best[i + 1]?.[j + 1] ?? 0) : 0;
      const row = best[i];
      if (row !== undefined) row[j] = Math.max(paired, best[i + 1]?.[j] ?? 0, row[j + 1] ?? 0);
    }
  }
  return best;
}

/** Beside each other in their order; what is left over of either stands alone. */
function besides<Item>(left: readonly Item[], right: readonly Item[]): readonly Pair<Item>[] {
  return Array.from({ length: Math.max(left.length, right.length) }, (_, index) => ({
    left: left[index] ?? null,
    right: right[index] ?? null,
    weight: 0,
  }));
}

/**
 * Lays two rows beside each other so that the weights of those that are paired are as great as can be (the longest
 * common subsequence, with weights); what lies between two such pairs is put beside each other in its order.
 */
export function align<Item>(
  left: readonly Item[],
  right: readonly Item[],
  weigh: (left: Item, right: Item) => number,
): readonly Pair<Item>[] {
  const best = bestSums(left, right, weigh);
  const pairs: Pair<Item>[] = [];
  let [i, j, fromI, fromJ] = [0, 0, 0, 0];
  while (i < left.length && j < right.length) {
    const [one, other] = [left[i], right[j]];
    if (one === undefined || other === undefined) break;
    const weight = weigh(one, other);
    const here = best[i]?.[j] ?? 0;
    if (weight > 0 && here === weight + (best[i + 1]?.[j + 1] ?? 0)) {
      pairs.push(...besides(left.slice(fromI, i), right.slice(fromJ, j)), {
        left: one,
        right: other,
        weight,
      });
      i += 1;
      j += 1;
      [fromI, fromJ] = [i, j];
    } else if (here === (best[i + 1]?.[j] ?? 0)) i += 1;
    else j += 1;
  }
  return [...pairs, ...besides(left.slice(fromI), right.slice(fromJ))];
}
