/** The pages' own background, so that nothing flashes before they are painted. */
export const backgroundColor = (dark: boolean): string => (dark ? '#14171c' : '#ffffff');
