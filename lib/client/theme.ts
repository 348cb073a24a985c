/** Theme choice, kept in a cookie so that the server renders the right colour scheme at once: no flash, no inline script. */
export const themeCookie = 'joinery-theme';

export const themes = ['light', 'dark', 'system'] as const;
export type Theme = (typeof themes)[number];

export const parseTheme = (value: string | undefined): Theme => themes.find((theme) => theme === value) ?? 'system';
