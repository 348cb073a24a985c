import { GeistMono } from 'geist/font/mono';
import { GeistSans } from 'geist/font/sans';
import type { Metadata } from 'next';
import { cookies } from 'next/headers';
import type { ReactNode } from 'react';
import { ScreenPalette } from '../components/palette/screen-palette.tsx';
import { AppShell } from '../components/shell/app-shell.tsx';
import { parseTheme, themeCookie } from '../lib/client/theme.ts';
import { createDocument } from './actions/documents.ts';
import { whoIsHere } from './session.ts';
import './theme.css';
import './globals.css';

export const metadata: Metadata = {
  title: { default: 'Joinery', template: '%s · Joinery' },
  description: 'A SQL workbench for data that lives in more than one database system',
};

export default async function RootLayout({ children }: { readonly children: ReactNode }) {
  const theme = parseTheme((await cookies()).get(themeCookie)?.value);
  return (
    <html lang="en" data-theme={theme} className={`${GeistSans.variable} ${GeistMono.variable}`}>
      <body>
        <AppShell theme={theme} who={await whoIsHere()} palette={<ScreenPalette create={createDocument} />}>
          {children}
        </AppShell>
      </body>
    </html>
  );
}
