'use client';

import Link from 'next/link';
import type { ComponentProps } from 'react';
import { noteLeaving } from '../../lib/client/leaving.ts';

type PageLinkProps = Omit<ComponentProps<typeof Link>, 'prefetch' | 'href' | 'onNavigate'> & { readonly href: string };

/**
 * A link to another page of Joinery. Next would ask the server for each link that is seen, twice: of pages that are made for each request such an answer holds nothing
 * that the click does not ask for again, and cost four fifths of the server's work for a page.
 */
export const PageLink = ({ href, ...props }: PageLinkProps) => (
  <Link {...props} href={href} prefetch={false} onNavigate={() => noteLeaving(href)} />
);
