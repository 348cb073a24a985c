import Link from 'next/link';
import type { ComponentProps } from 'react';

/**
 * A link to another page of Joinery. Next would ask the server for each link that is seen, twice: of pages that are made for each request such an answer holds nothing
 * that the click does not ask for again, and cost four fifths of the server's work for a page.
 */
export const PageLink = (props: Omit<ComponentProps<typeof Link>, 'prefetch'>) => <Link {...props} prefetch={false} />;
