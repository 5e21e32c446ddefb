import type { HelperView } from '../../contract/helper-view.ts';
import type { HelperControl } from '../../helper-client/types.ts';

/**
 * Tells how the helper stands after each change; a look takes its time, and what changes meanwhile is told by one more.
 * The result ends it.
 */
export function tellHelper(
  helper: Pick<HelperControl, 'access' | 'onChange'>,
  tell: (view: HelperView) => void,
  onError: (error: unknown) => void,
): () => void {
  let isLooking = false;
  let isStale = false;
  let isOver = false;
  const look = async (): Promise<void> => {
    isStale = isLooking;
    if (isLooking) return;
    isLooking = true;
    const view = await helper.access().finally(() => {
      isLooking = false;
    });
    if (isOver) return;
    if (isStale) return look();
    tell(view);
  };
  const forget = helper.onChange(() => void look().catch(onError));
  return () => {
    isOver = true;
    forget();
  };
}
