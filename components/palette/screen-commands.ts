import type { Command } from './commands.ts';

const screens = [
  { href: '/home', title: 'Go to home' },
  { href: '/', title: 'Go to the workbench' },
  { href: '/join', title: 'Go to the join builder' },
  { href: '/queries', title: 'Go to saved queries' },
  { href: '/history', title: 'Go to the history' },
  { href: '/history?pinned=true', title: 'Go to pinned runs' },
  { href: '/dictionary', title: 'Go to the dictionary' },
  { href: '/performance', title: 'Go to performance' },
  { href: '/connections', title: 'Go to connections' },
  { href: '/settings', title: 'Go to settings' },
] as const;

/** The ways to the other screens, for the palette. */
export const screenCommands = (here: string, go: (href: string) => void): Command[] =>
  screens
    .filter(({ href }) => href !== here)
    .map(({ href, title }) => ({ id: `go ${href}`, title, group: 'Go to', run: () => go(href) }));
