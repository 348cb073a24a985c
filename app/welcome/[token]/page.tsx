import type { Metadata } from 'next';
import { notFound } from 'next/navigation';
import { WelcomeForm } from '../../../components/sign-in/welcome-form.tsx';
import { serverHost } from '../../../server/index.ts';

export const metadata: Metadata = { title: 'Welcome' };
export const dynamic = 'force-dynamic';

interface PageProps {
  readonly params: Promise<{ readonly token: string }>;
}

/** Open to whoever has the link: the first admin, somebody invited, somebody who needs a new password. */
export default async function WelcomePage({ params }: PageProps) {
  const { token } = await params;
  const link = await serverHost()
    .access.link(token)
    .catch(() => undefined);
  if (link === undefined) notFound();
  return <WelcomeForm token={token} link={link} />;
}
