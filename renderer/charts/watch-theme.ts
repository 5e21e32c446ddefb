const WATCHED = ['(prefers-color-scheme: dark)', '(forced-colors: active)', '(prefers-contrast: more)'];

/** Calls back whenever the page's colours may have changed; ends with the returned function. */
export function watchTheme(onChange: () => void): () => void {
  const queries = WATCHED.map((query) => matchMedia(query));
  for (const query of queries) query.addEventListener('change', onChange);
  return () => {
    for (const query of queries) query.removeEventListener('change', onChange);
  };
}
