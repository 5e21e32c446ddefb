const MARGIN = 8;
const GAP = 6;

/** Below the other element, above where there is no room, and never outside of the window. */
export function placeBeside(floating: HTMLElement, other: HTMLElement): void {
  const at = other.getBoundingClientRect();
  const { width, height } = floating.getBoundingClientRect();
  const room = { width: document.documentElement.clientWidth, height: window.innerHeight };
  const left = Math.max(MARGIN, Math.min(at.left, room.width - width - MARGIN));
  const below = at.bottom + GAP;
  const top = below + height > room.height - MARGIN ? Math.max(MARGIN, at.top - GAP - height) : below;
  floating.style.left = `${left}px`;
  floating.style.top = `${top}px`;
}
