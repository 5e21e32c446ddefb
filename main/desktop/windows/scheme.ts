import { WINDOWS, type WindowName } from '../../contract/contract.ts';

/** Pages come from a scheme of their own: an origin that no web site has and that reaches no file but ours. */
export const SCHEME = 'faultline';
const HOST = 'app';
export const ORIGIN = `${SCHEME}://${HOST}`;

export const pageUrl = (window: WindowName): string => `${ORIGIN}/${window}.html`;

/** One of the pages themselves, whatever follows a `#`. */
export function isOwnPage(url: string): boolean {
  const page = url.split('#', 1)[0];
  return WINDOWS.some((window) => pageUrl(window) === page);
}
