import type { JSX } from 'preact';
import { Hint } from '../../components/hint.tsx';
import type { Badge } from '../words/badges.ts';

/** Short words that explain themselves on hover and focus. */
export function BadgeList({ badges }: { readonly badges: readonly Badge[] }): JSX.Element {
  return (
    <>
      {badges.map(({ id, text, explanation, tone }) => (
        <Hint key={id} look="bare" text={explanation}>
          <span class={`badge badge-${tone}`}>{text}</span>
        </Hint>
      ))}
    </>
  );
}
